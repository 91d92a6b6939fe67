//! instant-xml: it knows namespaces, and no addresses. Only kinds whose types are told in a few lines.

use super::documents;
use crate::harness::{NOTHING_SEEN, Run};
use crate::kinds::Kind;
use instant_xml::FromXml;
use std::hint::black_box;

pub(super) fn decode(kind: &Kind) -> Option<Run> {
    let is_told = [
        "short chat",
        "long chat",
        "group chat",
        "presence",
        "disco#info",
        "roster of 200",
    ];
    if !is_told.contains(&kind.name) {
        return None;
    }
    let documents = documents(kind);
    Some(Box::new(move || {
        for document in &documents {
            match document.as_bytes().get(1) {
                Some(b'm') => drop(black_box(read::<Message>(document))),
                Some(b'p') => drop(black_box(read::<Presence>(document))),
                _ => drop(black_box(read::<Iq>(document))),
            }
        }
        NOTHING_SEEN
    }))
}

fn read<'x, T: FromXml<'x>>(document: &'x str) -> T {
    instant_xml::from_str(document).expect("the kinds are well-formed")
}

#[derive(FromXml)]
#[xml(rename = "message", ns("jabber:client"))]
struct Message {
    #[xml(attribute)]
    from: Option<String>,
    #[xml(attribute)]
    to: Option<String>,
    #[xml(attribute)]
    id: Option<String>,
    #[xml(attribute, rename = "type")]
    type_: Option<String>,
    bodies: Vec<Body>,
    origin: Option<OriginId>,
    stanza_id: Option<StanzaId>,
}

#[derive(FromXml)]
#[xml(rename = "body", ns("jabber:client"))]
struct Body {
    #[xml(direct)]
    text: String,
}

#[derive(FromXml)]
#[xml(rename = "origin-id", ns("urn:xmpp:sid:0"))]
struct OriginId {
    #[xml(attribute)]
    id: String,
}

#[derive(FromXml)]
#[xml(rename = "stanza-id", ns("urn:xmpp:sid:0"))]
struct StanzaId {
    #[xml(attribute)]
    id: String,
    #[xml(attribute)]
    by: String,
}

#[derive(FromXml)]
#[xml(rename = "presence", ns("jabber:client"))]
struct Presence {
    #[xml(attribute)]
    from: Option<String>,
    #[xml(attribute)]
    to: Option<String>,
    show: Option<Show>,
    status: Vec<Status>,
    priority: Option<Priority>,
    caps: Option<Caps>,
}

#[derive(FromXml)]
#[xml(rename = "show", ns("jabber:client"))]
struct Show {
    #[xml(direct)]
    text: String,
}

#[derive(FromXml)]
#[xml(rename = "status", ns("jabber:client"))]
struct Status {
    #[xml(direct)]
    text: String,
}

#[derive(FromXml)]
#[xml(rename = "priority", ns("jabber:client"))]
struct Priority {
    #[xml(direct)]
    value: i8,
}

#[derive(FromXml)]
#[xml(rename = "c", ns("http://jabber.org/protocol/caps"))]
struct Caps {
    #[xml(attribute)]
    hash: String,
    #[xml(attribute)]
    node: String,
    #[xml(attribute)]
    ver: String,
}

#[derive(FromXml)]
#[xml(rename = "iq", ns("jabber:client"))]
struct Iq {
    #[xml(attribute)]
    from: Option<String>,
    #[xml(attribute)]
    to: Option<String>,
    #[xml(attribute)]
    id: String,
    #[xml(attribute, rename = "type")]
    type_: String,
    roster: Option<Roster>,
    info: Option<DiscoInfo>,
}

#[derive(FromXml)]
#[xml(rename = "query", ns("jabber:iq:roster"))]
struct Roster {
    #[xml(attribute)]
    ver: Option<String>,
    items: Vec<Contact>,
}

#[derive(FromXml)]
#[xml(rename = "item", ns("jabber:iq:roster"))]
struct Contact {
    #[xml(attribute)]
    jid: String,
    #[xml(attribute)]
    name: Option<String>,
    #[xml(attribute)]
    subscription: Option<String>,
    groups: Vec<Group>,
}

#[derive(FromXml)]
#[xml(rename = "group", ns("jabber:iq:roster"))]
struct Group {
    #[xml(direct)]
    text: String,
}

#[derive(FromXml)]
#[xml(rename = "query", ns("http://jabber.org/protocol/disco#info"))]
struct DiscoInfo {
    #[xml(attribute)]
    node: Option<String>,
    identities: Vec<Identity>,
    features: Vec<Feature>,
}

#[derive(FromXml)]
#[xml(rename = "identity", ns("http://jabber.org/protocol/disco#info"))]
struct Identity {
    #[xml(attribute)]
    category: String,
    #[xml(attribute, rename = "type")]
    type_: String,
    #[xml(attribute)]
    name: Option<String>,
}

#[derive(FromXml)]
#[xml(rename = "feature", ns("http://jabber.org/protocol/disco#info"))]
struct Feature {
    #[xml(attribute)]
    var: String,
}
