//! Typed values: bytes to structs, their payloads included, and back.
//!
//! `decode` reads the bytes, makes the values and drops them. Ours checks everything that it checks by default, and its
//! addresses are prepared; of the peers, only xmpp-parsers checks addresses. Each peer gets every stanza as a document of its
//! own, since none of them reads from a stream's tape; what it needs of the stream's namespaces is declared on the stanza.

#[cfg(feature = "peers")]
#[allow(dead_code, reason = "the values are made and dropped")]
mod instant;
mod ours;
#[cfg(feature = "peers")]
mod parsers;
#[allow(dead_code, reason = "the values are made and dropped")]
mod serde_xml;
#[allow(dead_code, reason = "the values are made and dropped")]
mod stanzas;

use crate::harness::Contestant;
use crate::kinds::Kind;
use crate::reader::NS_READER;

pub(crate) fn contestants() -> Vec<Contestant> {
    let contestant = |group, name, reference, prepare| Contestant {
        group,
        name,
        reference,
        prepare,
    };
    vec![
        contestant("decode", "xmpp-core, owned", NS_READER, ours::decode),
        contestant(
            "decode",
            "xmpp-core, borrowed",
            NS_READER,
            ours::decode_borrowed,
        ),
        contestant("decode", "the values cloned", OWNED, ours::clone_values),
        #[cfg(feature = "peers")]
        contestant("decode", "xmpp-parsers", OWNED, parsers::decode),
        contestant("decode", "quick-xml and serde", OWNED, serde_xml::decode),
        #[cfg(feature = "peers")]
        contestant("decode", "instant-xml", OWNED, instant::decode),
        contestant("encode", "xmpp-core", PIECES, ours::encode),
        contestant("encode", "quick-xml and serde", ENCODED, serde_xml::encode),
        contestant("encode", "pieces pushed", PIECES, ours::push_pieces),
    ]
}

const OWNED: (&str, &str) = ("decode", "xmpp-core, owned");
const ENCODED: (&str, &str) = ("encode", "xmpp-core");
const PIECES: (&str, &str) = ("encode", "pieces pushed");

/// The stanzas of a kind, each as a document.
fn documents(kind: &Kind) -> Vec<String> {
    kind.stanzas
        .iter()
        .map(|stanza| match stanza.strip_prefix("<stream:features") {
            Some(rest) => format!(
                "<stream:features xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'{rest}"
            ),
            None => {
                let name_end = stanza.find([' ', '>']).expect("a stanza has a start tag");
                let (name, rest) = stanza.split_at(name_end);
                format!("{name} xmlns='jabber:client'{rest}")
            }
        })
        .collect()
}
