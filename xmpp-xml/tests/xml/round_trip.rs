//! `read(write(x))` is `x`, for any tree and any text; `write(read(y))` means `y`.

use proptest::prelude::*;
use xmpp_xml::{
    Content, Document, Fragment, Item, Limits, Node, Reader, Writer, XML_NAMESPACE, is_xml_char,
};

/// A tree as a writer is told it.
#[derive(Clone, Debug, PartialEq)]
struct Tree {
    namespace: String,
    name: String,
    attributes: Vec<(String, String, String)>,
    content: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Element(Tree),
}

fn write(tree: &Tree, writer: &mut Writer) {
    writer.start(&tree.namespace, &tree.name);
    for (namespace, name, value) in &tree.attributes {
        writer.attribute_ns(namespace, name, value);
    }
    for part in &tree.content {
        match part {
            Part::Text(text) => writer.text(text),
            Part::Element(child) => write(child, writer),
        }
    }
    writer.end();
}

fn read(node: Node<'_>) -> Tree {
    Tree {
        namespace: node.namespace().to_owned(),
        name: node.name().to_owned(),
        attributes: node
            .attributes()
            .map(|a| {
                (
                    a.namespace().to_owned(),
                    a.name().to_owned(),
                    a.value().into_owned(),
                )
            })
            .collect(),
        content: node
            .content()
            .map(|content| match content {
                Content::Text(text) => Part::Text(text.value().into_owned()),
                Content::Element(child) => Part::Element(read(child)),
            })
            .collect(),
    }
}

fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => prop::sample::select(vec!['a', ' ', '&', '<', '>', '\'', '"', ']', '\r', '\n', '\t', ';', '#', '\u{FEFF}', '\u{85}', '\u{2028}']),
        1 => any::<char>().prop_filter("XML cannot carry it", |&character| is_xml_char(character)),
    ];
    prop::collection::vec(character, 1..8).prop_map(String::from_iter)
}

fn namespace() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("jabber:client".to_owned()),
        Just("urn:a".to_owned()),
        Just("urn:b".to_owned()),
        Just(XML_NAMESPACE.to_owned()),
        text(),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("from".to_owned()),
        Just("xmlnsx".to_owned()),
        "[A-Za-z_\u{c0}-\u{d6}\u{370}-\u{37d}\u{10000}-\u{EFFFF}][-.0-9\u{b7}\u{300}-\u{36f}a-z]{0,3}",
    ]
}

fn attributes() -> impl Strategy<Value = Vec<(String, String, String)>> {
    let attribute = (namespace(), name(), text());
    prop::collection::vec(attribute, 0..5).prop_map(|mut attributes| {
        let mut known = Vec::new();
        attributes.retain(|(namespace, name, _)| {
            let key = (namespace.clone(), name.clone());
            !known.contains(&key) && {
                known.push(key);
                true
            }
        });
        attributes
    })
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = (namespace(), name(), attributes()).prop_map(|(namespace, name, attributes)| Tree {
        namespace,
        name,
        attributes,
        content: Vec::new(),
    });
    leaf.prop_recursive(5, 40, 5, |inner| {
        let part = prop_oneof![text().prop_map(Part::Text), inner.prop_map(Part::Element)];
        (
            namespace(),
            name(),
            attributes(),
            prop::collection::vec(part, 0..5),
        )
            .prop_map(|(namespace, name, attributes, mut content)| {
                content.dedup_by(|later, earlier| {
                    matches!((later, earlier), (Part::Text(_), Part::Text(_)))
                });
                Tree {
                    namespace,
                    name,
                    attributes,
                    content,
                }
            })
    })
}

fn written(tree: &Tree) -> String {
    let mut writer = Writer::document();
    write(tree, &mut writer);
    writer.finish().expect("it can be written")
}

proptest! {
    #[test]
    fn what_is_written_reads_back(tree in tree()) {
        let xml = written(&tree);
        let document = Document::parse(&xml, Limits::FILE).map_err(|error| {
            TestCaseError::fail(format!("{xml}: {error}"))
        })?;
        prop_assert_eq!(read(document.root()), tree, "{}", xml);
    }

    #[test]
    fn every_part_can_be_captured_and_written_elsewhere(tree in tree(), outer in namespace()) {
        let document = Document::parse(&written(&tree), Limits::FILE).unwrap();
        let mut open = vec![document.root()];
        while let Some(node) = open.pop() {
            open.extend(node.elements());
            let fragment = node.to_fragment();
            prop_assert_eq!(fragment.name(), node.name());
            prop_assert_eq!(fragment.namespace(), node.namespace());
            let alone = Fragment::parse(&fragment.to_xml()).unwrap();
            prop_assert_eq!(read(alone.document().root()), read(node));
            prop_assert_eq!(&alone, &fragment);
            let mut writer = Writer::document();
            writer.start(&outer, "outer");
            writer.fragment(&fragment);
            writer.end();
            let xml = writer.finish().unwrap();
            let again = Document::parse(&xml, Limits::FILE).unwrap();
            let inner = again.root().elements().next().unwrap();
            prop_assert_eq!(read(inner), read(node), "{}", xml);
        }
    }

    #[test]
    fn the_reader_stands_behind_the_end_tag_of_each_stanza(
        trees in prop::collection::vec(tree(), 1..5),
        cut in 1_usize..40,
    ) {
        // Attack A15: whatever was inside, the next stanza is the next stanza.
        let mut input = "<s:stream xmlns:s='http://etherx.jabber.org/streams'>".to_owned();
        for tree in &trees {
            input.push_str(&written(tree));
            input.push('\n');
        }
        input.push_str("</s:stream>");
        let mut reader = Reader::stream(Limits::FILE);
        let (mut seen, mut closed) = (Vec::new(), false);
        for piece in input.as_bytes().chunks(cut) {
            reader.receive(piece);
            loop {
                match reader.read().unwrap() {
                    Some(Item::Stanza(node)) => seen.push(read(node)),
                    Some(Item::Close) => closed = true,
                    Some(Item::Header(_)) => {}
                    None => break,
                }
            }
        }
        prop_assert!(closed && reader.finish().is_ok());
        prop_assert_eq!(seen, trees);
    }

    #[test]
    fn any_bytes_are_read_or_refused_alike_however_they_are_cut(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<a>", "</a>", "<a", "/>", ">", " b='", "'", "\"", " xmlns='u'", " xmlns:p='v'", " p:c=\"", "p:", "&amp;",
            "&#", "x41;", "&", ";", "<![CDATA[", "]]>", "]", "<!--", "<?xml", "?>", "<!DOCTYPE", "\u{e9}", "\u{FFFE}",
            "\u{1F600}", "\r\n", " ", "text", ":", "<", "=",
        ]), 0..12),
        cut in 0_usize..60,
    ) {
        let input = format!("<a xmlns:p='w'>{}", pieces.concat());
        let end = |pieces: &[&[u8]]| {
            let mut reader = Reader::document(Limits::CLIENT);
            for piece in pieces {
                reader.receive(piece);
                let _ = reader.read();
            }
            reader.finish()
        };
        let (left, right) = input.as_bytes().split_at(cut.min(input.len()));
        let bytes: Vec<&[u8]> = input.as_bytes().chunks(1).collect();
        let whole = end(&[input.as_bytes()]);
        prop_assert_eq!(&end(&[left, right]), &whole);
        prop_assert_eq!(&end(&bytes), &whole);
    }
}
