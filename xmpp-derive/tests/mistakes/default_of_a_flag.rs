// A default where there is none to have.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(flag, default)]
    required: bool,
}

fn main() {}
