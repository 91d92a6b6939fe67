use xmpp_core::{FromXml, ToXml};

#[derive(FromXml, ToXml)]
#[xml(namespace = "urn:example:tea")]
struct Cup {
    #[xml(attribute, empty = "2")]
    sugar: u8,
    #[xml(text, default = 5, empty = "7")]
    size: u8,
}

#[derive(FromXml, ToXml)]
#[xml(namespace = "urn:example:tea", choice)]
enum Order {
    #[xml(empty = "1")]
    Tea,
}

fn main() {}
