//! xmpp-parsers, the best-known types for XMPP in Rust.

use super::documents;
use crate::harness::{NOTHING_SEEN, Run};
use crate::kinds::Kind;
use std::hint::black_box;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::stanza::Stanza;
use xmpp_parsers::stream_features::StreamFeatures;
use xmpp_parsers::{
    caps, data_forms, delay, disco, iq::Iq, jingle, mam, pubsub, roster, stanza_id,
};

pub(super) fn decode(kind: &Kind) -> Option<Run> {
    if kind.name.starts_with("tag") {
        return None; // its reader refuses values of more than 8 kB
    }
    let documents = documents(kind);
    Some(Box::new(move || {
        for document in &documents {
            if document.starts_with("<stream:features") {
                let features: StreamFeatures =
                    xso::from_bytes(document.as_bytes()).expect("the kinds are valid");
                black_box(features);
            } else {
                stanza(document);
            }
        }
        NOTHING_SEEN
    }))
}

fn stanza(document: &str) {
    let stanza: Stanza = xso::from_bytes(document.as_bytes()).expect("the kinds are valid");
    match stanza {
        Stanza::Message(mut message) => {
            message.payloads.drain(..).for_each(payload);
            black_box(message);
        }
        Stanza::Presence(mut presence) => {
            presence.payloads.drain(..).for_each(payload);
            black_box(presence);
        }
        Stanza::Iq(Iq::Set { payload: inner, .. } | Iq::Get { payload: inner, .. }) => {
            payload(inner);
        }
        Stanza::Iq(Iq::Result {
            payload: Some(inner),
            ..
        }) => payload(inner),
        Stanza::Iq(iq) => drop(black_box(iq)),
    }
}

/// Makes the type of a payload that is known.
fn payload(element: Element) {
    let namespace = element.ns();
    match (namespace.as_str(), element.name()) {
        ("urn:xmpp:sid:0", "stanza-id") => typed::<stanza_id::StanzaId>(element),
        ("urn:xmpp:sid:0", _) => typed::<stanza_id::OriginId>(element),
        ("urn:xmpp:delay", _) => typed::<delay::Delay>(element),
        ("http://jabber.org/protocol/caps", _) => typed::<caps::Caps>(element),
        ("http://jabber.org/protocol/pubsub#event", _) => typed::<pubsub::event::Event>(element),
        ("urn:xmpp:mam:2", _) => typed::<mam::Result_>(element),
        ("jabber:iq:roster", _) => typed::<roster::Roster>(element),
        ("http://jabber.org/protocol/disco#info", _) => typed::<disco::DiscoInfoResult>(element),
        ("urn:xmpp:jingle:1", _) => typed::<jingle::Jingle>(element),
        ("http://jabber.org/protocol/muc#owner", _) => {
            let form = element.children().next().cloned();
            form.into_iter().for_each(typed::<data_forms::DataForm>);
        }
        _ => drop(black_box(element)),
    }
}

fn typed<T: TryFrom<Element>>(element: Element) {
    match T::try_from(element) {
        Ok(value) => drop(black_box(value)),
        Err(_) => panic!("the kinds are valid"),
    }
}
