// Something that is no field.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
#[check(rule = "item-name", differ("name", nick))]
struct Item {
    #[xml(attribute)]
    name: Option<String>,
    #[xml(attribute)]
    nick: Option<String>,
}

fn main() {}
