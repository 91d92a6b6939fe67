// Something that is no key.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml("name")]
    name: Option<String>,
}

fn main() {}
