// An enum that does not say it is a choice.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
enum Step {
    Begin,
}

fn main() {}
