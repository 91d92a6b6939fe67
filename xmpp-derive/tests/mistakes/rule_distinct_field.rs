// A field of the child that can be none.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
#[check(rule = "item-name", distinct(names, by = "xml:lang"))]
struct Item {
    #[xml(text_of = "name")]
    names: Vec<String>,
}

fn main() {}
