// A key without a value is given one.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice = true)]
enum Step {
    Begin,
}

fn main() {}
