// An attribute in the content namespace.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(attribute, namespace = content)]
    id: Option<String>,
}

fn main() {}
