// Two variants of one value.

use xmpp_core::XmlText;

#[derive(XmlText)]
enum Show {
    Away,
    #[xml(value = "away")]
    Gone,
}

fn main() {}
