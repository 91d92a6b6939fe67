//! The tokens of one stanza, 16 bytes each, and the text they point into.

use crate::names::{NameKey, name_word};
use crate::{Binding, Position};

mod entries;
mod interned;

pub(crate) use entries::Entries;
pub(crate) use interned::{NO_NAMESPACE, Namespaces, XML};

/// The tokens of one stanza or document, and the text they point into.
///
/// A reader fills one tape again and again, so that reading a stanza allocates nothing once the tape has grown.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    /// What was received; the stanza begins at `start`, and more input may follow it.
    pub(crate) text: String,
    pub(crate) start: usize,
    /// Bytes of the input before `text`.
    pub(crate) base: u64,
    pub(crate) entries: Entries,
    pub(crate) namespaces: Namespaces,
    /// What is declared outside of the stanza: by the header of the stream, or where a fragment stood. For names in values.
    pub(crate) outside: Vec<Binding>,
}

impl Tape {
    /// The text that the tokens point into; what was received after them may follow.
    pub fn text(&self) -> &str {
        &self.text[self.start..]
    }

    #[inline]
    pub(crate) fn entry(&self, index: u32) -> Entry {
        self.entries[index]
    }

    #[inline]
    pub(crate) fn slice(&self, offset: u32, length: usize) -> &str {
        let from = self.start + offset as usize;
        &self.text[from..from + length]
    }

    /// The same, of which nothing but its bytes is asked.
    #[inline]
    pub(crate) fn bytes(&self, offset: u32, length: usize) -> &[u8] {
        let from = self.start + offset as usize;
        &self.text.as_bytes()[from..from + length]
    }

    pub(crate) fn position(&self, offset: u32) -> Position {
        Position::locate(self.text(), offset as usize, self.base + self.start as u64)
    }

    /// The name with its prefix, of an element, attribute or declaration.
    #[inline]
    pub(crate) fn qualified_name(&self, entry: Entry) -> &str {
        let offset = entry.offset + u32::from(entry.kind() == Kind::Element);
        self.slice(offset, entry.name as usize)
    }

    /// The name of an attribute that has no prefix.
    #[inline]
    pub(crate) fn attribute_name(&self, attribute: Entry) -> &str {
        self.slice(attribute.offset, attribute.name as usize)
    }

    /// Whether both elements have the same namespace, as the tape has it, and name. A long one that has another prefix is another.
    #[inline]
    pub(crate) fn same_expanded_name(&self, one: Entry, other: Entry) -> bool {
        one.namespace() == other.namespace()
            && one.gap == other.gap
            && self.element_key(one).is_like(self.element_key(other))
            && (one.name <= 8 || self.qualified_name(one) == self.qualified_name(other))
    }

    /// The key of a name.
    #[inline(always)]
    fn name_key(&self, offset: u32, length: u16) -> NameKey {
        let from = self.start + offset as usize;
        let rest = self.text.as_bytes().get(from..);
        let word = match rest.and_then(<[u8]>::first_chunk::<8>) {
            Some(eight) => u64::from_le_bytes(*eight),
            None => self.last_word(offset, length),
        };
        NameKey { length, word }
    }

    /// The first bytes of a name behind which the text ends.
    #[cold]
    fn last_word(&self, offset: u32, length: u16) -> u64 {
        name_word(self.bytes(offset, usize::from(length)))
    }

    /// The key of the name of an attribute, prefix included.
    #[inline(always)]
    pub(crate) fn attribute_key(&self, attribute: Entry) -> NameKey {
        self.name_key(attribute.offset, attribute.name)
    }

    /// The key of the local name of an element.
    #[inline(always)]
    pub(crate) fn element_key(&self, element: Entry) -> NameKey {
        let length = element.name.saturating_sub(element.gap);
        self.name_key(element.offset + 1 + u32::from(element.gap), length)
    }

    /// The local name of an element.
    #[inline]
    pub(crate) fn element_name(&self, element: Entry) -> &str {
        let length = usize::from(element.name.saturating_sub(element.gap));
        self.slice(element.offset + 1 + u32::from(element.gap), length)
    }

    /// The same, of which nothing but its bytes is asked.
    #[inline]
    pub(crate) fn element_name_bytes(&self, element: Entry) -> &[u8] {
        let length = usize::from(element.name.saturating_sub(element.gap));
        self.bytes(element.offset + 1 + u32::from(element.gap), length)
    }

    /// The prefix, empty for none, and the local name.
    pub(crate) fn split_name(&self, entry: Entry) -> (&str, &str) {
        let name = self.qualified_name(entry);
        if entry.kind() == Kind::Element {
            let prefix = entry.gap as usize;
            return (&name[..prefix.saturating_sub(1)], &name[prefix..]);
        }
        if entry.has(PREFIXED) {
            let colon = name.bytes().position(|byte| byte == b':');
            return colon.map_or(("", name), |colon| (&name[..colon], &name[colon + 1..]));
        }
        ("", name)
    }

    /// Where the value of an attribute or a declaration begins, behind its quote.
    #[inline]
    pub(crate) fn value_offset(&self, entry: Entry) -> u32 {
        let name_end = entry.offset + u32::from(entry.name);
        if entry.gap < u16::MAX {
            return name_end + u32::from(entry.gap);
        }
        self.far_value_offset(name_end)
    }

    /// The same where there is more white space around `=` than the entry can say: the quote is looked for.
    #[cold]
    fn far_value_offset(&self, name_end: u32) -> u32 {
        let rest = &self.text.as_bytes()[self.start + name_end as usize..];
        let quote = memchr::memchr2(b'\'', b'"', rest).unwrap_or(0);
        name_end + u32::try_from(quote).unwrap_or(0) + 1
    }

    #[inline]
    pub(crate) fn raw_value(&self, entry: Entry) -> &str {
        self.slice(self.value_offset(entry), entry.extent as usize)
    }

    #[inline]
    pub(crate) fn namespace(&self, entry: Entry) -> &str {
        self.namespaces.name(entry.namespace())
    }
}

/// One token. What the fields mean depends on the kind:
///
/// | kind | `offset` | namespace | `extent` | `name` | `gap` |
/// | --- | --- | --- | --- | --- | --- |
/// | element | of `<` | its own | index of its end | bytes of its name | bytes of its prefix, colon included |
/// | declaration | of its name | the declared one | bytes of its value | bytes of its name | from name to value |
/// | attribute | of its name | its own | bytes of its value | bytes of its name | from name to value |
/// | text, CDATA | of its first byte | | bytes | | |
/// | end | behind the element | | behind the start tag | | |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) offset: u32,
    tag: u32,
    pub(crate) extent: u32,
    pub(crate) name: u16,
    pub(crate) gap: u16,
}

const _: () = assert!(size_of::<Entry>() == 16);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Element,
    Declaration,
    Attribute,
    Text,
    Cdata,
    End,
}

/// The value is not what it stands for: it has references or white space to be normalized.
pub(crate) const ESCAPED: u32 = 1 << 3;
/// The name of the attribute has a prefix.
pub(crate) const PREFIXED: u32 = 1 << 4;
/// Of an end: a prefix inside the outermost element was bound outside of that.
pub(crate) const OUTER_PREFIX: u32 = 1 << 3;
/// No name inside the element was bound outside of it.
pub(crate) const SELF_CONTAINED: u32 = 1 << 5;

const NAMESPACE_SHIFT: u32 = 6;
/// No tape has more namespaces than this, nor more tokens.
pub(crate) const MAX_NAMESPACES: usize = 1 << (32 - NAMESPACE_SHIFT);

impl Entry {
    pub(crate) const fn new(kind: Kind, offset: u32, extent: u32) -> Self {
        Self {
            offset,
            tag: kind as u32,
            extent,
            name: 0,
            gap: 0,
        }
    }

    pub(crate) const fn kind(self) -> Kind {
        match self.tag & 7 {
            0 => Kind::Element,
            1 => Kind::Declaration,
            2 => Kind::Attribute,
            3 => Kind::Text,
            4 => Kind::Cdata,
            _ => Kind::End,
        }
    }

    /// Whether it is of that kind: asked of one kind after the other this takes fewer steps than to tell it of all.
    #[inline(always)]
    pub(crate) const fn is(self, kind: Kind) -> bool {
        self.tag & 7 == kind as u32
    }

    pub(crate) const fn has(self, flag: u32) -> bool {
        self.tag & flag != 0
    }

    pub(crate) const fn set(&mut self, flag: u32, on: bool) {
        if on {
            self.tag |= flag;
        }
    }

    /// Adds flags.
    pub(crate) const fn add(&mut self, flags: u32) {
        self.tag |= flags;
    }

    pub(crate) const fn namespace(self) -> u32 {
        self.tag >> NAMESPACE_SHIFT
    }

    /// The same where there is none yet.
    pub(crate) const fn add_namespace(&mut self, namespace: u32) {
        self.tag |= namespace << NAMESPACE_SHIFT;
    }

    pub(crate) const fn set_namespace(&mut self, namespace: u32) {
        self.tag = self.tag & ((1 << NAMESPACE_SHIFT) - 1) | namespace << NAMESPACE_SHIFT;
    }
}
