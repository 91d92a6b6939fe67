// A variant for text without a field.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice)]
enum Step {
    #[xml(text)]
    Go,
}

fn main() {}
