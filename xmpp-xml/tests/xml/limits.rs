//! Every limit, at its edge.

use crate::support::{STREAM, cut_everywhere, document, stream, told};
use xmpp_xml::{Answer, Limits, Reader};

fn limited(change: impl Fn(&mut Limits)) -> Limits {
    let mut limits = Limits::CLIENT;
    change(&mut limits);
    limits
}

/// Asserts that `good` passes and `bad` is a policy violation, however they are cut.
fn edge(change: impl Fn(&mut Limits), good: &str, bad: &str) {
    let limits = limited(change);
    let read = |pieces: &[&[u8]]| told(Reader::document(limits), pieces);
    let (_, end) = cut_everywhere(read, good.as_bytes());
    assert_eq!(end, Ok(()), "{good}");
    let (_, end) = cut_everywhere(read, bad.as_bytes());
    let error = end.expect_err(bad);
    assert_eq!(error.rule().name(), "policy-violation", "{bad}: {error}");
    assert_eq!(error.answer(), Answer::POLICY_VIOLATION);
}

#[test]
fn bytes_of_a_document() {
    edge(|limits| limits.bytes = 10, "<a>123</a>", "<a>1234</a>");
    edge(|limits| limits.bytes = 11, "<a>1234</a>", "<a>1234</a> ");
    edge(|limits| limits.bytes = 9, "<a>\u{e9}</a>", "<a>\u{e9}1</a>");
    edge(|limits| limits.bytes = 8, "  <a/>  ", "  <a/>   ");
}

#[test]
fn bytes_of_a_stanza_and_of_the_header() {
    let limits = limited(|limits| limits.bytes = STREAM.len());
    let read = |pieces: &[&[u8]]| told(Reader::stream(limits), pieces);
    let text = "x".repeat(STREAM.len() - 7);
    let input = format!("{STREAM} <a>{text}</a> <a>{text}</a> </stream:stream>");
    let (told, end) = cut_everywhere(read, input.as_bytes());
    assert_eq!((told.len(), end), (4, Ok(())));
    let input = format!("{STREAM} <a>{text}</a> <a>{text}y</a>");
    let (told, end) = cut_everywhere(read, input.as_bytes());
    let error = end.expect_err("a byte too many");
    assert_eq!((told.len(), error.rule().name()), (2, "policy-violation"));
    let (told, end) = cut_everywhere(read, format!(" {STREAM}").as_bytes());
    let error = end.expect_err("a byte too many");
    assert_eq!((told.len(), error.rule().name()), (0, "policy-violation"));
}

#[test]
fn depth() {
    edge(
        |limits| limits.depth = 3,
        "<a><b><c/><c/></b></a>",
        "<a><b><c><d/></c></b></a>",
    );
}

#[test]
fn the_header_is_not_counted_as_depth() {
    let limits = limited(|limits| limits.depth = 2);
    let input = format!("{STREAM}<a><b/></a><a><b><c/></b></a>");
    let (told, end) = told(Reader::stream(limits), &[input.as_bytes()]);
    assert_eq!(told.len(), 2);
    assert_eq!(end.expect_err("too deep").rule().name(), "policy-violation");
}

#[test]
fn attributes_of_a_tag() {
    edge(
        |limits| limits.attributes = 2,
        "<a b='' xmlns='u' c=''><d e='' f=''/></a>",
        "<a b='' c='' d=''/>",
    );
}

#[test]
fn declarations_in_scope() {
    edge(
        |limits| limits.declarations = 3,
        "<a xmlns='u'><b xmlns:c='' d=''/></a>"
            .replace("xmlns:c=''", "xmlns:c='u' xmlns:e='u'")
            .as_str(),
        "<a xmlns='u' xmlns:b='u'><c xmlns:d='u'/><c xmlns:d='u' xmlns:e='u'/></a>",
    );
}

#[test]
fn bytes_of_names() {
    edge(
        |limits| limits.name = 3,
        "<abc def='' a:b='' xmlns:a='u'/>"
            .replace(" xmlns:a='u'", "")
            .replace(" a:b=''", "")
            .as_str(),
        "<abcd/>",
    );
    edge(|limits| limits.name = 3, "<abc></abc>", "<abc defg=''/>");
    edge(
        |limits| limits.name = 3,
        "<a\u{e9}></a\u{e9}>",
        "<ab\u{e9}/>",
    );
    edge(|limits| limits.name = 3, "<a>&lt;</a>", "<a></abcd>");
}

#[test]
fn bytes_of_text_and_values() {
    edge(|limits| limits.text = 5, "<a>12345</a>", "<a>123456</a>");
    edge(|limits| limits.text = 5, "<a>1&lt;</a>", "<a>12&lt;</a>");
    edge(
        |limits| limits.text = 5,
        "<a>12\u{20ac}<b/>12345</a>",
        "<a>123\u{20ac}</a>",
    );
    edge(
        |limits| limits.text = 5,
        "<a b='12345'/>",
        "<a b='123456'/>",
    );
    edge(
        |limits| limits.text = 6,
        "<a b='&#0065;'/>".replace("00", "").as_str(),
        "<a b='&#0000065;'/>",
    );
    edge(
        |limits| limits.text = 5,
        "<a><![CDATA[12345]]></a>",
        "<a><![CDATA[123456]]></a>",
    );
}

#[test]
fn tokens_bound_the_memory_that_small_bytes_claim() {
    // Attack A04: elements, declarations, attributes and texts count.
    edge(
        |limits| limits.tokens = 5,
        "<a xmlns='u' b=''>t<c/></a>",
        "<a xmlns='u' b=''>t<c/>t</a>",
    );
    edge(|limits| limits.tokens = 2, "<a><b/></a>", "<a><b/><b/></a>");
    let many = "<a>".to_owned() + &"<b/>".repeat(20_000);
    let (_, end) = document(&[many.as_bytes()]);
    assert_eq!(end.expect_err("tokens").rule().name(), "policy-violation");
}

#[test]
fn deep_nesting_neither_recurses_nor_grows() {
    // Attack A07
    let input = "<a>".repeat(1_000_000);
    let (_, end) = stream(&[STREAM.as_bytes(), input.as_bytes()]);
    assert_eq!(end.expect_err("depth").rule().name(), "policy-violation");
    // And where the limits allow it: nothing on the stack, neither while reading nor comparing nor dropping.
    let mut limits = Limits::FILE;
    limits.depth = usize::MAX;
    let input = "<a>".repeat(200_000) + &"</a>".repeat(200_000);
    let document = xmpp_xml::Document::parse(&input, limits).unwrap();
    let (left, right) = (document.root().to_fragment(), document.root().to_fragment());
    assert!(left == right);
    let spaced = xmpp_xml::Document::parse(&input.replacen("<a>", "<a >", 1), limits).unwrap();
    assert!(left == spaced.root().to_fragment());
    assert!(left != document.root().elements().next().unwrap().to_fragment());
    assert!(document.root().path() == "a");
}

#[test]
fn an_endless_document_type_costs_nothing() {
    // Attack A01: refused before anything is expanded.
    let bomb =
        "<!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;&lol;'>]><lolz>&lol2;</lolz>";
    for input in [
        bomb.to_owned(),
        format!("{STREAM}{bomb}"),
        format!("{STREAM}<message>{bomb}"),
    ] {
        let (_, end) = stream(&[input.as_bytes()]);
        let error = end.expect_err("a document type");
        assert_eq!(error.answer(), Answer::RESTRICTED_XML);
        assert_eq!(
            error.position().offset as usize,
            input.find("<!DOCTYPE").unwrap()
        );
    }
}

#[test]
fn limits_can_be_raised_between_stanzas() {
    let mut reader = Reader::stream(limited(|limits| limits.bytes = STREAM.len()));
    reader.receive(STREAM.as_bytes());
    assert!(matches!(reader.read(), Ok(Some(_))));
    reader.set_limits(Limits::CLIENT);
    reader.receive(format!("<a>{}</a>", "x".repeat(1000)).as_bytes());
    assert!(matches!(reader.read(), Ok(Some(_))));
    reader.set_limits(limited(|limits| limits.depth = 1));
    reader.receive(b"<a><b/></a>");
    assert!(reader.read().is_err());
}

#[test]
fn limits_can_be_lowered_inside_of_anything() {
    let beginnings = [
        "<abc",
        "<a abc",
        "<a b='12",
        "<a>123",
        "<a><![CDATA[123",
        "<a>&#12",
        "<a></a",
        "<a  ",
        "<a>&am",
    ];
    for beginning in beginnings {
        for lowered in [
            limited(|limits| limits.bytes = 1),
            limited(|limits| limits.text = 1),
            limited(|limits| limits.name = 1),
            limited(|limits| (limits.depth, limits.attributes, limits.tokens) = (0, 0, 0)),
        ] {
            let mut reader = Reader::document(Limits::CLIENT);
            reader.receive(beginning.as_bytes());
            assert!(matches!(reader.read(), Ok(None)));
            reader.set_limits(lowered);
            reader.receive(b"456");
            let _ = reader.read();
            assert!(reader.finish().is_err(), "{beginning}");
        }
    }
}
