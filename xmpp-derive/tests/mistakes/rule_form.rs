// A rule whose parts have no parentheses.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
#[check(rule = "item-name", count = 1)]
struct Item {
    #[xml(attribute)]
    name: Option<String>,
}

fn main() {}
