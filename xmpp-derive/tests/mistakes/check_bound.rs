// A bound that is no literal.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(attribute)]
    #[check(max = LIMIT)]
    age: Option<u8>,
}

fn main() {}
