// A check on a choice.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice)]
#[check(rule = "x", count(a = 1))]
enum Step {
    Begin,
}

fn main() {}
