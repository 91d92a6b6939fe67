// A value with fields.

use xmpp_core::XmlText;

#[derive(XmlText)]
enum Show {
    Away(String, u8),
}

fn main() {}
