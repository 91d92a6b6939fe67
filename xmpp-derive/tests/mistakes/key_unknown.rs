// A key that nothing knows.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", rename_all = "kebab-case")]
struct Item;

fn main() {}
