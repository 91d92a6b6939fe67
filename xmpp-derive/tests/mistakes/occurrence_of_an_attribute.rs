// A bound on how often an attribute occurs.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(attribute)]
    #[check(max_occurs = 5)]
    name: Option<String>,
}

fn main() {}
