//! Bytes, a typed message, bytes: nothing is lost, and a forwarder changes `from` alone.

use xmpp_core::schema::stanza::Message;
use xmpp_core::xml::{Item, Reader, Writer};
use xmpp_core::{FirstOnly, Jid, Limits, Received, decode, write_to};

const HEADER: &str = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
                      xmlns:moods='urn:example:moods' version='1.0'>";

/// Two bodies in two languages, an unknown extension, an unknown attribute, quotes and white space of the sender's own.
const STANZA: &str = "<message  to=\"romeo@example.net\" from='juliet@example.com' type='chat' trace-id='7'>\n  \
    <body>Art thou not Romeo, &amp; a Montague?</body>\n  \
    <body xml:lang='cs'>Nejsi ty Romeo?</body>\n  \
    <orchard xmlns='urn:example:orchard' wall=\"high\"><!-- --></orchard></message>";

fn stanza() -> String {
    // A comment would be refused (RFC 6120 §11.1); the extension has a child instead.
    STANZA.replace("<!-- -->", "<climb hard='true'/>")
}

fn read_on_stream<T>(stanza: &str, use_it: impl FnOnce(Received<Message>) -> T) -> T {
    let mut reader = Reader::stream(Limits::CLIENT);
    reader.receive(HEADER.as_bytes());
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    reader.receive(stanza.as_bytes());
    let Ok(Some(Item::Stanza(node))) = reader.read() else {
        panic!("a stanza")
    };
    let mut findings = FirstOnly::default();
    let message = Received::<Message>::read(node, &mut findings).expect("a message");
    assert_eq!(findings.finding(), None);
    use_it(message)
}

/// RFC 6120 §8.4: a message goes through a type and back with what the type does not know.
#[test]
fn a_message_goes_through_its_type_and_back() {
    read_on_stream(&stanza(), |message| {
        assert_eq!(message.body(), Some("Art thou not Romeo, & a Montague?"));
        assert_eq!(message.body_in("cs"), Some("Nejsi ty Romeo?"));
        assert_eq!(message.extra.attribute("", "trace-id"), Some("7"));
        assert_eq!(message.payloads[0].name(), "orchard");

        let written =
            write_to(&message.into_value(), Writer::stream("jabber:client", &[])).unwrap();
        assert_eq!(
            written,
            "<message from='juliet@example.com' to='romeo@example.net' type='chat' trace-id='7'>\
             <body>Art thou not Romeo, &amp; a Montague?</body><body xml:lang='cs'>Nejsi ty Romeo?</body>\
             <orchard xmlns='urn:example:orchard' wall=\"high\"><climb hard='true'/></orchard></message>"
        );
    });
}

/// RFC 6120 §8.1.2.1: the server stamps `from`; every other byte is the sender's.
#[test]
fn a_forwarded_message_differs_in_from_alone() {
    read_on_stream(&stanza(), |message| {
        let from: Jid = "juliet@example.com/balcony".parse().unwrap();
        let mut writer = Writer::stream("jabber:client", &[]);
        message.forward(Some(&from), &mut writer);
        let expected = stanza().replace(
            "from='juliet@example.com'",
            "from='juliet@example.com/balcony'",
        );
        assert_eq!(writer.finish().unwrap(), expected);
    });
}

/// RFC 6120 §4.8.5: a prefix that the header declared is declared again where it is needed.
#[test]
fn a_prefix_of_the_header_goes_with_the_stanza() {
    let stanza = "<message to='romeo@example.net'><moods:mood>sad</moods:mood></message>";
    read_on_stream(stanza, |message| {
        let mut writer = Writer::stream("jabber:client", &[]);
        message.forward(None, &mut writer);
        let forwarded = writer.finish().unwrap();
        assert!(
            forwarded.contains("xmlns:moods='urn:example:moods'"),
            "{forwarded}"
        );

        let mut reader = Reader::stream(Limits::CLIENT);
        reader.receive(
            HEADER
                .replace(" xmlns:moods='urn:example:moods'", "")
                .as_bytes(),
        );
        assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
        reader.receive(forwarded.as_bytes());
        let Ok(Some(Item::Stanza(node))) = reader.read() else {
            panic!("a stanza")
        };
        let again: Message = decode(node, &mut ()).unwrap();
        assert_eq!(again.payloads, message.payloads);
    });
}

/// Ruling R10: from a client to a server to a component, the stanza's own elements follow the stream, its payload stays.
#[test]
fn a_stanza_follows_the_content_namespace() {
    read_on_stream(&stanza(), |message| {
        for content in ["jabber:server", "jabber:component:accept"] {
            let mut writer = Writer::stream(content, &[]);
            message.forward(None, &mut writer);
            let mut reader = Reader::stream(Limits::SERVER);
            reader.receive(HEADER.replace("jabber:client", content).as_bytes());
            assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
            reader.receive(writer.finish().unwrap().as_bytes());
            let Ok(Some(Item::Stanza(node))) = reader.read() else {
                panic!("a stanza")
            };
            assert_eq!(node.namespace(), content);
            let there: Message = decode(node, &mut ()).unwrap();
            assert_eq!(&there, message.value());
        }
    });
}
