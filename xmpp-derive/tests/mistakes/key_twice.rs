// A key is given twice.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", namespace = "urn:y")]
struct Item;

fn main() {}
