// A variant that keeps unknown values, and has no room for them.

use xmpp_core::XmlText;

#[derive(XmlText)]
enum Show {
    Away,
    #[xml(other)]
    Other,
}

fn main() {}
