// A count whose last number does not count.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
#[check(rule = "item-name", count(name = 0..2))]
struct Item {
    #[xml(attribute)]
    name: Option<String>,
}

fn main() {}
