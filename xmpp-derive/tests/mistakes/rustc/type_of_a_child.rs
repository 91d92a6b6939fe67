// A child of a type that is no element.

use xmpp_core::{FromXml, ToXml, Validate};

struct Name;

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(child)]
    name: Option<Name>,
}

fn main() {}
