//! What must be accepted, and what it means.

use crate::support::{STREAM, cut_everywhere, document, outline, shown, stream};
use xmpp_xml::{Document, Limits, XML_NAMESPACE};

const DOCUMENTS: &[&[u8]] = &[
    b"<a/>",
    b"<a></a>",
    b"<a ></a >",
    b"<a\t\r\n/>",
    b" \n<a/>\n ",
    b"<?xml version='1.0'?><a/>",
    b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<a/>",
    b"<?xml  version = '1.7' encoding = 'UTF-8' ?><a/>",
    b"<a b='c' d=\"e'f\" g = 'h\"i' j\n=\n'>'/>",
    b"<a b=''/>",
    b"<a>&lt;&gt;&amp;&apos;&quot;&#65;&#x41;&#x10FFFF;&#9;&#10;&#13;&#x000000000041;</a>",
    b"<a b='&lt;&gt;&amp;&apos;&quot;&#65;&#x10fffF;&#9;&#10;&#13;'/>",
    b"<a>]] > ]>]&gt;</a>",
    b"<a b=']]>'/>",
    b"<a><![CDATA[<b>&amp;]] >]]></a>",
    b"<a><![CDATA[]]></a>",
    b"<a><![CDATA[]]]]><![CDATA[>]]></a>",
    b"<a><![CDATA[a]]]></a>",
    b"<a><![CDATA[]]]]>></a>",
    b"<a>x<![CDATA[y]]>z</a>",
    b"<a>\r\n\r\t</a>",
    b"<a>\x7F\xC2\x85\xE2\x80\xA8\xEF\xBB\xBF\xEF\xBF\xBD\xF0\x9F\x98\x80</a>",
    b"<\xC3\xA9t\xC3\xA9 \xE6\x97\xA5='\xE6\x9C\xAC'/>",
    b"<\xF0\x90\x80\x80.-\xC2\xB7\xCC\x80/>",
    b"<_ _='_'/>",
    b"<a xmlns='urn:b'><c xmlns=''><d/></c></a>",
    b"<a:b xmlns:a='urn:a' a:c='d' c='e'/>",
    b"<a:b xmlns:a='urn:a'><a:c xmlns:a='urn:b'><a:d/></a:c><a:e/></a:b>",
    b"<a b:c='d' xmlns:b='urn:b'/>",
    b"<a xml:lang='en' xml:space='preserve'/>",
    b"<xml:a/>",
    b"<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
    b"<a xmlns='a&amp;b&#x20;c'/>",
    b"<a xmlns:b='urn:c' xmlns='urn:c' d='1' b:d='2'/>",
    b"<xmlnsa xmlnsb='c'/>",
    b"<a xmlns:xmlq='urn:q' xmlq:r=''/>",
    b"<a><b/>text<b/>more<b>in</b></a>",
    b"<stream:stream xmlns:stream='http://etherx.jabber.org/streams'><a/></stream:stream>",
];

#[test]
fn well_formed_documents_are_accepted_however_they_are_cut() {
    for input in DOCUMENTS {
        let (told, end) = cut_everywhere(document, input);
        assert_eq!(end, Ok(()), "{}", shown(input));
        assert_eq!(told.len(), 1, "{}", shown(input));
    }
}

#[test]
fn well_formed_elements_are_accepted_as_stanzas() {
    for input in DOCUMENTS.iter().filter(|input| !input.starts_with(b"<?")) {
        let input = [STREAM.as_bytes(), input, b" </stream:stream> \n"].concat();
        let (told, end) = cut_everywhere(stream, &input);
        assert_eq!(end, Ok(()), "{}", shown(&input));
        assert_eq!(told.len(), 3, "{}", shown(&input));
        assert_eq!(told[2], "close");
    }
}

fn parse(xml: &str) -> Document {
    Document::parse(xml, Limits::CLIENT).expect(xml)
}

#[test]
fn values_and_text_mean_what_xml_says() {
    // XML 1.0 §2.11, §3.3.3, §4.1, §4.6
    let document =
        parse("<a b=' x\r\ny\tz&#10;&amp;\u{e9}'>1\r\n2\r3&lt;<![CDATA[&lt;\r\n]]>4<b>no</b>5</a>");
    let root = document.root();
    let attribute = root.attribute("", "b").unwrap();
    assert_eq!(attribute.value(), " x y z\n&\u{e9}");
    assert_eq!(attribute.raw_value(), " x\r\ny\tz&#10;&amp;\u{e9}");
    assert_eq!(root.text(), "1\n2\n3<&lt;\n45");
    let texts: Vec<_> = root.content().filter_map(xmpp_xml::Content::text).collect();
    assert_eq!(texts.len(), 2, "neighbouring pieces are one");
    assert_eq!(texts[0].raw(), "1\r\n2\r3&lt;<![CDATA[&lt;\r\n]]>4");
    assert_eq!(texts[1].value(), "5");
}

#[test]
fn white_space_by_reference_is_white_space() {
    let document = parse("<a> &#32;<![CDATA[\n]]><b/>&#160;<b/><![CDATA[ x]]></a>");
    let white: Vec<bool> = document
        .root()
        .content()
        .filter_map(xmpp_xml::Content::text)
        .map(xmpp_xml::Text::is_whitespace)
        .collect();
    assert_eq!(white, [true, false, false]);
}

#[test]
fn names_are_resolved_by_namespace_never_by_prefix() {
    // Attack A12: prefixes say nothing. Namespaces in XML 1.0 §5, §6.
    let document = parse(
        "<x:message xmlns:x='jabber:client' xmlns='urn:evil' x:id='1' id='2' xml:lang='en'>\
         <body/><x:body/><error xmlns=''/></x:message>",
    );
    let root = document.root();
    assert!(root.is("jabber:client", "message"));
    assert!(!root.is("urn:evil", "message"));
    assert_eq!(root.prefix(), "x");
    assert_eq!(root.attribute("jabber:client", "id").unwrap().value(), "1");
    assert_eq!(root.attribute("", "id").unwrap().value(), "2");
    assert_eq!(root.attribute(XML_NAMESPACE, "lang").unwrap().value(), "en");
    assert!(root.attribute("", "lang").is_none());
    assert!(root.attribute("urn:evil", "id").is_none());
    assert_eq!(root.attributes().count(), 3);
    let children: Vec<_> = root
        .elements()
        .map(|child| (child.namespace(), child.name()))
        .collect();
    assert_eq!(
        children,
        [
            ("urn:evil", "body"),
            ("jabber:client", "body"),
            ("", "error")
        ]
    );
    assert!(root.elements().nth(1).unwrap().same_namespace(root));
    assert!(!root.elements().next().unwrap().same_namespace(root));
    let declared: Vec<_> = root.declarations().collect();
    assert_eq!(declared, [("x", "jabber:client"), ("", "urn:evil")]);
}

#[test]
fn a_separator_in_a_namespace_does_not_alias_another_name() {
    // Attack A10: expanded names are pairs.
    for separator in ["|", ":", "}", " ", "\n", "^"] {
        let xml = format!("<a><b xmlns='urn:x{separator}y'/><x:y xmlns:x='urn'/></a>");
        let document = parse(&xml);
        let names: Vec<_> = document
            .root()
            .elements()
            .map(|e| (e.namespace(), e.name()))
            .collect();
        assert_ne!(names[0], names[1]);
        assert_eq!(names[0].1, "b");
    }
}

#[test]
fn white_space_around_equals_may_be_long() {
    for length in [0, 1, 65_532, 65_533, 65_534, 65_535, 70_000] {
        let space = " ".repeat(length);
        let xml = format!("<a b={space}'c' xmlns:d{space}='urn:e' d:f=\"g\"/>");
        let document = parse(&xml);
        let root = document.root();
        assert_eq!(root.attribute("", "b").unwrap().raw_value(), "c");
        assert_eq!(root.attribute("urn:e", "f").unwrap().value(), "g");
    }
}

#[test]
fn many_attributes_are_compared_by_expanded_name() {
    // Attack A18
    let mut limits = Limits::FILE;
    limits.attributes = 10_000;
    let attributes: String = (0..10_000).map(|number| format!(" a{number}=''")).collect();
    let document = Document::parse(&format!("<a{attributes}/>"), limits).unwrap();
    assert_eq!(document.root().attributes().count(), 10_000);
    let twice = attributes.replace(" a9999=", " a17=");
    let error = Document::parse(&format!("<a{twice}/>"), limits).expect_err("a17 twice");
    assert_eq!(error.rule().name(), "not-well-formed");
    let expanded = attributes.replace(" a9999=", " p:x='' q:x=");
    limits.attributes += 1;
    let error = Document::parse(&format!("<a xmlns:p='u' xmlns:q='u'{expanded}/>"), limits);
    let error = error.expect_err("x twice in u");
    assert_eq!(error.rule().name(), "namespace-not-well-formed");
}

#[test]
fn start_tags_and_elements_are_verbatim() {
    let document = parse(" <a  b = '1' ><c\n/>x</a > ");
    let root = document.root();
    assert_eq!(root.xml(), "<a  b = '1' ><c\n/>x</a >");
    assert_eq!(root.start_tag(), "<a  b = '1' >");
    assert_eq!(root.offset(), 1);
    let child = root.elements().next().unwrap();
    assert_eq!(child.xml(), "<c\n/>");
    assert_eq!(child.start_tag(), child.xml());
    assert!(outline(root).contains('x'));
}
