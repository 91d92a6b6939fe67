// A namespace where the type of the child knows it.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(child, namespace = "urn:y")]
    inner: Option<Box<Item>>,
}

fn main() {}
