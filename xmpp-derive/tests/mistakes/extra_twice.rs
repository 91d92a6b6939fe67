// Two fields for what is unknown.

use xmpp_core::{Extra, FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(extra)]
    extra: Extra,
    #[xml(extra)]
    more: Extra,
}

fn main() {}
