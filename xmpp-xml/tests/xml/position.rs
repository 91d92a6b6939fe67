//! Where things stand.

use crate::support::{STREAM, document, stream};
use xmpp_xml::{Content, Document, Item, Limits, Position, Reader};

fn at(offset: u64, line: u32, column: u32) -> Position {
    Position {
        offset,
        line,
        column,
    }
}

#[test]
fn elements_attributes_values_and_text_know_their_place() {
    let xml = "<?xml version='1.0'?>\n<a>\n  <\u{e9} b = 'c'>t</\u{e9}><![CDATA[x]]></a>";
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    let root = document.root();
    assert_eq!(root.position(), at(22, 2, 1));
    let child = root.elements().next().unwrap();
    assert_eq!(child.position(), at(28, 3, 3));
    let attribute = child.attribute("", "b").unwrap();
    assert_eq!(attribute.position(), at(32, 3, 6));
    assert_eq!(attribute.value_position(), at(37, 3, 11));
    let texts: Vec<_> = root.content().filter_map(Content::text).collect();
    assert_eq!(texts[1].position(), at(46, 3, 19));
    assert_eq!(&xml[46..50], "<![C");
    assert_eq!(document.root().tape().text(), xml);
    assert_eq!(&xml[child.offset()..][..3], "<\u{e9}");
}

#[test]
fn stanzas_count_lines_from_themselves_and_bytes_from_the_start() {
    let mut reader = Reader::stream(Limits::CLIENT);
    reader.receive(STREAM.as_bytes());
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    let mut offset = STREAM.len() as u64;
    for _ in 0..3 {
        for byte in b"\n <a>\n<b/></a>" {
            reader.receive(&[*byte]);
            if let Ok(Some(Item::Stanza(stanza))) = reader.read() {
                assert_eq!(stanza.position(), at(offset + 2, 1, 1));
                let child = stanza.elements().next().unwrap();
                assert_eq!(child.position(), at(offset + 6, 2, 1));
                offset += 14;
            }
        }
    }
    assert_eq!(offset, STREAM.len() as u64 + 42);
}

#[test]
fn errors_know_place_and_path() {
    let cases: &[(&str, Position, &str)] = &[
        ("<a>\n<b>\n<c d='1' d='2'/></b></a>", at(17, 3, 10), "a/b/c"),
        ("<a>\n<b></c></a>", at(9, 2, 6), "a/b"),
        ("<a>\u{e9}&foo;</a>", at(5, 1, 5), "a"),
        ("<a>]]></a>", at(3, 1, 4), "a"),
        ("<a><x:b/></a>", at(4, 1, 5), "a/b"),
        ("<a><b/><b y:z=''/></a>", at(10, 1, 11), "a/b"),
        ("<a/>\nx", at(5, 2, 1), "/"),
        ("<a>\n", at(4, 2, 1), "a"),
        ("<a><!-- --></a>", at(3, 1, 4), "a"),
    ];
    for (input, position, path) in cases {
        let (_, end) = document(&[input.as_bytes()]);
        let error = end.expect_err(input);
        assert_eq!(error.position(), *position, "{input}: {error}");
        let finding = error.finding();
        assert_eq!(finding.path, *path, "{input}: {error}");
        assert_eq!(finding.position, Some(*position));
        assert_eq!(&finding.rule, error.rule());
        assert_eq!(finding.message, error.message());
    }
}

#[test]
fn errors_on_a_stream_count_bytes_from_the_start() {
    let input = format!("{STREAM}<a/>\n<iq>\n<b></c>");
    let (_, end) = stream(&[input.as_bytes()]);
    let error = end.expect_err("mismatch");
    assert_eq!(error.position(), at(STREAM.len() as u64 + 15, 2, 6));
    assert_eq!(error.finding().path, "iq/b");
}

#[test]
fn paths_have_an_index_only_among_namesakes() {
    let xml = "<iq id='1'><query><item/><item xml:lang='en'><group/></item><other/></query></iq>";
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    let root = document.root();
    assert_eq!(root.path(), "iq");
    assert_eq!(root.attribute("", "id").unwrap().path(), "iq/@id");
    let query = root.elements().next().unwrap();
    let items: Vec<_> = query.elements().collect();
    assert_eq!(items[0].path(), "iq/query/item[1]");
    assert_eq!(
        items[1].elements().next().unwrap().path(),
        "iq/query/item[2]/group"
    );
    assert_eq!(items[2].path(), "iq/query/other");
    let lang = items[1].attributes().next().unwrap();
    assert_eq!(lang.path(), "iq/query/item[2]/@xml:lang");
    assert_eq!(lang.element().path(), "iq/query/item[2]");
}
