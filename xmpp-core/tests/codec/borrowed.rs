//! Borrowed forms, and payloads that are typed from the tape.

use std::borrow::Cow;
use xmpp_core::schema::delay::{Delay, DelayRef};
use xmpp_core::schema::roster::RosterRef;
use xmpp_core::schema::stanza::{Message, MessageRef, MessageType};
use xmpp_core::schema::stanza_id::{StanzaId, StanzaIdRef};
use xmpp_core::xml::Document;
use xmpp_core::{
    BareJidCow, FirstOnly, FromXml, JidCow, Limits, Rule, decode_beside, decode_ref,
    decode_ref_beside, decode_ref_with, decode_with,
};

const XML: &str = "<message xmlns='jabber:client' from='ada@looms.example/desk' to='CHARLES@engines.example' id='w&amp;1' x='y'>\
    <body>It weaves.</body><body xml:lang='de'>Es webt &amp; webt.</body>\
    <stanza-id xmlns='urn:xmpp:sid:0' id='1' by='looms.example'/>\
    <delay xmlns='urn:xmpp:delay' stamp='2026-11-21T23:08:25Z'/>\
    <stanza-id xmlns='urn:xmpp:sid:0' id='2' by='engines.example'/></message>";

#[test]
fn a_borrowed_form_borrows_what_needs_no_change() {
    let document = Document::parse(XML, Limits::CLIENT).unwrap();
    let mut findings = FirstOnly::default();
    let message: MessageRef<'_> = decode_ref(document.root(), &mut findings).unwrap();
    assert!(findings.finding().is_none());
    assert!(matches!(message.from, Some(JidCow::Borrowed(_))));
    assert!(matches!(&message.to, Some(JidCow::Owned(to)) if to == "charles@engines.example"));
    assert_eq!(message.id.as_deref(), Some("w&1"));
    assert_eq!(message.type_, MessageType::Normal);
    assert!(matches!(
        message.bodies[0].value,
        Cow::Borrowed("It weaves.")
    ));
    assert_eq!(message.bodies[1].value, "Es webt & webt.");
    assert_eq!(
        message.bodies[1].lang.as_ref().map(|lang| lang.as_str()),
        Some("de")
    );
    let delay: Delay = xmpp_core::decode(message.payloads[1], &mut findings).unwrap();
    assert_eq!(delay.stamp.to_string(), "2026-11-21T23:08:25Z");
    // What no field takes is in the element, and in the owned form.
    assert!(message.as_received.attribute("", "x").is_some());
    let owned = message.to_value().unwrap();
    assert_eq!(owned.extra.attribute("", "x"), Some("y"));
    assert_eq!(owned, xmpp_core::read::<Message>(XML).unwrap());
}

#[test]
fn payloads_that_are_asked_for_come_typed_and_are_not_kept_twice() {
    let document = Document::parse(XML, Limits::CLIENT).unwrap();
    let mut findings = FirstOnly::default();
    let (message, ids) =
        decode_with::<Message, Vec<StanzaId>>(document.root(), &mut findings).unwrap();
    let ids: Vec<&str> = ids.iter().map(|id| id.id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(message.payloads.len(), 1);
    assert!(message.payloads[0].matches::<Delay>());

    let (message, first) =
        decode_with::<Message, Option<StanzaId>>(document.root(), &mut findings).unwrap();
    assert_eq!(first.map(|id| id.id), Some("1".to_owned()));
    assert_eq!(message.payloads.len(), 2);
}

#[test]
fn borrowed_payloads_are_claimed_as_owned_ones_are() {
    let document = Document::parse(XML, Limits::CLIENT).unwrap();
    let (root, mut findings) = (document.root(), FirstOnly::default());
    let (message, ids) =
        decode_ref_with::<MessageRef<'_>, Vec<StanzaIdRef<'_>>>(root, &mut findings).unwrap();
    assert!(
        ids.iter()
            .all(|id| matches!((&id.id, &id.by), (Cow::Borrowed(_), JidCow::Borrowed(_))))
    );
    let ids: Vec<&str> = ids.iter().map(|id| &*id.id).collect();
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(message.payloads.len(), 1);
    assert!(Delay::matches(message.payloads[0]));

    let (message, first) =
        decode_ref_with::<MessageRef<'_>, Option<StanzaIdRef<'_>>>(root, &mut findings).unwrap();
    assert_eq!(first.unwrap().id, "1");
    assert_eq!(message.payloads.len(), 2);
    assert!(findings.finding().is_none());
    assert!(decode_ref_with::<DelayRef<'_>, Vec<DelayRef<'_>>>(root, &mut findings).is_none());
    assert_eq!(findings.finding().unwrap().path, "message");
}

#[test]
fn payloads_are_added_to_those_that_are_there() {
    let document = Document::parse(XML, Limits::CLIENT).unwrap();
    let (root, mut findings) = (document.root(), FirstOnly::default());
    let mut all: Vec<StanzaId> = Vec::new();
    for stanzas in 1..=2 {
        let message: Message = decode_beside(root, &mut all, &mut findings).unwrap();
        assert_eq!((message.payloads.len(), all.len()), (1, 2 * stanzas));
    }

    let mut first: Option<StanzaIdRef<'_>> = None;
    for kept in 2..=3 {
        let message: MessageRef<'_> = decode_ref_beside(root, &mut first, &mut findings).unwrap();
        assert_eq!(first.as_ref().unwrap().id, "1");
        assert_eq!(
            message.payloads.len(),
            kept,
            "there is one already from the second time on"
        );
    }
    assert!(findings.finding().is_none());
    assert!(decode_beside::<Delay, _>(root, &mut all, &mut findings).is_err());
    assert!(findings.finding().is_some());
}

#[test]
fn a_payload_that_is_refused_is_kept_and_told_of() {
    let xml = "<message xmlns='jabber:client'><stanza-id xmlns='urn:xmpp:sid:0' id='1'/></message>";
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    let mut findings = FirstOnly::default();
    let (message, id) =
        decode_with::<Message, Option<StanzaId>>(document.root(), &mut findings).unwrap();
    assert!(id.is_none());
    assert!(message.payloads[0].matches::<StanzaId>());
    let finding = findings.finding().unwrap();
    assert_eq!(finding.path, "message/stanza-id");

    let mut findings = FirstOnly::default();
    let (message, id) =
        decode_ref_with::<MessageRef<'_>, Option<StanzaIdRef<'_>>>(document.root(), &mut findings)
            .unwrap();
    assert!(id.is_none());
    assert_eq!(message.payloads.len(), 1);
    assert_eq!(findings.finding().unwrap().path, "message/stanza-id");
}

#[test]
fn only_payloads_of_the_stanza_itself_are_claimed() {
    let xml = "<message xmlns='jabber:client'><a xmlns='urn:a'><delay xmlns='urn:xmpp:delay' stamp='2026-11-21T23:08:25Z'/></a></message>";
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    let (message, delay) =
        decode_with::<Message, Option<Delay>>(document.root(), &mut FirstOnly::default()).unwrap();
    assert!(delay.is_none());
    assert_eq!(message.payloads.len(), 1);
    let read = decode_ref_with::<MessageRef<'_>, Option<DelayRef<'_>>>(
        document.root(),
        &mut FirstOnly::default(),
    );
    let (message, delay) = read.unwrap();
    assert!(delay.is_none());
    assert_eq!(message.payloads.len(), 1);
    assert!(Message::matches(document.root()));
}

/// RFC 6121 §2.1.2.4: the address of a contact; RFC 7622 §3.3.1: preparing maps it where it has to.
#[test]
fn bare_addresses_are_borrowed_where_they_are_prepared() {
    let xml = "<query xmlns='jabber:iq:roster'><item jid='juliet.of.the.house.of.capulet@example.com'/>\
        <item jid='Romeo@example.net'/></query>";
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    let mut findings = FirstOnly::default();
    let roster: RosterRef<'_> = decode_ref(document.root(), &mut findings).unwrap();
    let [juliet, romeo] = &roster.items[..] else {
        panic!("two contacts were sent")
    };
    assert_eq!(juliet.jid, "juliet.of.the.house.of.capulet@example.com");
    assert!(matches!(juliet.jid.clone().into_jid(), JidCow::Borrowed(_)));
    assert_eq!(romeo.jid, "romeo@example.net");
    assert!(matches!(romeo.jid.clone().into_jid(), JidCow::Owned(_)));
    assert!(findings.finding().is_none());

    let xml = "<query xmlns='jabber:iq:roster'><item jid='romeo@example.net/orchard'/></query>";
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    let roster: RosterRef<'_> = decode_ref(document.root(), &mut findings).unwrap();
    assert!(roster.items.is_empty());
    let finding = findings.finding().unwrap();
    assert_eq!(
        (&finding.rule, &*finding.path),
        (&Rule::INVALID_JID, "query/item/@jid")
    );
    assert!(BareJidCow::parse("romeo@example.net/orchard").is_err());
}
