// A default of children of any number: nothing that came is no child, and not the default, which is checked when it is written alone.

use xmpp_core::{FromXml, Lang, ToXml, Validate};

#[derive(Clone, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Note {
    #[xml(attribute = "xml:lang")]
    lang: Option<Lang>,
}

#[derive(FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
#[check(rule = "order-notes", distinct(notes, by = "lang"))]
struct Order {
    #[xml(child, default = vec![Note { lang: None }, Note { lang: None }])]
    notes: Vec<Note>,
    #[xml(child, default)]
    first: Option<Note>,
}

fn main() {}
