//! Our codec, on our reader.

use super::documents;
use super::stanzas::{self, Stanza};
use crate::harness::{NOTHING_SEEN, Run};
use crate::kinds::{Class, Kind};
use crate::reader::ours::{opened, pieces, read_all};
use std::hint::black_box;
use xmpp_core::schema::stanza::{Iq, Message, Presence};
use xmpp_core::xml::{Document, Writer};
use xmpp_core::{FirstOnly, Limits, append};

pub(super) fn decode(kind: &Kind) -> Option<Run> {
    let (mut reader, pieces) = (opened(), pieces(kind));
    Some(Box::new(move || {
        for piece in &pieces {
            read_all(&mut reader, piece, stanzas::decode_owned);
        }
        NOTHING_SEEN
    }))
}

/// What the values hold: a clone allocates once for each string and vector that holds data.
pub(super) fn clone_values(kind: &Kind) -> Option<Run> {
    let (mut reader, mut values) = (opened(), Vec::new());
    for piece in pieces(kind) {
        read_all(&mut reader, &piece, |node| values.push(Stanza::of(node)));
    }
    Some(Box::new(move || {
        for value in &values {
            black_box(value.clone());
        }
        NOTHING_SEEN
    }))
}

pub(super) fn decode_borrowed(kind: &Kind) -> Option<Run> {
    let (mut reader, pieces) = (opened(), pieces(kind));
    Some(Box::new(move || {
        for piece in &pieces {
            read_all(&mut reader, piece, stanzas::decode_borrowed);
        }
        NOTHING_SEEN
    }))
}

/// A value that is written.
enum Value {
    Message(Message),
    Presence(Presence),
    Iq(Iq),
}

/// Checks the values and writes them to a stream; payloads are written as they came.
pub(super) fn encode(kind: &Kind) -> Option<Run> {
    let (values, mut writer) = (values(kind)?, Writer::stream("jabber:client", &[]));
    Some(Box::new(move || {
        for value in &values {
            writer.clear();
            append_to(&mut writer, value);
            black_box(writer.written()).expect("the kinds are valid");
        }
        NOTHING_SEEN
    }))
}

/// What writing costs at the least: the same text, pushed piece by piece.
pub(super) fn push_pieces(kind: &Kind) -> Option<Run> {
    // Leaked, so that a stanza's pieces lie one behind the other: pieces that each have memory of their own would be waited for.
    let texts: Vec<Vec<&'static str>> = values(kind)?
        .iter()
        .map(|value| {
            let text: &'static str = written(value).leak();
            text.split_inclusive(['<', '>', '\'', '=']).collect()
        })
        .collect();
    let mut out = String::new();
    Some(Box::new(move || {
        for pieces in &texts {
            out.clear();
            for piece in pieces {
                out.push_str(black_box(piece));
            }
            black_box(&out);
        }
        NOTHING_SEEN
    }))
}

fn written(value: &Value) -> String {
    let mut writer = Writer::stream("jabber:client", &[]);
    append_to(&mut writer, value);
    writer.finish().expect("the kinds are valid")
}

fn append_to(writer: &mut Writer, value: &Value) {
    match value {
        Value::Message(message) => append(message, writer),
        Value::Presence(presence) => append(presence, writer),
        Value::Iq(iq) => append(iq, writer),
    }
    .expect("the kinds are valid");
}

/// The stanzas of a kind whose content is mostly their own, not that of payloads.
fn values(kind: &Kind) -> Option<Vec<Value>> {
    let is_own = ["short chat", "long chat", "presence", "error"].contains(&kind.name);
    if kind.class == Class::Bulk || !is_own {
        return None;
    }
    let value = |xml: &String| {
        let document = Document::parse(xml, Limits::FILE).expect("the kinds are well-formed");
        let (root, mut findings) = (document.root(), FirstOnly::default());
        match root.name() {
            "message" => xmpp_core::decode(root, &mut findings).map(Value::Message),
            "presence" => xmpp_core::decode(root, &mut findings).map(Value::Presence),
            _ => xmpp_core::decode(root, &mut findings).map(Value::Iq),
        }
    };
    documents(kind).iter().map(value).collect()
}
