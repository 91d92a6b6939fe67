// A prefix other than `xml`.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(attribute = "stream:id")]
    id: Option<String>,
}

fn main() {}
