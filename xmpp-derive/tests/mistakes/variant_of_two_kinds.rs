// A variant that says two things.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice)]
enum Step {
    #[xml(text, child)]
    Go(String),
}

fn main() {}
