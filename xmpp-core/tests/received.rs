//! Received values: bytes and value together.

use xmpp_core::xml::{Document, Writer};
use xmpp_core::{Element, FirstOnly, Jid, Limits, Received};

/// Two streams of an own kind: the content namespace is the same on both.
const STANZA: &str = "<message  to='romeo@example.net' from=\"juliet@example.com/balcony\"><x xmlns='urn:x' a = '1'/> </message>";

fn received(xml: &str) -> Received<Element> {
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    Received::read(document.root(), &mut FirstOnly::default()).unwrap()
}

#[test]
fn forwarded_bytes_differ_in_from_only_rfc6120_8_1_2_1() {
    let stanza = STANZA.replacen("<message", "<message xmlns='jabber:client'", 1);
    let from: Jid = "juliet@example.com/chamber".parse().unwrap();
    let mut writer = Writer::document();
    received(&stanza).forward(Some(&from), &mut writer);
    assert_eq!(
        writer.finish().unwrap(),
        stanza.replace("balcony", "chamber")
    );

    let mut writer = Writer::document();
    received(&stanza).forward(None, &mut writer);
    assert_eq!(writer.finish().unwrap(), stanza);
}

#[test]
fn value_and_bytes_come_apart() {
    let stanza = received("<a b='1'/>");
    assert_eq!(stanza.value(), stanza.element());
    assert_eq!(stanza.attribute("b").as_deref(), Some("1"));
    let (value, element) = stanza.clone().into_parts();
    assert_eq!(
        (value, element.to_string().as_str()),
        (stanza.into_value(), "<a b='1'/>")
    );
}
