// A key with a slip of the pen.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(atribute)]
    name: Option<String>,
}

fn main() {}
