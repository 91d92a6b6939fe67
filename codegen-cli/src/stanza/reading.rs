//! The elements of a file, one after the other.

use std::ops::ControlFlow;
use xmpp_xml::{Binding, Item, Limits, Node, Reader, STREAM_NAMESPACE, XmlError};

/// What stands in a file.
pub(super) enum Found<'r> {
    /// An element; places in it count from `base` bytes into the file.
    Element { node: Node<'r>, base: usize },
    /// What ends the reading; its place counts from `base` bytes into the file.
    Error { error: XmlError, base: usize },
}

/// Takes what is found, until it has enough.
pub(super) type Receiver<'c> = dyn FnMut(Found<'_>) -> ControlFlow<()> + 'c;

/// Bytes given to a reader at a time: of a file with many elements, none is read much more than once.
const CHUNK: usize = 16 * 1024;

/// Reads elements until the end of the file, an error, or until the receiver has enough; returns how many there were.
///
/// Elements stand where a client's stream would have them: in `jabber:client` unless they say otherwise, and with the prefix
/// `stream`. A stream that is whole is one element. One that has no end, or breaks off in an error, is read stanza by stanza.
pub(super) fn read(bytes: &[u8], receive: &mut Receiver<'_>) -> usize {
    let mut base = 0;
    let mut count = 0;
    loop {
        match element(bytes, base, receive) {
            Ok(ControlFlow::Continue(end)) => {
                count += 1;
                base = end + blank(&bytes[end..]);
                if base == bytes.len() {
                    return count;
                }
            }
            Ok(ControlFlow::Break(())) => return count + 1,
            Err(error) => return count + stream(bytes, base, error, receive),
        }
    }
}

/// Reads the element that begins at `base`, and returns where it ends.
fn element(
    bytes: &[u8],
    base: usize,
    receive: &mut Receiver<'_>,
) -> Result<ControlFlow<(), usize>, XmlError> {
    let mut reader = Reader::fragment(Limits::FILE, &surroundings());
    for chunk in bytes[base..].chunks(CHUNK) {
        reader.receive(chunk);
        if let Some(Item::Stanza(node)) = reader.read()? {
            let start = usize::try_from(node.position().offset).unwrap_or_default();
            let end = (base + start + node.xml().len()).min(bytes.len());
            return Ok(match receive(Found::Element { node, base }) {
                ControlFlow::Continue(()) => ControlFlow::Continue(end),
                ControlFlow::Break(()) => ControlFlow::Break(()),
            });
        }
    }
    reader.finish()?;
    Ok(ControlFlow::Continue(bytes.len()))
}

/// Reads what is no whole element as a stream, whose end may be missing; where it is none, `error` says what is wrong.
/// Returns how many elements there were.
fn stream(bytes: &[u8], base: usize, error: XmlError, receive: &mut Receiver<'_>) -> usize {
    let mut reader = Reader::stream(Limits::FILE);
    let mut count = 0;
    for chunk in bytes[base..].chunks(CHUNK) {
        reader.receive(chunk);
        loop {
            let node = match reader.read() {
                Ok(None) => break,
                Ok(Some(Item::Close)) => continue,
                Ok(Some(Item::Header(node) | Item::Stanza(node))) => node,
                Err(found) => {
                    let error = if count == 0 { error } else { found };
                    let _ = receive(Found::Error { error, base });
                    return count;
                }
            };
            if count == 0 && node.namespace() != STREAM_NAMESPACE {
                let _ = receive(Found::Error { error, base });
                return 0;
            }
            count += 1;
            if receive(Found::Element { node, base }).is_break() {
                return count;
            }
        }
    }
    let cut_off = reader.pending() > 0;
    if let Err(found) = reader.finish()
        && (cut_off || count == 0)
    {
        let error = if count == 0 { error } else { found };
        let _ = receive(Found::Error { error, base });
    }
    count
}

/// What a client's stream declares.
fn surroundings() -> [Binding; 2] {
    let binding = |prefix: &str, namespace: &str| Binding {
        prefix: prefix.into(),
        namespace: namespace.into(),
    };
    [
        binding("", "jabber:client"),
        binding("stream", STREAM_NAMESPACE),
    ]
}

fn blank(bytes: &[u8]) -> usize {
    let is_blank = |byte: &&u8| byte.is_ascii_whitespace();
    bytes.iter().take_while(is_blank).count()
}
