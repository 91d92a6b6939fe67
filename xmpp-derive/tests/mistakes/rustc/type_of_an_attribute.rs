// An attribute of a type that is no value.

use xmpp_core::{FromXml, ToXml, Validate};

struct Name;

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(attribute)]
    name: Option<Name>,
}

fn main() {}
