//! quick-xml with serde: the same fields, as text; it knows no namespaces and no addresses.

use super::documents;
use crate::harness::{NOTHING_SEEN, Run};
use crate::kinds::{Class, Kind};
use serde::{Deserialize, Serialize};
use std::hint::black_box;

pub(super) fn decode(kind: &Kind) -> Option<Run> {
    let documents = documents(kind);
    Some(Box::new(move || {
        for document in &documents {
            black_box(stanza(document));
        }
        NOTHING_SEEN
    }))
}

pub(super) fn encode(kind: &Kind) -> Option<Run> {
    let is_own = ["short chat", "long chat", "presence", "error"].contains(&kind.name);
    if kind.class == Class::Bulk || !is_own {
        return None;
    }
    let stanzas: Vec<Stanza> = documents(kind).iter().map(|text| stanza(text)).collect();
    Some(Box::new(move || {
        for stanza in &stanzas {
            let text = match stanza {
                Stanza::Message(message) => quick_xml::se::to_string(message),
                Stanza::Presence(presence) => quick_xml::se::to_string(presence),
                Stanza::Iq(iq) => quick_xml::se::to_string(iq),
                Stanza::Features(features) => quick_xml::se::to_string(features),
            };
            black_box(text.expect("the kinds can be written"));
        }
        NOTHING_SEEN
    }))
}

fn stanza(document: &str) -> Stanza {
    let read = match document.as_bytes().get(1) {
        Some(b'm') => quick_xml::de::from_str(document).map(Stanza::Message),
        Some(b'p') => quick_xml::de::from_str(document).map(Stanza::Presence),
        Some(b'i') => quick_xml::de::from_str(document).map(Stanza::Iq),
        _ => quick_xml::de::from_str(document).map(Stanza::Features),
    };
    read.expect("the kinds are well-formed")
}

#[allow(clippy::large_enum_variant, reason = "it is dropped where it is made")]
enum Stanza {
    Message(Message),
    Presence(Presence),
    Iq(Iq),
    Features(Features),
}

/// Structs whose fields are attributes, then children; what is absent is not written.
macro_rules! element {
    ($(#[$meta:meta])* $name:ident { $($attribute:ident = $as:literal,)* } { $($child:ident = $child_as:literal: $type:ty,)* } $($text:ident)?) => {
        #[derive(Debug, Serialize, Deserialize)]
        $(#[$meta])*
        struct $name {
            $(#[serde(rename = $as, default, skip_serializing_if = "Option::is_none")]
            $attribute: Option<String>,)*
            $(#[serde(rename = $child_as, default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
            $child: Vec<$type>,)*
            $(#[serde(rename = "$text", default)]
            $text: String,)?
        }
    };
}

element!(#[serde(rename = "message")] Message { from = "@from", to = "@to", id = "@id", type_ = "@type", } {
    subject = "subject": Text, body = "body": Text, thread = "thread": Text, error = "error": StanzaError,
    stanza_id = "stanza-id": StanzaId, origin_id = "origin-id": StanzaId, delay = "delay": Delay, event = "event": Event,
    result = "result": Archived,
});
element!(#[serde(rename = "presence")] Presence { from = "@from", to = "@to", id = "@id", type_ = "@type", } {
    show = "show": String, status = "status": Text, priority = "priority": i8, error = "error": StanzaError, caps = "c": Caps,
});
element!(#[serde(rename = "iq")] Iq { from = "@from", to = "@to", id = "@id", type_ = "@type", } {
    error = "error": StanzaError, query = "query": Query, jingle = "jingle": Jingle,
});
element!(Text { lang = "@lang", } {} text);
element!(StanzaError { by = "@by", type_ = "@type", } {
    unavailable = "service-unavailable": Empty, not_found = "item-not-found": Empty, no_server = "remote-server-not-found": Empty,
    timeout = "remote-server-timeout": Empty, forbidden = "forbidden": Empty, not_acceptable = "not-acceptable": Empty, text = "text": Text,
});
element!(Empty {} {});
element!(StanzaId { id = "@id", by = "@by", } {});
element!(Delay { from = "@from", stamp = "@stamp", } {});
element!(Caps { hash = "@hash", node = "@node", ver = "@ver", } {});
element!(Event {} { items = "items": Items, });
element!(Items { node = "@node", } { item = "item": Item, });
element!(Item { id = "@id", publisher = "@publisher", } {});
element!(Archived { id = "@id", queryid = "@queryid", } { forwarded = "forwarded": Forwarded, });
element!(Forwarded {} { delay = "delay": Delay, message = "message": Message, });
element!(Query { node = "@node", ver = "@ver", } {
    identity = "identity": Identity, feature = "feature": Feature, item = "item": Contact, form = "x": Form,
});
element!(Identity { category = "@category", type_ = "@type", name = "@name", lang = "@lang", } {});
element!(Feature { var = "@var", } {});
element!(Contact { jid = "@jid", name = "@name", subscription = "@subscription", ask = "@ask", } { group = "group": String, });
element!(Form { type_ = "@type", } { title = "title": String, instructions = "instructions": String, field = "field": Field, });
element!(Field { type_ = "@type", var = "@var", label = "@label", } { value = "value": String, });
element!(Jingle { action = "@action", initiator = "@initiator", responder = "@responder", sid = "@sid", } { content = "content": Content, });
element!(Content { creator = "@creator", name = "@name", senders = "@senders", } { description = "description": Description, transport = "transport": Transport, });
element!(Description { media = "@media", } { payload_type = "payload-type": PayloadType, });
element!(PayloadType { id = "@id", name = "@name", clockrate = "@clockrate", channels = "@channels", } { parameter = "parameter": Parameter, });
element!(Parameter { name = "@name", value = "@value", } {});
element!(Transport { ufrag = "@ufrag", pwd = "@pwd", } { candidate = "candidate": Candidate, });
element!(Candidate { component = "@component", foundation = "@foundation", generation = "@generation", id = "@id", ip = "@ip", network = "@network",
    port = "@port", priority = "@priority", protocol = "@protocol", rel_addr = "@rel-addr", rel_port = "@rel-port", type_ = "@type", } {});
element!(Features {} { mechanisms = "mechanisms": Mechanisms, bind = "bind": Empty, session = "session": Session, ver = "ver": Empty, sub = "sub": Empty, });
element!(Mechanisms {} { mechanism = "mechanism": String, });
element!(Session {} { optional = "optional": Empty, });
