//! Our reader: one for the life of the stream, a stanza a push, as a server that is awake reads.

use crate::harness::{NOTHING_SEEN, Run};
use crate::kinds::{Class, HEADER, Kind};
use std::hint::black_box;
use xmpp_xml::{Content, Item, Limits, Node, Reader};

/// Fills the tape, and looks at nothing.
pub(super) fn fill(kind: &Kind) -> Option<Run> {
    let (mut reader, pieces) = (opened(), pieces(kind));
    Some(Box::new(move || {
        for piece in &pieces {
            read_all(&mut reader, piece, |node| {
                black_box(node);
            });
        }
        NOTHING_SEEN
    }))
}

/// The same, where the bytes come by segments of TCP.
pub(super) fn fill_by_segments(kind: &Kind) -> Option<Run> {
    fill_by(kind, 1460)
}

/// The same, where they come one by one.
pub(super) fn fill_by_bytes(kind: &Kind) -> Option<Run> {
    (kind.class != Class::Bulk)
        .then(|| fill_by(kind, 1))
        .flatten()
}

fn fill_by(kind: &Kind, size: usize) -> Option<Run> {
    let (mut reader, input) = (opened(), kind.stanzas.concat());
    Some(Box::new(move || {
        for piece in input.as_bytes().chunks(size) {
            read_all(&mut reader, piece, |node| {
                black_box(node);
            });
        }
        NOTHING_SEEN
    }))
}

/// Fills the tape, and looks at everything.
pub(super) fn look(kind: &Kind) -> Option<Run> {
    let (mut reader, pieces) = (opened(), pieces(kind));
    Some(Box::new(move || {
        let mut seen = 0;
        for piece in &pieces {
            read_all(&mut reader, piece, |node| seen += look_at(node));
        }
        seen
    }))
}

pub(crate) fn opened() -> Reader {
    let mut reader = Reader::stream(Limits::SERVER);
    read_all(&mut reader, HEADER.as_bytes(), |_| {});
    reader
}

/// What comes in one piece: a stanza, or of a bulky stream what a socket gives at once.
pub(crate) fn pieces(kind: &Kind) -> Vec<Vec<u8>> {
    if kind.class == Class::Bulk {
        let input = kind.stanzas.concat();
        return input
            .as_bytes()
            .chunks(16 * 1024)
            .map(<[u8]>::to_vec)
            .collect();
    }
    kind.stanzas
        .iter()
        .map(|stanza| stanza.clone().into_bytes())
        .collect()
}

pub(crate) fn read_all(reader: &mut Reader, bytes: &[u8], mut then: impl FnMut(Node<'_>)) {
    reader.receive(bytes);
    while let Some(item) = reader.read().expect("the kinds are well-formed") {
        if let Item::Header(node) | Item::Stanza(node) = item {
            then(node);
        }
    }
}

fn look_at(node: Node<'_>) -> u64 {
    let mut seen = node.name().len() + node.namespace().len();
    for attribute in node.attributes() {
        seen += attribute.name().len() + attribute.namespace().len() + attribute.value().len();
    }
    let mut inside = 0;
    for content in node.content() {
        match content {
            Content::Element(child) => inside += look_at(child),
            Content::Text(text) => seen += text.value().len(),
        }
    }
    seen as u64 + inside
}
