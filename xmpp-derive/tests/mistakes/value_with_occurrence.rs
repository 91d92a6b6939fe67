// A bound on how often a value occurs.

use xmpp_core::XmlText;

#[derive(XmlText)]
#[check(max_occurs = 2)]
struct Show(String);

fn main() {}
