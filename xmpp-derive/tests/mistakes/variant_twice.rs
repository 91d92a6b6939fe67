// Two variants of one name.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice)]
enum Step {
    Begin,
    #[xml(name = "begin")]
    Start,
}

fn main() {}
