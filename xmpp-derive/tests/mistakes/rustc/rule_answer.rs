// An answer that RFC 6120 §8.3.3 does not define.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
#[check(rule = "item-name", count(name = 1), answer = "bad-requst")]
struct Item {
    #[xml(attribute)]
    name: Option<String>,
}

fn main() {}
