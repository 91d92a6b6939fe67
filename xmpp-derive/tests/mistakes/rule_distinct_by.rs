// A key that `distinct` does not know.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
#[check(rule = "item-name", distinct(names, on = "lang"))]
struct Item {
    #[xml(text_of = "name")]
    names: Vec<String>,
}

fn main() {}
