//! What we make of the stanzas: each with the payloads that are known.

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
use xmpp_core::{FirstOnly, FromNode, FromXml, ToXml, Validate, decode, decode_ref, decode_with};

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
    Message(Message, Vec<Payload>),
    Presence(Presence, Vec<Payload>),
    Iq(Iq, Option<IqPayload>),
    Features(Features),
}

/// The same, borrowed.
#[allow(clippy::large_enum_variant, reason = "it is dropped where it is made")]
#[derive(Debug)]
pub(super) enum StanzaRef<'t> {
    Message(MessageRef<'t>, Vec<PayloadRef<'t>>),
    Presence(PresenceRef<'t>, Vec<PayloadRef<'t>>),
    Iq(IqRef<'t>, Option<IqPayloadRef<'t>>),
    Features(Features),
}

impl Stanza {
    pub(super) fn of(node: Node<'_>) -> Self {
        let mut findings = FirstOnly::default();
        let stanza = match node.name() {
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
            _ => Self::Features(decode(node, &mut findings).expect(VALID)),
        };
        assert!(
            findings.finding().is_none(),
            "{VALID}: {:?}",
            findings.finding()
        );
        stanza
    }
}

const VALID: &str = "the kinds are valid";

impl<'t> StanzaRef<'t> {
    pub(super) fn of(node: Node<'t>) -> Self {
        let mut findings = FirstOnly::default();
        let stanza = match node.name() {
            "message" => {
                let message: MessageRef<'t> = decode_ref(node, &mut findings).expect(VALID);
                let payloads = typed(&message.payloads, &mut findings);
                Self::Message(message, payloads)
            }
            "presence" => {
                let presence: PresenceRef<'t> = decode_ref(node, &mut findings).expect(VALID);
                let payloads = typed(&presence.payloads, &mut findings);
                Self::Presence(presence, payloads)
            }
            "iq" => {
                let iq: IqRef<'t> = decode_ref(node, &mut findings).expect(VALID);
                let payload = iq
                    .payload
                    .and_then(|payload| decode_ref(payload, &mut findings));
                Self::Iq(iq, payload)
            }
            _ => Self::Features(decode(node, &mut findings).expect(VALID)),
        };
        assert!(
            findings.finding().is_none(),
            "{VALID}: {:?}",
            findings.finding()
        );
        stanza
    }
}

fn typed<'t>(payloads: &[Node<'t>], findings: &mut FirstOnly) -> Vec<PayloadRef<'t>> {
    let is_known = |node: &&Node<'t>| <Payload as FromXml>::matches(**node);
    payloads
        .iter()
        .filter(is_known)
        .filter_map(|node| {
            PayloadRef::from_node(*node, &mut xmpp_core::Decoder::new(findings)).ok()
        })
        .collect()
}
