// A rule that asks for nothing.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
#[check(rule = "item-name")]
struct Item {
    #[xml(attribute)]
    name: Option<String>,
}

fn main() {}
