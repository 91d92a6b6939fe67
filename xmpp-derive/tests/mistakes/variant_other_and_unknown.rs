// Two ways for unknown elements.

use xmpp_core::{Element, FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice, unknown = Begin)]
enum Step {
    Begin,
    #[xml(other)]
    Other(Element),
}

fn main() {}
