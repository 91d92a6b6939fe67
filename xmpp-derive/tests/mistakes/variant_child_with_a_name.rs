// A variant that names a child of another type.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice)]
enum Step {
    #[xml(child, name = "go")]
    Go(Box<Step>),
}

fn main() {}
