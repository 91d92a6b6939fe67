//! Character data.

use crate::escape::{Resolved, normalize_line_ends, unescape_text};
use crate::tape::{ESCAPED, Entry, Kind};
use crate::{Node, Position, Tape};
use std::borrow::Cow;
use std::fmt;

/// What stands inside an element.
#[derive(Clone, Copy, Debug)]
pub enum Content<'t> {
    /// A child element.
    Element(Node<'t>),
    /// Character data up to the next tag.
    Text(Text<'t>),
}

impl<'t> Content<'t> {
    /// The child element, if it is one.
    pub const fn element(self) -> Option<Node<'t>> {
        match self {
            Self::Element(node) => Some(node),
            Self::Text(_) => None,
        }
    }

    /// The character data, if it is that.
    pub const fn text(self) -> Option<Text<'t>> {
        match self {
            Self::Element(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}

/// Character data between two tags, CDATA sections included: a view that is cheap to copy.
#[derive(Clone, Copy)]
pub struct Text<'t> {
    tape: &'t Tape,
    first: u32,
    last: u32,
}

impl<'t> Text<'t> {
    /// The character data whose first piece is this token.
    #[inline]
    pub(super) fn from(tape: &'t Tape, first: u32) -> Self {
        let mut last = first;
        while matches!(tape.entry(last + 1).kind(), Kind::Text | Kind::Cdata) {
            last += 1;
        }
        Self { tape, first, last }
    }

    /// The token behind its last piece.
    #[inline]
    pub(super) const fn end(self) -> u32 {
        self.last + 1
    }

    /// The text, references resolved and line ends normalized.
    #[inline]
    pub fn value(self) -> Cow<'t, str> {
        if self.first == self.last {
            return self.piece(self.first);
        }
        self.joined()
    }

    /// The text, where it is what was sent; nothing where there is something to resolve or to join.
    #[doc(hidden)]
    #[inline]
    pub fn plain_value(self) -> Option<&'t str> {
        let entry = self.tape.entry(self.first);
        let is_plain = self.first == self.last && !entry.has(ESCAPED);
        is_plain.then(|| self.tape.slice(entry.offset, entry.extent as usize))
    }

    /// The text without asking for memory, where it is short and in one piece, and something is to be resolved in it.
    pub(super) fn resolved(self) -> Option<Resolved> {
        let entry = self.tape.entry(self.first);
        let is_one = self.first == self.last && entry.is(Kind::Text) && entry.has(ESCAPED);
        is_one.then(|| Resolved::of_text(self.tape.slice(entry.offset, entry.extent as usize)))?
    }

    /// The text where it is in several pieces.
    fn joined(self) -> Cow<'t, str> {
        let mut value = self.piece(self.first);
        for index in self.first + 1..=self.last {
            value.to_mut().push_str(&self.piece(index));
        }
        value
    }

    /// The text as it was sent, with its references and CDATA markup.
    pub fn raw(self) -> &'t str {
        let first = outer_start(self.tape.entry(self.first));
        let last = self.tape.entry(self.last);
        let end = last.offset + last.extent + if last.kind() == Kind::Cdata { 3 } else { 0 };
        self.tape.slice(first, (end - first) as usize)
    }

    /// Whether it is nothing but white space (XML 1.0 §2.3), and written as that.
    #[doc(hidden)]
    #[inline]
    pub fn is_plain_whitespace(self) -> bool {
        let entry = self.tape.entry(self.first);
        let from = self.tape.start + entry.offset as usize;
        let raw = &self.tape.text.as_bytes()[from..from + entry.extent as usize];
        self.first == self.last && !entry.has(ESCAPED) && is_white(raw)
    }

    /// Whether it is nothing but white space (XML 1.0 §2.3).
    pub fn is_whitespace(self) -> bool {
        let white = |byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        (self.first..=self.last).all(|index| self.piece(index).bytes().all(white))
    }

    /// Where it stands in the input.
    pub fn position(self) -> Position {
        self.tape.position(outer_start(self.tape.entry(self.first)))
    }

    #[inline]
    fn piece(self, index: u32) -> Cow<'t, str> {
        let entry = self.tape.entry(index);
        let raw = self.tape.slice(entry.offset, entry.extent as usize);
        if entry.has(ESCAPED) {
            return unescaped(entry, raw);
        }
        Cow::Borrowed(raw)
    }
}

/// What a text stands for in which something is to be resolved.
#[inline(never)]
fn unescaped(entry: Entry, raw: &str) -> Cow<'_, str> {
    match entry.kind() {
        Kind::Cdata => normalize_line_ends(raw),
        _ => unescape_text(raw),
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.value())
    }
}

/// Whether text of XML is white space only, looked at eight bytes at a time: below a space, there are no other characters.
#[inline]
fn is_white(text: &[u8]) -> bool {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let has_more = |eight: &[u8; 8]| {
        let bytes = u64::from_le_bytes(*eight);
        (((bytes & !HIGH) + 0x5f5f_5f5f_5f5f_5f5f) | bytes) & HIGH != 0
    };
    match text.last_chunk::<8>() {
        Some(last) => !has_more(last) && !text.as_chunks::<8>().0.iter().any(has_more),
        None => text.iter().all(|byte| *byte <= b' '),
    }
}

fn outer_start(entry: Entry) -> u32 {
    match entry.kind() {
        Kind::Cdata => entry.offset - "<![CDATA[".len() as u32,
        _ => entry.offset,
    }
}
