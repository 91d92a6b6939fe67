//! Received values: bytes and value together.

use xmpp_core::schema::stanza::Message;
use xmpp_core::xml::{Document, Item, Reader, Writer};
use xmpp_core::{Element, FirstOnly, Jid, Limits, Received, write};

/// Two streams of an own kind: the content namespace is the same on both.
const STANZA: &str = "<message  to='romeo@example.net' from=\"juliet@example.com/balcony\"><x xmlns='urn:x' a = '1'/> </message>";

fn received(xml: &str) -> Received<Element> {
    let document = Document::parse(xml, Limits::CLIENT).expect("a stanza");
    Received::read(document.root(), &mut FirstOnly::default()).expect("a stanza")
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

/// Two bodies, an unknown extension, an unknown attribute: all of it is there when the value is written, and the bytes are
/// untouched when they are forwarded.
#[test]
fn what_nobody_knows_travels_through() {
    let xml = "<message xmlns='jabber:client' to='a@b' from='c@d/e' x:mark='1' xmlns:x='urn:x'>\
               <body xml:lang='en'>one</body><body xml:lang='de'>eins</body><x:y><z/></x:y></message>";
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    let mut findings = FirstOnly::default();
    let stanza: Received<Message> = Received::read(document.root(), &mut findings).unwrap();
    assert_eq!(findings.finding(), None);
    assert_eq!(
        (stanza.body_in("de"), stanza.payloads.len()),
        (Some("eins"), 1)
    );
    let from: Jid = "c@d/f".parse().unwrap();
    let mut writer = Writer::document();
    stanza.forward(Some(&from), &mut writer);
    assert_eq!(writer.finish().unwrap(), xml.replace("c@d/e", "c@d/f"));
    let written: Element = write(stanza.value()).unwrap().parse().unwrap();
    assert_eq!(written, *stanza.element());
}

/// RFC 6120 §4.8.3: what a client sends in `jabber:client` leaves its server in `jabber:server`.
#[test]
fn a_stanza_of_one_stream_is_forwarded_on_another() {
    let mut reader = Reader::stream(Limits::CLIENT);
    reader.receive(
        b"<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client' xmlns:p='urn:p'>",
    );
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    reader.receive(b"<message to='a@b'><body>x</body><p:q/></message>");
    let Ok(Some(Item::Stanza(node))) = reader.read() else {
        panic!("a stanza was sent");
    };
    let stanza: Received<Element> = Received::read(node, &mut FirstOnly::default()).unwrap();
    assert_eq!(stanza.namespace(), "jabber:client");
    let mut writer = Writer::stream("jabber:server", &[]);
    stanza.forward(Some(&"c@d/e".parse().unwrap()), &mut writer);
    let forwarded: Element = format!("<s xmlns='jabber:server'>{}</s>", writer.finish().unwrap())
        .parse()
        .unwrap();
    let expected = "<s xmlns='jabber:server'><message from='c@d/e' to='a@b'><body>x</body><q xmlns='urn:p'/></message></s>";
    assert_eq!(forwarded, expected.parse().unwrap());
}
