// A namespace that is neither text nor a constant.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = namespace())]
struct Item;

fn main() {}
