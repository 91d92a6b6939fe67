// An element without a namespace.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(name = "item")]
struct Item;

fn main() {}
