// A struct that says it is a choice.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice)]
struct Item;

fn main() {}
