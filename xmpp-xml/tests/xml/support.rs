//! What the tests share.

use xmpp_xml::{Item, Limits, Node, Reader, XmlError};

pub(crate) const STREAM: &str = "<stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

/// Everything that a reader tells, as text, and how it ends.
pub(crate) fn told(mut reader: Reader, pieces: &[&[u8]]) -> (Vec<String>, Result<(), XmlError>) {
    let mut told = Vec::new();
    for piece in pieces {
        reader.receive(piece);
        loop {
            match reader.read() {
                Ok(Some(item)) => told.push(described(item)),
                Ok(None) => break,
                Err(error) => return (told, Err(error)),
            }
        }
    }
    let end = reader.finish();
    (told, end)
}

/// The same for a stream under the limits of a client.
pub(crate) fn stream(pieces: &[&[u8]]) -> (Vec<String>, Result<(), XmlError>) {
    told(Reader::stream(Limits::CLIENT), pieces)
}

/// The same for a document under the limits of a client.
pub(crate) fn document(pieces: &[&[u8]]) -> (Vec<String>, Result<(), XmlError>) {
    told(Reader::document(Limits::CLIENT), pieces)
}

/// Asserts that cutting the input anywhere, and everywhere, makes no difference, and returns what it is told as a whole.
pub(crate) fn cut_everywhere(
    read: impl Fn(&[&[u8]]) -> (Vec<String>, Result<(), XmlError>),
    input: &[u8],
) -> (Vec<String>, Result<(), XmlError>) {
    let whole = read(&[input]);
    for cut in 0..=input.len() {
        let (left, right) = input.split_at(cut);
        assert_eq!(
            read(&[left, right]),
            whole,
            "cut at {cut}: {:?}",
            shown(input)
        );
    }
    let bytes: Vec<&[u8]> = input.chunks(1).collect();
    assert_eq!(read(&bytes), whole, "byte by byte: {:?}", shown(input));
    whole
}

pub(crate) fn shown(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

fn described(item: Item<'_>) -> String {
    match item {
        Item::Header(node) => format!("header {}", outline(node)),
        Item::Stanza(node) => format!("stanza {}", outline(node)),
        Item::Close => "close".to_owned(),
    }
}

/// All that a node says, its content indented; without recursion, since tests nest deep.
pub(crate) fn outline(node: Node<'_>) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    let mut open = vec![vec![xmpp_xml::Content::Element(node)].into_iter()];
    while let Some(content) = open.last_mut() {
        let Some(content) = content.next() else {
            open.pop();
            continue;
        };
        match content {
            xmpp_xml::Content::Text(text) => {
                let _ = write!(out, "{text:?}@{} ", text.position());
            }
            xmpp_xml::Content::Element(node) => {
                let _ = write!(
                    out,
                    "{{{}}}{}@{:?} ",
                    node.namespace(),
                    node.name(),
                    node.position()
                );
                for attribute in node.attributes() {
                    let position = attribute.value_position();
                    let _ = write!(
                        out,
                        "{{{}}}{attribute:?}@{position} ",
                        attribute.namespace()
                    );
                }
                let _ = write!(out, "{:?} ", node.declarations().collect::<Vec<_>>());
                open.push(node.content().collect::<Vec<_>>().into_iter());
            }
        }
    }
    out + node.xml()
}
