//! What a router does: read a stanza, look at its envelope, stamp it, hand it on to the other stream.

use super::ours::{opened, pieces, read_all};
use crate::harness::{NOTHING_SEEN, Run};
use crate::kinds::{Class, Kind};
use std::hint::black_box;
use xmpp_xml::{Attribute, Binding, Envelope, STREAM_NAMESPACE, Writer};

/// Reads, and looks at what says where a stanza goes.
pub(super) fn envelope(kind: &Kind) -> Option<Run> {
    let (mut reader, pieces) = (opened(), routed(kind)?);
    Some(Box::new(move || {
        for piece in &pieces {
            read_all(&mut reader, piece, |node| {
                black_box(look_at(&node.envelope()));
            });
        }
        NOTHING_SEEN
    }))
}

/// The same, and writes it to the stream of another server.
pub(super) fn forward(kind: &Kind) -> Option<Run> {
    let (mut reader, pieces) = (opened(), routed(kind)?);
    let mut writer = Writer::stream("jabber:server", &[Binding::new("stream", STREAM_NAMESPACE)]);
    Some(Box::new(move || {
        for piece in &pieces {
            read_all(&mut reader, piece, |node| {
                let envelope = node.envelope();
                black_box(look_at(&envelope));
                writer.clear();
                writer.forward_by(&envelope, Some("bram@orchard.example/phone"));
                let written = writer.written().expect("the kinds can be written");
                // One by one: a socket is given them in registers.
                black_box(written.as_ptr());
                black_box(written.len());
            });
        }
        NOTHING_SEEN
    }))
}

/// Stanzas only: stream features are for nobody else.
fn routed(kind: &Kind) -> Option<Vec<Vec<u8>>> {
    let small = matches!(kind.class, Class::Short | Class::Mix);
    (small && kind.name != "stream features").then(|| pieces(kind))
}

/// To whom, from whom, what, and the name of its first payload.
fn look_at(envelope: &Envelope<'_>) -> usize {
    let value = |field: Option<Attribute<'_>>| field.map_or(0, |field| field.value().len());
    let addresses = value(envelope.to()) + value(envelope.from());
    let payload = envelope.payload();
    let payload = payload.map_or(0, |payload| {
        payload.name().len() + payload.namespace().len()
    });
    envelope.stanza().name().len()
        + addresses
        + value(envelope.id())
        + value(envelope.type_())
        + payload
}
