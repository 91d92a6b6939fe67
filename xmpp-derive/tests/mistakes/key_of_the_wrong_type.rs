// A name is not text.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", name = 5)]
struct Item;

fn main() {}
