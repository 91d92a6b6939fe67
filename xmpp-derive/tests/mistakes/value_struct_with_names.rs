// A struct that is no value.

use xmpp_core::XmlText;

#[derive(XmlText)]
struct Show {
    text: String,
}

fn main() {}
