// Types with the names of `Option` and `Vec` that are values and elements themselves: whether they may be absent is not what these names say.

use std::borrow::Cow;
use xmpp_core::{FromXml, TextError, XmlText};

mod menu {
    pub struct Option<T>(pub T);

    #[derive(xmpp_core::FromXml)]
    #[xml(namespace = "urn:x")]
    pub struct Slice {}
}

impl XmlText for menu::Option<u8> {
    fn from_text(text: &str) -> Result<Self, TextError> {
        u8::from_text(text).map(Self)
    }
    fn to_text(&self) -> Cow<'_, str> {
        self.0.to_text().into_owned().into()
    }
}

#[derive(FromXml)]
#[xml(namespace = "urn:x")]
struct Order {
    #[xml(attribute)]
    size: menu::Option<u8>,
    #[xml(attribute)]
    sugar: Option<u8>,
    #[xml(text_of = "note")]
    note: menu::Option<u8>,
    #[xml(child)]
    slices: Vec<menu::Slice>,
}

fn main() {}
