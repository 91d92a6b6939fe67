//! What is written, to the byte, and what is refused.

use xmpp_xml::{
    Binding, Document, ElementName, Fragment, Item, Limits, Node, Reader, STREAM_NAMESPACE,
    WriteError, Writer, XML_NAMESPACE, XMLNS_NAMESPACE,
};

fn stream(content: &str) -> Writer {
    Writer::stream(content, &[Binding::new("stream", STREAM_NAMESPACE)])
}

fn document(write: impl FnOnce(&mut Writer)) -> Result<String, WriteError> {
    let mut writer = Writer::document();
    write(&mut writer);
    writer.finish()
}

fn fragment(xml: &str, context: &[(&str, &str)]) -> Fragment {
    let context = context
        .iter()
        .map(|&(prefix, namespace)| Binding::new(prefix, namespace));
    Fragment::new(xml.into(), context.collect()).expect(xml)
}

#[test]
fn namespaces_are_declared_where_they_are_needed() {
    let xml = document(|writer| {
        writer.start("jabber:client", "iq");
        writer.attribute("id", "1");
        writer.start("jabber:iq:roster", "query");
        writer.start("jabber:iq:roster", "item");
        writer.end();
        writer.start("", "bare");
        writer.start("", "barer");
        writer.end();
        writer.end();
        writer.end();
        writer.start("jabber:client", "error");
        writer.text("x");
        writer.end();
        writer.end();
    });
    assert_eq!(
        xml.unwrap(),
        "<iq xmlns='jabber:client' id='1'><query xmlns='jabber:iq:roster'><item/>\
         <bare xmlns=''><barer/></bare></query><error>x</error></iq>"
    );
}

#[test]
fn inside_a_stream_the_header_has_declared_enough() {
    // RFC 6120 §4.8.2, §4.8.5
    let mut writer = stream("jabber:server");
    writer.start_content("message");
    writer.start_content("body");
    writer.end();
    writer.start("urn:xmpp:forward:0", "forwarded");
    writer.start_content("message"); // XEP-0297 §3
    writer.start_content("body");
    writer.end();
    writer.end();
    writer.end();
    writer.end();
    writer.start(STREAM_NAMESPACE, "error");
    writer.start("urn:ietf:params:xml:ns:xmpp-streams", "conflict");
    writer.end();
    writer.end();
    assert_eq!(
        writer.finish().unwrap(),
        "<message><body/><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'><body/>\
         </message></forwarded></message>\
         <stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
    );
    let xml = document(|writer| {
        writer.start_content("iq");
        writer.start_content("error");
        writer.end();
        writer.end();
    });
    assert_eq!(xml.unwrap(), "<iq xmlns='jabber:client'><error/></iq>");
}

#[test]
fn attributes_of_a_namespace_get_a_prefix() {
    let xml = document(|writer| {
        writer.start("u", "a");
        writer.attribute_ns(XML_NAMESPACE, "lang", "en");
        writer.attribute_ns("u", "b", "1");
        writer.attribute_ns("u:x", "b", "2");
        writer.attribute("b", "3");
        writer.attribute_ns("u:x", "c", "4");
        writer.attribute_ns("", "c", "5");
        writer.start("u:x", "d");
        writer.attribute_ns("u:x", "e", "");
        writer.end();
        writer.end();
    });
    assert_eq!(
        xml.unwrap(),
        "<a xmlns='u' xml:lang='en' xmlns:ns1='u' ns1:b='1' xmlns:ns2='u:x' ns2:b='2' b='3' ns2:c='4' c='5'>\
         <ns2:d ns2:e=''/></a>"
    );
}

#[test]
fn text_and_values_cannot_break_out() {
    // Attack A14
    let evil = "'\"><evil/>&amp;]]>\u{0}".replace('\0', "\r\n\t");
    let xml = document(|writer| {
        writer.start("", "a");
        writer.attribute("b", &evil);
        writer.text(&evil);
        writer.text("");
        writer.end();
    })
    .unwrap();
    assert_eq!(
        xml,
        "<a b='&apos;&quot;&gt;&lt;evil/&gt;&amp;amp;]]&gt;&#xD;&#xA;&#x9;'>'\"&gt;&lt;evil/&gt;&amp;amp;]]&gt;&#xD;\n\t</a>"
    );
    let document = Document::parse(&xml, Limits::CLIENT).unwrap();
    assert_eq!(document.root().text(), evil);
    assert_eq!(document.root().attribute("", "b").unwrap().value(), evil);
}

#[test]
fn what_xml_cannot_carry_is_refused() {
    // Attack A14: an error, never raw output.
    for character in ['\0', '\u{1}', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
        let text = format!("a{character}");
        let refused = document(|writer| {
            writer.start("", "a");
            writer.text(&text);
            writer.end();
        });
        assert_eq!(refused, Err(WriteError::Character(character)));
        let refused = document(|writer| {
            writer.start("", "a");
            writer.attribute("b", &text);
            writer.end();
        });
        assert_eq!(refused, Err(WriteError::Character(character)));
        let refused = document(|writer| {
            writer.start(&text, "a");
            writer.end();
        });
        assert_eq!(refused, Err(WriteError::Namespace(text.clone())));
        let mut writer = stream("jabber:client");
        writer.forward_fragment(&fragment("<a/>", &[]), Some(&text));
        assert_eq!(writer.finish(), Err(WriteError::Character(character)));
    }
    for name in [
        "", "1", "a:b", "a b", "a='' b", "a/", "a>", "\u{D7}", "a\u{37E}",
    ] {
        let refused = document(|writer| writer.start("", name));
        assert_eq!(refused, Err(WriteError::Name(name.to_owned())));
        let refused = document(|writer| {
            writer.start("", "a");
            writer.attribute(name, "");
        });
        assert_eq!(refused, Err(WriteError::Name(name.to_owned())));
    }
    let refused = document(|writer| {
        writer.start("", "a");
        writer.attribute("xmlns", "u");
    });
    assert_eq!(refused, Err(WriteError::Name("xmlns".into())));
    let refused = document(|writer| writer.start(XMLNS_NAMESPACE, "a"));
    assert_eq!(refused, Err(WriteError::Namespace(XMLNS_NAMESPACE.into())));
    let refused = Writer::stream("jabber:client", &[Binding::new("a=''", "u")]).finish();
    assert_eq!(refused, Err(WriteError::Namespace("u".into())));
}

#[test]
fn a_constant_name_is_written_as_any_other() {
    const NAMES: [ElementName; 6] = [
        ElementName::new("urn:a", "<a></a>"),
        ElementName::new("urn:a?b=1&c='2'", "<a></a>"),
        ElementName::new("", "<a></a>"),
        ElementName::new(XML_NAMESPACE, "<a></a>"),
        ElementName::new(STREAM_NAMESPACE, "<a></a>"),
        ElementName::new("jabber:server", "<a></a>"),
    ];
    for outer in NAMES {
        for inner in NAMES {
            let (mut named, mut given) = (stream("jabber:client"), stream("jabber:client"));
            for name in [outer, inner] {
                named.start_named(&name);
                given.start(name.namespace().unwrap_or_default(), name.name());
            }
            for writer in [&mut named, &mut given] {
                writer.start_content("b");
                (0..3).for_each(|_| writer.end());
            }
            assert_eq!(named.finish(), given.finish(), "{inner:?} in {outer:?}");
        }
    }
}

#[test]
fn a_value_that_looks_like_an_attribute_is_none() {
    let written = document(|writer| {
        writer.start("urn:a", "a");
        writer.attribute("b", "x' c='y");
        writer.attribute_ns("urn:b", "b", " d='");
        for name in ["c", "d", "x"] {
            writer.attribute(name, "");
        }
        writer.end();
    });
    assert_eq!(
        written.expect("no attribute is there twice"),
        "<a xmlns='urn:a' b='x&apos; c=&apos;y' xmlns:ns1='urn:b' ns1:b=' d=&apos;' c='' d='' x=''/>"
    );
    let refused = document(|writer| {
        writer.start("", "a");
        writer.attribute_ns("urn:b", "b", "x='");
        writer.attribute_ns("urn:b", "b", "");
    });
    assert_eq!(refused, Err(WriteError::DuplicateAttribute("b".into())));
}

#[test]
fn what_cannot_stand_there_is_refused() {
    let refused = document(|writer| {
        writer.start("", "a");
        writer.attribute("b", "");
        writer.attribute("b", "");
    });
    assert_eq!(refused, Err(WriteError::DuplicateAttribute("b".into())));
    let refused = document(|writer| {
        writer.start("", "a");
        writer.text("x");
        writer.attribute("b", "");
    });
    assert_eq!(refused, Err(WriteError::Misplaced("an attribute")));
    let refused = document(|writer| {
        writer.start("", "a");
        writer.start("", "b");
        writer.end();
    });
    assert_eq!(refused, Err(WriteError::Unclosed("a".into())));
    let second = document(|writer| {
        for _ in 0..2 {
            writer.start("", "a");
            writer.end();
        }
    });
    assert_eq!(second, Err(WriteError::Misplaced("a second root")));
    assert_eq!(
        document(|writer| writer.text("x")),
        Err(WriteError::Misplaced("text"))
    );
    assert_eq!(
        document(Writer::end),
        Err(WriteError::Misplaced("an end tag"))
    );
    assert_eq!(document(|_| ()), Err(WriteError::Empty));
    assert_eq!(stream("jabber:client").finish(), Ok(String::new()));
    // The first error sticks.
    let first = document(|writer| {
        writer.start("", "1");
        writer.text("\0");
        writer.end();
    });
    assert_eq!(first, Err(WriteError::Name("1".into())));
}

#[test]
fn fragments_are_written_as_they_came() {
    let known = fragment("<b  xmlns = \"u\" >&#65;</b >", &[]);
    let prefixed = fragment("<p:b><p:c/></p:b>", &[("p", "u:p")]);
    let bare = fragment("<b/>", &[]);
    let mut writer = stream("jabber:client");
    writer.start_content("message");
    writer.fragment(&known);
    writer.fragment(&prefixed);
    writer.fragment(&bare);
    writer.start("", "none");
    writer.fragment(&bare);
    writer.end();
    writer.end();
    assert_eq!(
        writer.finish().unwrap(),
        "<message><b  xmlns = \"u\" >&#65;</b ><p:b xmlns:p='u:p'><p:c/></p:b><b xmlns=''/>\
         <none xmlns=''><b/></none></message>"
    );
    let mut writer = Writer::stream("jabber:client", &[Binding::new("p", "u:p")]);
    writer.fragment(&prefixed);
    assert_eq!(writer.finish().unwrap(), "<p:b><p:c/></p:b>");
    let mut writer = Writer::stream("jabber:client", &[Binding::new("p", "u:other")]);
    writer.fragment(&prefixed);
    assert_eq!(writer.finish().unwrap(), "<p:b xmlns:p='u:p'><p:c/></p:b>");
    let mut writer = Writer::document();
    writer.fragment(&known);
    writer.fragment(&known);
    assert_eq!(writer.finish(), Err(WriteError::Misplaced("a second root")));
}

#[test]
fn inherited_content_namespaces_follow_the_stream() {
    // R10: one family of stanzas under three names.
    let stanza = fragment("<message><body/></message>", &[("", "jabber:client")]);
    let mut writer = stream("jabber:server");
    writer.fragment(&stanza);
    writer.start_content("message");
    writer.fragment(&fragment("<body/>", &[("", "jabber:client")]));
    writer.start("urn:xmpp:forward:0", "forwarded");
    writer.fragment(&stanza);
    writer.end();
    writer.fragment(&fragment(
        "<p:x xmlns:p='u'><body/></p:x>",
        &[("", "jabber:client")],
    ));
    writer.end();
    assert_eq!(
        writer.finish().unwrap(),
        "<message><body/></message><message><body/><forwarded xmlns='urn:xmpp:forward:0'>\
         <message xmlns='jabber:client'><body/></message></forwarded>\
         <p:x xmlns='jabber:client' xmlns:p='u'><body/></p:x></message>"
    );
    let mut writer = Writer::document();
    writer.fragment(&stanza);
    assert_eq!(
        writer.finish().unwrap(),
        "<message xmlns='jabber:client'><body/></message>"
    );
}

/// Reads a stanza from a client's stream that binds the prefix `p`, and hands it on.
fn received<T>(stanza: &str, then: impl FnOnce(Node<'_>) -> T) -> T {
    let mut reader = Reader::stream(Limits::CLIENT);
    reader.receive(b"<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client' xmlns:p='u:p'>");
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    reader.receive(stanza.as_bytes());
    match reader.read() {
        Ok(Some(Item::Stanza(node))) => then(node),
        other => panic!("{stanza}: {other:?}"),
    }
}

fn forwarded(stanza: &str, writer: impl Fn() -> Writer, from: Option<&str>) -> String {
    received(stanza, |node| {
        let mut by_node = writer();
        by_node.forward(node, from);
        let mut by_fragment = writer();
        by_fragment.forward_fragment(&node.to_fragment(), from);
        let written = by_node.finish().expect(stanza);
        assert_eq!(by_fragment.finish().as_ref(), Ok(&written));
        written
    })
}

#[test]
fn a_forwarded_stanza_differs_by_its_stamp_only() {
    // RFC 6120 §8.1.2.1
    let client = || stream("jabber:client");
    let cases = [
        (
            "<message  to = 'a' from=\"x'y\"\n id='1'><b from='x'/></message >",
            "<message  to = 'a' from=\"a@b/&apos;c&quot;\"\n id='1'><b from='x'/></message >",
        ),
        (
            "<message to='a'/>",
            "<message from='a@b/&apos;c&quot;' to='a'/>",
        ),
        ("<message/>", "<message from='a@b/&apos;c&quot;'/>"),
        (
            "<m xfrom='1' p:from='2' from=''/>",
            "<m xmlns:p='u:p' xfrom='1' p:from='2' from='a@b/&apos;c&quot;'/>",
        ),
        (
            "<m to='from=' x=' from=&apos;y&apos; '/>",
            "<m from='a@b/&apos;c&quot;' to='from=' x=' from=&apos;y&apos; '/>",
        ),
    ];
    for (stanza, expected) in cases {
        assert_eq!(forwarded(stanza, client, Some("a@b/'c\"")), expected);
    }
    let unchanged = "<message\tfrom='q'  ><body>&#x41;<![CDATA[<]]></body></message>";
    assert_eq!(forwarded(unchanged, client, None), unchanged);
}

#[test]
fn a_forwarded_stanza_takes_the_content_namespace_of_its_new_stream() {
    // RFC 6120 §4.8.3, §4.8.5; attack A13
    let server = || stream("jabber:server");
    let component = || stream("jabber:component:accept");
    let nested = "<f xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'/></f>";
    let implicit = format!("<iq>{nested}<p:x/></iq>");
    assert_eq!(
        forwarded(&implicit, server, None),
        format!("<iq xmlns:p='u:p'>{nested}<p:x/></iq>")
    );
    assert_eq!(
        forwarded(&implicit, Writer::document, None),
        format!("<iq xmlns='jabber:client' xmlns:p='u:p'>{nested}<p:x/></iq>")
    );
    let explicit = format!("<iq from='a' xmlns = \"jabber:client\">{nested}</iq>");
    assert_eq!(
        forwarded(&explicit, server, Some("b")),
        format!("<iq from='b' xmlns = \"jabber:server\">{nested}</iq>")
    );
    let escaped = "<iq xmlns='jabber&#58;client' from='a'/>";
    assert_eq!(
        forwarded(escaped, component, Some("b")),
        "<iq xmlns='jabber:component:accept' from='b'/>"
    );
    assert_eq!(
        forwarded(escaped, || stream("jabber:client"), None),
        escaped
    );
    let prefixed = "<c:iq xmlns='u' xmlns:c='jabber:client'><c:error/></c:iq>";
    assert_eq!(
        forwarded(prefixed, server, None),
        "<c:iq xmlns='u' xmlns:c='jabber:server'><c:error/></c:iq>"
    );
    let foreign = "<iq xmlns='urn:evil'/>";
    assert_eq!(forwarded(foreign, server, None), foreign);
}

#[test]
fn what_is_forwarded_reads_back_in_the_new_stream() {
    let stanza =
        "<message to='a' p:x='1'><p:y/><z xmlns='u:z' xmlns:p='u:other'><p:q/></z></message>";
    let forwarded = forwarded(stanza, || stream("jabber:server"), Some("me"));
    let mut reader = Reader::stream(Limits::SERVER);
    reader.receive(
        b"<stream:stream xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:server'>",
    );
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    reader.receive(forwarded.as_bytes());
    let Ok(Some(Item::Stanza(node))) = reader.read() else {
        panic!("{forwarded}");
    };
    assert!(node.is("jabber:server", "message"));
    assert_eq!(node.attribute("", "from").unwrap().value(), "me");
    assert!(node.attribute("u:p", "x").is_some());
    assert!(node.elements().next().unwrap().is("u:p", "y"));
}

#[test]
fn a_header_is_not_forwarded() {
    let mut reader = Reader::stream(Limits::CLIENT);
    reader.receive(b"<s:stream xmlns:s='http://etherx.jabber.org/streams'>");
    let Ok(Some(Item::Header(header))) = reader.read() else {
        panic!("no header");
    };
    let mut writer = stream("jabber:client");
    writer.forward(header, None);
    assert_eq!(
        writer.finish(),
        Err(WriteError::Misplaced("a stream header"))
    );
}

#[test]
fn lengths_are_those_of_what_was_written() {
    let mut writer = stream("jabber:client");
    assert!(writer.is_empty());
    writer.start_content("presence");
    writer.end();
    assert_eq!(writer.len(), "<presence/>".len());
}

/// RFC 6121 §4.2.2: presence goes on to each of those who are subscribed, unchanged but for its addresses.
#[test]
fn a_readdressed_stanza_differs_by_its_addresses_only() {
    let cases = [
        (
            "<presence><x a='1'/></presence>",
            "<presence from='a@b/c' to='d&amp;e'><x a='1'/></presence>",
        ),
        (
            "<presence id='1' to=\"old\" from='x'/>",
            "<presence id='1' to=\"d&amp;e\" from='a@b/c'/>",
        ),
        (
            "<presence\tfrom='x'><to to='1'/></presence>",
            "<presence to='d&amp;e'\tfrom='a@b/c'><to to='1'/></presence>",
        ),
    ];
    for (stanza, expected) in cases {
        let mut writer = stream("jabber:client");
        received(stanza, |node| {
            writer.readdress(&node.to_fragment(), "a@b/c", "d&e")
        });
        assert_eq!(writer.finish().as_deref(), Ok(expected));
    }
}

/// RFC 6120 §8.1.2.1, §4.8.5: one writer for the life of a stream forwards what a writer made for the stanza would.
#[test]
fn a_writer_that_is_cleared_writes_as_a_new_one() {
    let stanzas = [
        "<message to='a' from='old'><body>x</body></message>",
        "<message to='a'/>",
        "<message from='' p:x=''><p:y/></message>",
        "<message xmlns='jabber:client' from='a'><x xmlns='u' xmlns:q='v' q:z=''/></message>",
        "<iq><x xmlns='u'><p:y/></x></iq>",
        "<iq><x xmlns='u' xmlns:p='other'><p:y/></x></iq>",
        "<p:iq xmlns:p='jabber:client' from='a'/>",
        "<other xmlns='urn:other' from='a'/>",
    ];
    for content in ["jabber:client", "jabber:server", "urn:none"] {
        let mut kept = stream(content);
        for stanza in stanzas {
            for from in [None, Some("me@x/<'>"), Some("plain@x")] {
                received(stanza, |node| kept.forward(node, from));
                let mut fresh = stream(content);
                received(stanza, |node| {
                    fresh.forward_fragment(&node.to_fragment(), from)
                });
                assert_eq!(
                    kept.written().map(str::to_owned),
                    fresh.finish(),
                    "{stanza}"
                );
                kept.clear();
            }
        }
        kept.start("urn:a", "a");
        kept.text("\0");
        assert!(kept.written().is_err());
        kept.clear();
        assert!(kept.is_empty());
        kept.start("urn:a", "a");
        kept.end();
        assert_eq!(kept.written(), Ok("<a xmlns='urn:a'/>"));
    }
}
