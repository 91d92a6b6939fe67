// Unknown elements read as a variant that is not there.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice, unknown = Stop)]
enum Step {
    Begin,
}

fn main() {}
