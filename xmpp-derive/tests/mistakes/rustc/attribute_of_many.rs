// An attribute that would occur more than once.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(attribute)]
    names: Vec<String>,
}

fn main() {}
