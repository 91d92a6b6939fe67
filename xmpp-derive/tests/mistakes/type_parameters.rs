// A type with parameters.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item<T> {
    #[xml(attribute)]
    name: T,
}

fn main() {}
