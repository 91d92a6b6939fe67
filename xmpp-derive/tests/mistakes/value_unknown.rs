// Unknown values read as a variant that is not there.

use xmpp_core::XmlText;

#[derive(XmlText)]
#[xml(unknown = Chat)]
enum Show {
    Away,
}

fn main() {}
