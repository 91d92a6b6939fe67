// A variant that does not say what it holds.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice)]
enum Step {
    Go(String),
}

fn main() {}
