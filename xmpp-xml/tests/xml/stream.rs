//! Streams: header, stanzas, close.

use crate::support::{STREAM, cut_everywhere, stream};
use xmpp_xml::{Item, Limits, Reader, STREAM_NAMESPACE};

#[test]
fn a_stream_is_a_header_stanzas_and_a_close() {
    // RFC 6120 §4.2, §4.4, §4.6.1
    let input = format!(
        "<?xml version='1.0'?>{STREAM}\n<message><body>\u{e9}</body></message> \t\r\n<iq id='1'/></stream:stream>\n"
    );
    let (told, end) = cut_everywhere(stream, input.as_bytes());
    assert_eq!(end, Ok(()));
    assert_eq!(told.len(), 4);
    assert!(told[0].starts_with("header {http://etherx.jabber.org/streams}stream@"));
    assert!(told[1].starts_with("stanza {jabber:client}message@"));
    assert!(told[2].starts_with("stanza {jabber:client}iq@"));
    assert_eq!(told[3], "close");
}

#[test]
fn an_empty_stream_is_a_header_and_a_close() {
    let input = STREAM.replace('>', "/>");
    let (told, end) = cut_everywhere(stream, input.as_bytes());
    assert_eq!(end, Ok(()));
    assert_eq!(told.len(), 2);
    assert_eq!(told[1], "close");
}

#[test]
fn the_header_is_an_element_without_content() {
    let mut reader = Reader::stream(Limits::UNAUTHENTICATED);
    assert_eq!(reader.content_namespace(), "");
    reader.receive(STREAM.as_bytes());
    let Ok(Some(Item::Header(header))) = reader.read() else {
        panic!("no header");
    };
    assert!(header.is(STREAM_NAMESPACE, "stream"));
    assert_eq!(header.attribute("", "version").unwrap().value(), "1.0");
    assert_eq!(header.content().count(), 0);
    assert_eq!(header.text(), "");
    assert_eq!(header.xml(), STREAM);
    assert_eq!(header.path(), "stream");
    assert_eq!(header.to_fragment().xml(), STREAM.replace('>', "/>"));
    assert_eq!(reader.content_namespace(), "jabber:client");
    assert_eq!(reader.pending(), 0);
}

#[test]
fn declarations_of_the_header_hold_in_every_stanza() {
    let input = format!(
        "{STREAM}<stream:features/><a xmlns='' xmlns:stream='u'><stream:b/></a><stream:error/>"
    );
    let (told, _) = cut_everywhere(stream, input.as_bytes());
    assert!(told[1].starts_with("stanza {http://etherx.jabber.org/streams}features@"));
    assert!(told[2].contains("{u}b@"));
    assert!(told[3].starts_with("stanza {http://etherx.jabber.org/streams}error@"));
}

#[test]
fn a_nested_stream_header_is_data() {
    // Attack A11: no reset by what stands inside a stanza.
    let nested = "<stream:stream xmlns='jabber:client' to='evil'><a/></stream:stream>";
    let input = format!("{STREAM}<message>{nested}</message>{nested}<iq/></stream:stream>");
    let (told, end) = cut_everywhere(stream, input.as_bytes());
    assert_eq!(end, Ok(()));
    assert_eq!(told.len(), 5);
    assert!(told[1].starts_with("stanza {jabber:client}message@"));
    assert!(told[2].starts_with("stanza {http://etherx.jabber.org/streams}stream@"));
    assert!(told[3].starts_with("stanza {jabber:client}iq@"));
}

#[test]
fn white_space_between_stanzas_is_counted_and_dropped() {
    // RFC 6120 §4.6.1: keepalives for ever cost nothing.
    let mut reader = Reader::stream(Limits::UNAUTHENTICATED);
    reader.receive(STREAM.as_bytes());
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    for _ in 0..100 {
        reader.receive(&b" \n".repeat(1000));
        assert!(matches!(reader.read(), Ok(None)));
        assert_eq!(reader.pending(), 0);
    }
    assert_eq!(reader.whitespace(), 200_000);
    reader.receive(b" <a> </a> ");
    assert!(matches!(reader.read(), Ok(Some(Item::Stanza(_)))));
    assert_eq!(reader.pending(), 1);
    assert!(matches!(reader.read(), Ok(None)));
    assert_eq!(reader.whitespace(), 200_002);
}

#[test]
fn a_restart_discards_what_is_buffered() {
    // RFC 6120 §4.3.3, §5.4.3.3; attack B01: what was sent in clear is not read under TLS.
    let mut reader = Reader::stream(Limits::UNAUTHENTICATED);
    let clear = b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/> <iq type='set'><ev\xC3";
    reader.receive(STREAM.as_bytes());
    reader.receive(clear);
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    assert!(matches!(reader.read(), Ok(Some(Item::Stanza(_)))));
    let sent = (STREAM.len() + clear.len()) as u64;
    assert!(reader.pending() > 0);
    reader.restart();
    assert_eq!(reader.pending(), 0);
    assert_eq!(reader.content_namespace(), "");
    reader.receive(b"<?xml version='1.0'?>");
    reader.receive(STREAM.replace("jabber:client", "jabber:server").as_bytes());
    let Ok(Some(Item::Header(header))) = reader.read() else {
        panic!("no header");
    };
    let position = header.position();
    assert_eq!(
        (position.offset, position.line, position.column),
        (sent + 21, 1, 22)
    );
    assert_eq!(reader.content_namespace(), "jabber:server");
}

#[test]
fn a_restart_behind_an_item_keeps_what_is_buffered() {
    // RFC 6120 §6.4.6: a client that does not wait for `<success/>` loses nothing, however its bytes are cut.
    for late in 0..3 {
        let mut reader = Reader::stream(Limits::UNAUTHENTICATED);
        let behind = format!("<?xml version='1.0'?>{STREAM}<b/>\u{e9}");
        let (early, rest) = behind.as_bytes().split_at([0, 30, behind.len() - 1][late]);
        reader.receive(STREAM.as_bytes());
        reader.receive(b" <a/>");
        reader.receive(early);
        assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
        assert!(matches!(reader.read(), Ok(Some(Item::Stanza(_)))));
        if late == 1 {
            reader.receive(b"");
        }
        reader.restart_behind();
        assert_eq!(reader.pending(), early.len());
        reader.receive(rest);
        let Ok(Some(Item::Header(header))) = reader.read() else {
            panic!("no header");
        };
        assert_eq!(header.position().offset, (STREAM.len() + 5 + 21) as u64);
        let Ok(Some(Item::Stanza(stanza))) = reader.read() else {
            panic!("no stanza");
        };
        assert_eq!(stanza.xml(), "<b/>");
        assert_eq!(reader.read().unwrap_err().rule().name(), "bad-format");
    }
}

/// Clients end what they send with a line break: one behind `<auth/>` may come after the restart. Before the very first byte of
/// a connection there is nothing that it could trail.
#[test]
fn white_space_before_a_restarted_stream_trails_the_stream_before() {
    let header = format!("\r\n <?xml version='1.0'?>{STREAM}");
    let mut reader = Reader::stream(Limits::UNAUTHENTICATED);
    reader.receive(STREAM.as_bytes());
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    for piece in 1..=header.len() {
        reader.restart();
        for bytes in header.as_bytes().chunks(piece) {
            assert!(matches!(reader.read(), Ok(None)));
            reader.receive(bytes);
        }
        assert!(
            matches!(reader.read(), Ok(Some(Item::Header(_)))),
            "{piece}"
        );
    }
    let mut reader = Reader::stream(Limits::UNAUTHENTICATED);
    reader.receive(header.as_bytes());
    assert_eq!(reader.read().unwrap_err().rule().name(), "not-well-formed");
    let mut reader = Reader::stream(Limits::UNAUTHENTICATED);
    reader.receive(STREAM.as_bytes());
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    reader.restart();
    reader.receive(b"<?xml version='1.0'?>\n<?xml version='1.0'?>");
    assert_eq!(reader.read().unwrap_err().rule().name(), "not-well-formed");
}

#[test]
fn pending_is_what_was_not_handed_out() {
    let mut reader = Reader::stream(Limits::CLIENT);
    reader.receive(STREAM.as_bytes());
    reader.receive(b"<a/><b");
    assert_eq!(reader.pending(), STREAM.len() + 6);
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    assert_eq!(reader.pending(), 6);
    assert!(matches!(reader.read(), Ok(Some(Item::Stanza(_)))));
    assert_eq!(reader.pending(), 2);
    assert!(matches!(reader.read(), Ok(None)));
    assert_eq!(reader.pending(), 2);
    reader.receive(b" c='\xC3");
    assert_eq!(reader.pending(), 7);
    assert!(reader.finish().is_err());
}

#[test]
fn a_reader_of_documents_can_be_used_again() {
    // RFC 7395 §3.3: each WebSocket frame is a document of its own.
    let context = [xmpp_xml::Binding::new("p", "u:p")];
    let mut reader = Reader::fragment(Limits::CLIENT, &context);
    let mut offset = 0;
    for document in [
        "<a xmlns:q='u:q'><p:b/></a> ",
        "<?xml version='1.0'?><p:c/>",
        "<d><e",
        "<p:f/>",
    ] {
        reader.receive(document.as_bytes());
        match reader.read() {
            Ok(Some(Item::Stanza(root))) => {
                let start = document.find("><").map_or(0, |at| {
                    if document.starts_with("<?") {
                        at + 1
                    } else {
                        0
                    }
                });
                assert_eq!(root.position().offset, offset + start as u64);
                assert!(root.name() != "c" || root.is("u:p", "c"));
                assert!(reader.finish().is_ok());
            }
            other => assert!(matches!(other, Ok(None)), "{document}: {other:?}"),
        }
        offset += document.len() as u64;
        reader.restart();
    }
    reader.receive(b"<q:a/>");
    assert!(
        reader.read().is_err(),
        "declarations of past documents are gone"
    );
}
