// A rule without a name.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
#[check(count(name = 1))]
struct Item {
    #[xml(attribute)]
    name: Option<String>,
}

fn main() {}
