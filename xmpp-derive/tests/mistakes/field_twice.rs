// Two fields for the same thing.

use xmpp_core::{FromXml, ToXml, Validate};

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Item {
    #[xml(attribute)]
    name: Option<String>,
    #[xml(attribute = "name")]
    nick: Option<String>,
    #[xml(attribute = "xml:lang")]
    lang: Option<String>,
    #[xml(attribute = "xml:lang")]
    language: Option<String>,
    #[xml(text)]
    text: String,
    #[xml(text)]
    value: String,
    #[xml(text_of = "group")]
    group: Vec<String>,
    #[xml(flag = "group")]
    has_group: bool,
}

fn main() {}
