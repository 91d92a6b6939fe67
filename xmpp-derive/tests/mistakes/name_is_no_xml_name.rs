// A name that XML does not allow.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", name = "two words")]
struct Item;

fn main() {}
