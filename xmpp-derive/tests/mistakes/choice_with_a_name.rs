// A choice with a name.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice, name = "step")]
enum Step {
    Begin,
}

fn main() {}
