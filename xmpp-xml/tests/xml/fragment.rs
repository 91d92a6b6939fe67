//! Elements on their own.

use xmpp_xml::{Binding, Document, Fragment, Item, Limits, Reader};

const HEADER: &str = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
    xmlns:p='urn:p' xmlns:q=\"urn:q&amp;'\">";

/// Captures the first stanza behind [`HEADER`], or the child of it that `path` leads to.
fn captured(stanza: &str, path: &[usize]) -> Fragment {
    let mut reader = Reader::stream(Limits::CLIENT);
    reader.receive(HEADER.as_bytes());
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    reader.receive(stanza.as_bytes());
    let Ok(Some(Item::Stanza(mut node))) = reader.read() else {
        panic!("no stanza: {stanza}");
    };
    for &index in path {
        node = node.elements().nth(index).expect(stanza);
    }
    node.to_fragment()
}

fn context(fragment: &Fragment) -> Vec<(&str, &str)> {
    let bindings = fragment.context().iter();
    bindings
        .map(|binding| (&*binding.prefix, &*binding.namespace))
        .collect()
}

#[test]
fn a_payload_with_its_own_namespace_needs_nothing() {
    let fragment = captured(
        "<m><x xmlns='u:x' xmlns:a='u:a' a:b=''><y/><a:z/></x></m>",
        &[0],
    );
    assert_eq!(
        fragment.xml(),
        "<x xmlns='u:x' xmlns:a='u:a' a:b=''><y/><a:z/></x>"
    );
    assert_eq!(fragment.to_xml(), fragment.xml());
    assert_eq!(context(&fragment), []);
    assert_eq!((fragment.name(), &*fragment.namespace()), ("x", "u:x"));
}

#[test]
fn declarations_from_outside_are_kept_with_the_bytes() {
    // Attack A13, RFC 6120 §4.8.5: what leaves the stream is complete in itself.
    /// A stanza, the way to the captured element, what it needs, and how it reads alone.
    type Case = (
        &'static str,
        &'static [usize],
        &'static [(&'static str, &'static str)],
        &'static str,
    );
    let cases: &[Case] = &[
        (
            "<m/>",
            &[],
            &[("", "jabber:client")],
            "<m xmlns='jabber:client'/>",
        ),
        (
            "<p:m a='b'><q:c/></p:m>",
            &[],
            &[("p", "urn:p"), ("q", "urn:q&'")],
            "<p:m xmlns:p='urn:p' xmlns:q='urn:q&amp;&apos;' a='b'><q:c/></p:m>",
        ),
        ("<m p:a='1'><b xmlns=''/></m>", &[0], &[], "<b xmlns=''/>"),
        (
            "<m xmlns='u:m'><b><p:c xmlns:p='u:p'/><c p:d='' xml:lang=''/></b></m>",
            &[0],
            &[("", "u:m"), ("p", "urn:p")],
            "<b xmlns='u:m' xmlns:p='urn:p'><p:c xmlns:p='u:p'/><c p:d='' xml:lang=''/></b>",
        ),
        (
            "<m><a xmlns='u:a'><b xmlns:r='u:r'><r:c><r:d/></r:c></b></a></m>",
            &[0, 0, 0],
            &[("r", "u:r")],
            "<r:c xmlns:r='u:r'><r:d/></r:c>",
        ),
        (
            // Declared inside, but only for a sibling.
            "<m xmlns='u:m'><x:b xmlns:x='u:x'><c xmlns='u:c'/><d/></x:b></m>",
            &[0],
            &[("", "u:m")],
            "<x:b xmlns='u:m' xmlns:x='u:x'><c xmlns='u:c'/><d/></x:b>",
        ),
    ];
    for (stanza, path, bindings, xml) in cases {
        let fragment = captured(stanza, path);
        assert_eq!(context(&fragment), *bindings, "{stanza}");
        assert_eq!(fragment.to_xml(), *xml, "{stanza}");
        let alone = Fragment::parse(xml).expect(xml);
        assert_eq!(context(&alone), []);
        assert_eq!(alone, fragment, "{stanza}");
        assert_eq!(alone.name(), fragment.name());
        assert_eq!(alone.namespace(), fragment.namespace());
        let document = fragment.document();
        assert_eq!(document.root().xml(), fragment.xml());
        assert_eq!(document.root().namespace(), fragment.namespace());
        assert_eq!(document.root().to_fragment(), fragment);
    }
}

#[test]
fn names_are_known_without_reading_again() {
    let cases = [
        ("<a/>", "a", ""),
        ("<a xmlns=''/>", "a", ""),
        ("<a xmlns = \"u\"/>", "a", "u"),
        ("<b:a xmlns='v' xmlns:b='u'/>", "a", "u"),
        ("<b:a b:c='' xmlns:b='u&amp;v'/>", "a", "u&v"),
        ("<b:a xmlns:b='u\tv'/>", "a", "u v"),
        ("<xml:a/>", "a", "http://www.w3.org/XML/1998/namespace"),
    ];
    for (xml, name, namespace) in cases {
        let fragment = Fragment::parse(xml).expect(xml);
        assert_eq!(
            (fragment.name(), &*fragment.namespace()),
            (name, namespace),
            "{xml}"
        );
    }
    let inherited = captured("<q:a/>", &[]);
    assert_eq!(
        (inherited.name(), &*inherited.namespace()),
        ("a", "urn:q&'")
    );
}

#[test]
fn a_fragment_is_the_element_and_nothing_around_it() {
    let fragment = Fragment::parse("<?xml version='1.0'?>\n <a> x </a>\n").unwrap();
    assert_eq!(fragment.xml(), "<a> x </a>");
}

#[test]
fn given_declarations_are_checked_and_only_the_needed_are_kept() {
    let context = |bindings: &[(&str, &str)]| -> Box<[Binding]> {
        bindings
            .iter()
            .map(|&(prefix, namespace)| Binding::new(prefix, namespace))
            .collect()
    };
    let fragment = Fragment::new(
        "<p:a/>".into(),
        context(&[("", "u:d"), ("p", "u:old"), ("p", "u:p"), ("q", "u:q")]),
    )
    .unwrap();
    assert_eq!(fragment.context(), &*context(&[("p", "u:p")]));
    for bad in [
        ("p", ""),
        ("1", "u"),
        ("p:q", "u"),
        ("a='' b", "u"),
        ("p", "u\0"),
        ("xml", "u"),
        ("xmlns", "u"),
        ("p", "http://www.w3.org/2000/xmlns/"),
    ] {
        let error = Fragment::new("<a/>".into(), context(&[bad])).expect_err(bad.0);
        assert_eq!(error.rule().name(), "namespace-not-well-formed");
    }
    let error = Fragment::new("<p:a/>".into(), context(&[])).expect_err("unbound");
    assert_eq!(error.rule().name(), "namespace-not-well-formed");
}

#[test]
fn fragments_are_equal_when_they_mean_the_same() {
    let same = [
        "<a xmlns='u' b='1' c='&#x41;'>x<d/>&amp;</a>",
        "<a c='A' b=\"1\" xmlns='u'>x<d></d><![CDATA[&]]></a>",
        "<p:a xmlns:p='u' xmlns='v' c='A' b='1'>&#x78;<p:d xmlns:p='u'/>&#38;</p:a >",
    ];
    let different = [
        "<a xmlns='v' b='1' c='A'>x<d/>&amp;</a>",
        "<b xmlns='u' b='1' c='A'>x<d/>&amp;</b>",
        "<a xmlns='u' b='1'>x<d/>&amp;</a>",
        "<a xmlns='u' b='1' c='a'>x<d/>&amp;</a>",
        "<a xmlns='u' b='1' c='A' d=''>x<d/>&amp;</a>",
        "<p:a xmlns:p='u' b='1' p:c='A'>x<p:d/>&amp;</p:a>",
        "<a xmlns='u' b='1' c='A'>x<d>&amp;</d></a>",
        "<a xmlns='u' b='1' c='A'>x&amp;<d/></a>",
        "<a xmlns='u' b='1' c='A'>x <d/>&amp;</a>",
        "<a xmlns='u' b='1' c='A'>x<d/></a>",
        "<a xmlns='u' b='1' c='A'>x<d/>&amp;<d/></a>",
        "<a xmlns='u' b='1' c='A'>x<d xmlns=''/>&amp;</a>",
        "<a xmlns='u' b='1' c='A'><d/>&amp;</a>",
    ];
    let parse = |xml: &str| Fragment::parse(xml).expect(xml);
    for left in same {
        for right in same {
            assert_eq!(parse(left), parse(right));
        }
        for right in different {
            assert_ne!(parse(left), parse(right));
            assert_ne!(parse(right), parse(left));
        }
    }
    assert_ne!(captured("<m/>", &[]), parse("<m/>"));
    assert_eq!(captured("<m/>", &[]), parse("<m xmlns='jabber:client'/>"));
}

#[test]
fn a_captured_header_is_an_empty_element() {
    let mut reader = Reader::stream(Limits::CLIENT);
    reader.receive(b"<s:a xmlns:s='u' b='>'>");
    let Ok(Some(Item::Header(header))) = reader.read() else {
        panic!("no header");
    };
    let fragment = header.to_fragment();
    assert_eq!(fragment.xml(), "<s:a xmlns:s='u' b='>'/>");
    assert_eq!(
        fragment
            .document()
            .root()
            .attribute("", "b")
            .unwrap()
            .value(),
        ">"
    );
}

#[test]
fn documents_read_declarations_from_outside() {
    let bindings = [
        Binding::new("p", "u:p"),
        Binding::new("", "u:d"),
        Binding::new("1", "u:x"),
    ];
    let mut reader = Reader::fragment(Limits::CLIENT, &bindings);
    reader.receive(b"<a p:b=''><p:c/></a>");
    let Ok(Some(Item::Stanza(root))) = reader.read() else {
        panic!("no root");
    };
    assert!(root.is("u:d", "a"));
    assert!(root.attribute("u:p", "b").is_some());
    assert!(reader.finish().is_ok());
    assert!(Document::parse("<a p:b=''/>", Limits::CLIENT).is_err());
}

/// XML 1.0 §2.12: the declaration stands behind the name, whatever stands there, and the rest is as it was.
#[test]
fn a_language_is_declared() {
    let rows = [
        ("<a/>", "<a xml:lang='de'/>"),
        (
            "<a xmlns='urn:a' b=''>t</a>",
            "<a xml:lang='de' xmlns='urn:a' b=''>t</a>",
        ),
        (
            "<p:a xmlns:p='urn:p'><p:b/></p:a>",
            "<p:a xml:lang='de' xmlns:p='urn:p'><p:b/></p:a>",
        ),
    ];
    for (before, after) in rows {
        let mut fragment = Fragment::parse(before).unwrap();
        let namespace = fragment.namespace().into_owned();
        fragment.declare_lang("de");
        assert_eq!(fragment.xml(), after);
        assert_eq!(
            (fragment.name(), &*fragment.namespace()),
            ("a", &*namespace)
        );
        assert_eq!(fragment, Fragment::parse(after).unwrap());
        fragment.declare_lang("\u{0}");
        assert_eq!(fragment.xml(), after);
    }
}
