// A variant with more than one field.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice)]
enum Step {
    #[xml(text)]
    Go(String, String),
}

fn main() {}
