// A rule about a field that is not there.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
#[check(rule = "item-name", count(nick = 1))]
struct Item {
    #[xml(attribute)]
    name: Option<String>,
    #[xml(flag)]
    known: bool,
}

fn main() {}
