// A bound on the length of an element.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(child)]
    #[check(max_length = 5)]
    inner: Option<Box<Item>>,
}

fn main() {}
