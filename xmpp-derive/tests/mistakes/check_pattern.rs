// A pattern.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(attribute)]
    #[check(pattern = "[a-z+")]
    name: Option<String>,
}

fn main() {}
