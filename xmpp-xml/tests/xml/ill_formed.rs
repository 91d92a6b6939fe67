//! What must be refused, and by which rule.

use crate::support::{STREAM, cut_everywhere, document, shown, stream};

const WELL: &str = "not-well-formed";
const NAMESPACE: &str = "namespace-not-well-formed";
const RESTRICTED: &str = "restricted-xml";
const ENCODING: &str = "unsupported-encoding";
const FORMAT: &str = "bad-format";

/// Documents that no reader of RFC 6120 §11 may accept.
const DOCUMENTS: &[(&[u8], &str)] = &[
    // XML 1.0 §2.1: one root, and nothing but white space around it.
    (b"", WELL),
    (b" \n", WELL),
    (b"a", WELL),
    (b"a<a/>", WELL),
    (b"<a/>a", WELL),
    (b"<a/><b/>", WELL),
    (b"<a/>&amp;", WELL),
    (b"&#32;<a/>", WELL),
    (b"<![CDATA[ ]]><a/>", WELL),
    (b"<a/><![CDATA[]]>", WELL),
    (b"<a>", WELL),
    (b"<a><b></b>", WELL),
    (b"<a></b>", WELL),
    (b"<a><b></a></b>", WELL),
    (b"<a></A>", WELL),
    (b"<a></a", WELL),
    (b"<a></aa>", WELL),
    (b"</a>", WELL),
    (b"<a/></a>", WELL),
    (b"<a></ a>", WELL),
    (b"<a></a b='c'>", WELL),
    (b"<a></a/>", WELL),
    // §2.2: characters.
    (b"<a>\x00</a>", WELL),
    (b"<a>\x01</a>", WELL),
    (b"<a>\x0B</a>", WELL),
    (b"<a>\x1F</a>", WELL),
    (b"<a>\xEF\xBF\xBE</a>", WELL),
    (b"<a>\xEF\xBF\xBF</a>", WELL),
    (b"<a b='\x08'/>", WELL),
    (b"<a b='\xEF\xBF\xBF'/>", WELL),
    (b"<a><![CDATA[\x02]]></a>", WELL),
    (b"<a><![CDATA[\xEF\xBF\xBE]]></a>", WELL),
    (b"<a\x00/>", WELL),
    (b"\x0C<a/>", WELL),
    // §2.3, fifth edition: names.
    (b"< a/>", WELL),
    (b"<1/>", WELL),
    (b"<-a/>", WELL),
    (b"<.a/>", WELL),
    (b"<a\xC3\x97/>", WELL),          // U+00D7, the multiplication sign
    (b"<\xC2\xB7/>", WELL),           // U+00B7 only goes on
    (b"<\xCC\x80/>", WELL),           // U+0300 only goes on
    (b"<\xCD\xBE/>", WELL),           // U+037E, the Greek question mark
    (b"<a \xE2\x81\x81='b'/>", WELL), // U+2041
    (b"<a+/>", WELL),
    (b"<a b+='c'/>", WELL),
    (b"<a 1='c'/>", WELL),
    // §2.4: character data.
    (b"<a>]]></a>", WELL),
    (b"<a>x]]]></a>", WELL),
    (b"<a>&</a>", WELL),
    (b"<a>& b</a>", WELL),
    (b"<a>&;</a>", WELL),
    (b"<a>&amp</a>", WELL),
    (b"<a>&amp <b/></a>", WELL),
    (b"<a><</a>", WELL),
    (b"<a>]]<![CDATA[>]]>]]></a>", WELL),
    // §2.5 to §2.8, RFC 6120 §11.1: what XMPP does not have.
    (b"<a><!-- b --></a>", RESTRICTED),
    (b"<!---->\n<a/>", RESTRICTED),
    (b"<a/><!-- -->", RESTRICTED),
    (b"<a><!-b></a>", WELL),
    (b"<a><?b c?></a>", RESTRICTED),
    (b"<?b?><a/>", RESTRICTED),
    (b"<a/><?b?>", RESTRICTED),
    (b"<?xml-stylesheet href='a'?><a/>", RESTRICTED),
    (b"<a><? b?></a>", WELL),
    (b"<!DOCTYPE a><a/>", RESTRICTED),
    (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", RESTRICTED),
    (b"<a><!DOCTYPE a></a>", RESTRICTED),
    (b"<!doctype a><a/>", WELL),
    (b"<!ELEMENT a ANY><a/>", WELL),
    (b"<a>&b;</a>", RESTRICTED),
    (b"<a b='&nbsp;'/>", RESTRICTED),
    (b"<a>&AMP;</a>", RESTRICTED),
    // §2.7: CDATA sections.
    (b"<a><![CDATA[b</a>", WELL),
    (b"<a><![CDATA[b]]</a>", WELL),
    (b"<a><![cdata[b]]></a>", WELL),
    (b"<a><![CDATA [b]]></a>", WELL),
    (b"<a><![CDATA[]]]]>]]></a>", WELL),
    // §2.8, RFC 6120 §11.5, §11.6: the XML declaration.
    (b" <?xml version='1.0'?><a/>", WELL),
    (b"<a/><?xml version='1.0'?>", WELL),
    (b"<a><?xml version='1.0'?></a>", WELL),
    (b"<?xml version='1.0'?><?xml version='1.0'?><a/>", WELL),
    (b"<?xml?><a/>", WELL),
    (b"<?xml ?><a/>", WELL),
    (b"<?xml version='1.0'><a/>", WELL),
    (b"<?xml version='1.0' <a/>", WELL),
    (b"<?xml version=1.0?><a/>", WELL),
    (b"<?xml version='1.0\"?><a/>", WELL),
    (b"<?xml version='2.0'?><a/>", WELL),
    (b"<?xml version='1.'?><a/>", WELL),
    (b"<?xml version='1.0x'?><a/>", WELL),
    (b"<?xml encoding='UTF-8'?><a/>", WELL),
    (b"<?xml encoding='UTF-8' version='1.0'?><a/>", WELL),
    (b"<?xml version='1.0'encoding='UTF-8'?><a/>", WELL),
    (b"<?xml version='1.0' version='1.0'?><a/>", WELL),
    (b"<?xml version='1.0' foo='bar'?><a/>", WELL),
    (b"<?xml version='1.0' encoding='UTF-8' x?><a/>", WELL),
    (b"<?XML version='1.0'?><a/>", RESTRICTED),
    (b"<?xml version='1.0' standalone='no'?><a/>", RESTRICTED),
    (
        b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?><a/>",
        RESTRICTED,
    ),
    (b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>", ENCODING),
    (b"<?xml version='1.0' encoding='UTF-16'?><a/>", ENCODING),
    (b"<?xml version='1.0' encoding=''?><a/>", ENCODING),
    // RFC 6120 §11.6, §4.9.3.22; RFC 3629 §3: UTF-8 and nothing else.
    (b"\xFF\xFE<\x00a\x00/\x00>\x00", ENCODING),
    (b"\xFE\xFF\x00<\x00a\x00/\x00>", ENCODING),
    (b"<\x00a\x00/\x00>\x00", ENCODING),
    (b"\x00<\x00a\x00/\x00>", ENCODING),
    (b"\xEF\xBB\xBF<a/>", WELL), // a character like any other, where no character data stands
    (b"<a>\xC3</a>", ENCODING),
    (b"<a>\xE9t\xE9</a>", ENCODING),
    (b"<a>\xC0\xBC</a>", ENCODING),     // overlong `<`
    (b"<a>\xE0\x80\xBC</a>", ENCODING), // overlong `<`
    (b"<a>\xED\xA0\x80</a>", ENCODING), // a surrogate
    (b"<a>\xF4\x90\x80\x80</a>", ENCODING),
    (b"<a>\xE2\x82</a>", ENCODING), // swallows `<` in careless readers (stanza smuggling)
    (b"<\xFF/>", ENCODING),
    (b"<a b='\x80'/>", ENCODING),
    (b"<a/>\xE2\x82", ENCODING), // cut at the end of the input
    // §3.1: tags and attributes.
    (b"<a b/>", WELL),
    (b"<a b=c/>", WELL),
    (b"<a b='c/>", WELL),
    (b"<a b='c\"/>", WELL),
    (b"<a b='<'/>", WELL),
    (b"<a b='c'd='e'/>", WELL),
    (b"<a b='c'/d>", WELL),
    (b"<a / >", WELL),
    (b"<a b='c' b='d'/>", WELL),
    (b"<a b='c' d='' b='c'/>", WELL),
    (b"<a ='c'/>", WELL),
    (b"<a b=='c'/>", WELL),
    (b"<a b='c',d='e'/>", WELL),
    (b"<a <b/></a>", WELL),
    (b"<a", WELL),
    (b"<a b='&", WELL),
    (b"<a b='&lt'/>", WELL),
    (b"<a b='c'", WELL),
    // §4.1: character references.
    (b"<a>&#0;</a>", WELL),
    (b"<a>&#x1F;</a>", WELL),
    (b"<a>&#xD800;</a>", WELL),
    (b"<a>&#xFFFE;</a>", WELL),
    (b"<a>&#x110000;</a>", WELL),
    (b"<a>&#99999999999999999999;</a>", WELL),
    (b"<a>&#4294967361;</a>", WELL), // 65 above 2^32
    (b"<a>&#;</a>", WELL),
    (b"<a>&#x;</a>", WELL),
    (b"<a>&#X41;</a>", WELL),
    (b"<a>&#xG;</a>", WELL),
    (b"<a>&#4a;</a>", WELL),
    (b"<a>&# 65;</a>", WELL),
    (b"<a>&#-65;</a>", WELL),
    (b"<a b='&#11;'/>", WELL),
    // Namespaces in XML 1.0.
    (b"<b:a/>", NAMESPACE),
    (b"<a b:c='d'/>", NAMESPACE),
    (b"<a xmlns:b='c' b:d='' b:d=''/>", WELL),
    (b"<a xmlns:b='c' xmlns:d='c' b:e='' d:e=''/>", NAMESPACE),
    (b"<a xmlns:b='c' xmlns:d='&#99;' b:e='' d:e=''/>", NAMESPACE),
    (b"<a xmlns='b' xmlns='b'/>", WELL),
    (b"<a xmlns:b='c' xmlns:b='d'/>", WELL),
    (b"<a xmlns:b=''/>", NAMESPACE),
    (b"<a xmlns:b='c'><d xmlns:b=''/></a>", NAMESPACE),
    (b"<a:b:c xmlns:a='d'/>", NAMESPACE),
    (b"<:a/>", NAMESPACE),
    (b"<a:/>", NAMESPACE),
    (b"<a:1 xmlns:a='b'/>", NAMESPACE),
    (b"<a :b='c'/>", NAMESPACE),
    (b"<a b:='c'/>", NAMESPACE),
    (b"<a xmlns:='c'/>", NAMESPACE),
    (b"<a xmlns:b:c='d'/>", NAMESPACE),
    (b"<xmlns:a/>", NAMESPACE),
    (b"<a xmlns:xml='urn:a'/>", NAMESPACE),
    (b"<a xmlns:xmlns='urn:a'/>", NAMESPACE),
    (
        b"<a xmlns:xmlns='http://www.w3.org/2000/xmlns/'/>",
        NAMESPACE,
    ),
    (b"<a xmlns='http://www.w3.org/2000/xmlns/'/>", NAMESPACE),
    (b"<a xmlns:b='http://www.w3.org/2000/xmlns/'/>", NAMESPACE),
    (
        b"<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
        NAMESPACE,
    ),
    (
        b"<a xmlns:b='http://www.w3.org/XML/1998/namespace'/>",
        NAMESPACE,
    ),
    (b"<a><b xmlns:c='d'/><c:e/></a>", NAMESPACE),
    (b"<a><c:e xmlns:c='d'></d:e></a>", WELL),
    (b"<a xmlns:b='c' xml:lang='d' xml:lang='e'/>", WELL),
];

/// What must be refused behind a stream header.
const STREAMS: &[(&[u8], &str)] = &[
    // RFC 6120 §4.9.3.1, §11.7: only white space between stanzas.
    (b"hello", FORMAT),
    (b"<a/> x <b/>", FORMAT),
    (b"<a/>&#32;", FORMAT),
    (b"<![CDATA[ ]]>", FORMAT),
    (b"\xC2\xA0<a/>", FORMAT),
    (b"\xEF\xBB\xBF<a/>", FORMAT),
    (b"<a/>\x00", WELL),
    (b"<message><body>No closing tag!</message>", WELL),
    (
        b"<message><foo:body>What is this foo?</foo:body></message>",
        NAMESPACE,
    ),
    (b"<message><!--<subject/>--></message>", RESTRICTED),
    (b"<!-- -->", RESTRICTED),
    (b"<?b?>", RESTRICTED),
    (b"<!DOCTYPE a>", RESTRICTED),
    (b"<?xml version='1.0'?>", WELL),
    (
        b"<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams'>",
        WELL,
    ),
    (b"</stream>", WELL),
    (b"</a>", WELL),
    (b"</stream:stream", WELL),
    (b"</stream:stream><a/>", WELL),
    (b"</stream:stream>x", WELL),
    (b"</stream:stream></stream:stream>", WELL),
    (b"<a>", WELL),
    (b"<a/>", WELL), // the stream itself is not closed
    (b"<a></stream:stream>", WELL),
    (b"<a>\xE2\x82<b/></a>", ENCODING),
    (b"\xFF", ENCODING),
];

#[test]
fn ill_formed_documents_are_refused_by_the_right_rule_however_they_are_cut() {
    const { assert!(DOCUMENTS.len() >= 60) };
    for (input, rule) in DOCUMENTS {
        let (_, end) = cut_everywhere(document, input);
        let error = end.expect_err(&shown(input));
        assert_eq!(error.rule().name(), *rule, "{}: {error}", shown(input));
        assert!(error.answer().ends_stream());
    }
}

#[test]
fn ill_formed_streams_are_refused_by_the_right_rule_however_they_are_cut() {
    for (input, rule) in STREAMS {
        let input = [STREAM.as_bytes(), input].concat();
        let (told, end) = cut_everywhere(stream, &input);
        let error = end.expect_err(&shown(&input));
        assert_eq!(error.rule().name(), *rule, "{}: {error}", shown(&input));
        assert!(told[0].starts_with("header"));
    }
}

#[test]
fn a_stanza_is_refused_wherever_its_root_stands() {
    // What is wrong in a document is wrong inside a stanza of a stream as well, up to what concerns the prolog.
    for (input, rule) in DOCUMENTS {
        if !input.starts_with(b"<a") || input.ends_with(b">") && document(&[input]).0.len() == 1 {
            continue;
        }
        let input = [STREAM.as_bytes(), b"<m>", input, b"</m>"].concat();
        let (_, end) = stream(&[&input]);
        let error = end.expect_err(&shown(&input));
        let same = error.rule().name() == *rule || error.rule().name() == WELL;
        assert!(same, "{}: {error}", shown(&input));
    }
}

#[test]
fn errors_stick() {
    // RFC 6120 §4.9.1.1: stream errors are unrecoverable.
    let mut reader = xmpp_xml::Reader::stream(xmpp_xml::Limits::CLIENT);
    reader.receive(STREAM.as_bytes());
    assert!(matches!(reader.read(), Ok(Some(xmpp_xml::Item::Header(_)))));
    reader.receive(b"<a/>text<b/>");
    assert!(matches!(reader.read(), Ok(Some(xmpp_xml::Item::Stanza(_)))));
    let error = reader.read().expect_err("text between stanzas");
    for _ in 0..2 {
        reader.receive(b"</stream:stream>");
        assert_eq!(reader.read().expect_err("it sticks"), error);
        assert_eq!(reader.finish().expect_err("it sticks"), error);
        reader.restart();
    }
}
