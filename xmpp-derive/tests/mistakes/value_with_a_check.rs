// A check on an enum of values.

use xmpp_core::XmlText;

#[derive(XmlText)]
#[check(max_length = 5)]
enum Show {
    Away,
}

fn main() {}
