//! Ids of stanzas.

use crate::text::newtype::free_text;
use compact_str::CompactString;

/// The id of a stanza: opaque text, by which an answer finds its request (RFC 6120 §8.1.3).
///
/// Any text, compared exactly. 24 bytes; up to as many octets of text are kept inside.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id {
    text: CompactString,
}

free_text!(Id);
