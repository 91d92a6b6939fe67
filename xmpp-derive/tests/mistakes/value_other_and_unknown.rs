// Two ways for unknown values.

use xmpp_core::XmlText;

#[derive(XmlText)]
#[xml(unknown = Away)]
enum Show {
    Away,
    #[xml(other)]
    Other(String),
}

fn main() {}
