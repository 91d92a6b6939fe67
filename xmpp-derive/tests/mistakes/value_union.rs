// A union.

use xmpp_core::XmlText;

#[derive(XmlText)]
union Show {
    away: u8,
}

fn main() {}
