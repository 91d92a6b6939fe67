//! What we make of the stanzas: each with the payloads that are known.

use std::hint::black_box;
use xmpp_core::schema::caps::Caps;
use xmpp_core::schema::data_forms::DataForm;
use xmpp_core::schema::delay::Delay;
use xmpp_core::schema::disco_info::DiscoInfo;
use xmpp_core::schema::jingle::Jingle;
use xmpp_core::schema::mam::ArchivedMessage;
use xmpp_core::schema::pubsub_event::Event;
use xmpp_core::schema::roster::Roster;
use xmpp_core::schema::stanza::{Iq, IqRef, Message, MessageRef, Presence, PresenceRef};
use xmpp_core::schema::stanza_id::{OriginId, StanzaId};
use xmpp_core::schema::streams::Features;
use xmpp_core::xml::Node;
use xmpp_core::{
    Few, FirstOnly, FromXml, Refused, ToXml, Validate, decode_beside, decode_ref,
    decode_ref_beside, decode_with,
};

/// A payload of a stanza.
#[derive(Clone, Debug, FromXml)]
#[xml(namespace = "urn:example:payloads", choice, borrowed)]
pub(super) enum Payload {
    #[xml(child)]
    StanzaId(StanzaId),
    #[xml(child)]
    OriginId(OriginId),
    #[xml(child)]
    Delay(Delay),
    #[xml(child)]
    Caps(Caps),
    #[xml(child)]
    Event(Box<Event>),
    #[xml(child)]
    Archived(Box<ArchivedMessage>),
}

/// A payload of an IQ.
#[derive(Clone, Debug, FromXml)]
#[xml(namespace = "urn:example:payloads", choice, borrowed)]
pub(super) enum IqPayload {
    #[xml(child)]
    Roster(Roster),
    #[xml(child)]
    DiscoInfo(DiscoInfo),
    #[xml(child)]
    Jingle(Box<Jingle>),
    #[xml(child)]
    Owner(Owner),
}

/// The configuration of a room.
#[derive(Clone, Debug, FromXml, ToXml, Validate)]
#[xml(
    namespace = "http://jabber.org/protocol/muc#owner",
    name = "query",
    borrowed
)]
pub(super) struct Owner {
    /// The form.
    #[xml(child)]
    pub(super) form: Option<DataForm>,
}

/// A stanza and its payloads.
#[allow(clippy::large_enum_variant, reason = "it is dropped where it is made")]
#[derive(Clone, Debug)]
pub(super) enum Stanza {
    Message(Message, Few<Payload>),
    Presence(Presence, Few<Payload>),
    Iq(Iq, Option<IqPayload>),
    Features(Features, Few<Payload>),
}

impl Stanza {
    pub(super) fn of(node: Node<'_>) -> Self {
        let mut findings = FirstOnly::default();
        match node.name() {
            "message" => {
                let (message, payloads) = decode_with(node, &mut findings).expect(VALID);
                Self::Message(message, payloads)
            }
            "presence" => {
                let (presence, payloads) = decode_with(node, &mut findings).expect(VALID);
                Self::Presence(presence, payloads)
            }
            "iq" => {
                let (iq, payload) = decode_with(node, &mut findings).expect(VALID);
                Self::Iq(iq, payload)
            }
            _ => {
                let (features, payloads) = decode_with(node, &mut findings).expect(VALID);
                Self::Features(features, payloads)
            }
        }
    }
}

const VALID: &str = "the kinds are valid";

/// Makes a stanza and its payloads, each of its type, and drops them.
pub(super) fn decode_owned(node: Node<'_>) {
    let mut findings = FirstOnly::default();
    let is_made = match node.name() {
        "message" => {
            let mut payloads: Few<Payload> = Few::new();
            let message = decode_beside::<Message, _>(node, &mut payloads, &mut findings);
            is_made(&message, &payloads)
        }
        "presence" => {
            let mut payloads: Few<Payload> = Few::new();
            let presence = decode_beside::<Presence, _>(node, &mut payloads, &mut findings);
            is_made(&presence, &payloads)
        }
        "iq" => {
            let mut payload: Option<IqPayload> = None;
            let iq = decode_beside::<Iq, _>(node, &mut payload, &mut findings);
            is_made(&iq, &payload)
        }
        _ => {
            let mut payloads: Few<Payload> = Few::new();
            let features = decode_beside::<Features, _>(node, &mut payloads, &mut findings);
            is_made(&features, &payloads)
        }
    };
    assert_valid(is_made, &findings);
}

/// The same, borrowed.
pub(super) fn decode_borrowed(node: Node<'_>) {
    let mut findings = FirstOnly::default();
    let is_made = match node.name() {
        "message" => {
            let mut payloads: Few<PayloadRef<'_>> = Few::new();
            let message =
                decode_ref_beside::<MessageRef<'_>, _>(node, &mut payloads, &mut findings);
            is_made(&message, &payloads)
        }
        "presence" => {
            let mut payloads: Few<PayloadRef<'_>> = Few::new();
            let presence =
                decode_ref_beside::<PresenceRef<'_>, _>(node, &mut payloads, &mut findings);
            is_made(&presence, &payloads)
        }
        "iq" => {
            let iq = decode_ref::<IqRef<'_>>(node, &mut findings);
            let payload = iq.as_ref().and_then(|iq| iq.payload);
            let is_read =
                |node| black_box(&decode_ref::<IqPayloadRef<'_>>(node, &mut findings)).is_some();
            payload.is_none_or(is_read) && black_box(&iq).is_some()
        }
        _ => {
            let mut payloads: Few<PayloadRef<'_>> = Few::new();
            let features = decode_ref_beside::<Features, _>(node, &mut payloads, &mut findings);
            is_made(&features, &payloads)
        }
    };
    assert_valid(is_made, &findings);
}

/// Looks at a value and its payloads where they stand.
#[inline(always)]
fn is_made<T, P>(value: &Result<T, Refused>, payloads: &P) -> bool {
    black_box(payloads);
    black_box(value).is_ok()
}

fn assert_valid(is_made: bool, findings: &FirstOnly) {
    let finding = findings.finding();
    assert!(is_made && finding.is_none(), "{VALID}: {finding:?}");
}
