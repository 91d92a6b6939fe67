//! Over tokens that are there as a whole and have nothing unusual in them: nearly all are such.
//!
//! What the loop needs at every token is in its hands, and is given back to the machine when it ends. It leaves the machine where it
//! stands as soon as it meets what it does not know: see [`Exit`].

use super::machine::{Machine, Open, Phase, State};
use super::scan;
use super::scope::Scope;
use super::text::{self, Begun};
use super::window::window;
use crate::Limits;
use crate::block::{BLOCK, WINDOW};
use crate::tape::{
    ESCAPED, Entry, Kind, MAX_NAMESPACES, Namespaces, OUTER_PREFIX, PREFIXED, SELF_CONTAINED, XML,
};

/// Why the loop ended, and where.
#[derive(Clone, Copy)]
pub(super) enum Exit {
    /// The outermost element has ended.
    Told,
    /// At the `<` of an end tag that is for the steps.
    EndTag,
    /// At the beginning of character data that is long or unusual.
    Text,
    /// At the `<` of a start tag whose name is long, unusual or not there.
    Start,
    /// At the space before an attribute that is long, unusual or not there.
    Attribute,
    /// At the `>` or `/>` of a start tag whose names are not the loop's to judge, such as those of attributes with prefixes.
    TagEnd,
}

impl Limits {
    /// Whether no token that the loop goes over is beyond the limits of names and texts: no name is longer than two blocks, and nothing is
    /// as long as a window.
    pub(super) const fn are_wide(&self) -> bool {
        self.name >= 2 * BLOCK && self.text >= WINDOW
    }
}

/// The loop. Indices are those of the stanza, which is what `bytes` begin with, and hence offsets of the tape.
struct Plain<'m> {
    bytes: &'m [u8],
    entries: &'m mut Vec<Entry>,
    open: &'m mut Vec<Open>,
    scope: &'m mut Scope,
    namespaces: &'m Namespaces,
    limits: &'m Limits,
    at: usize,
    /// Which of the bytes from `at` on mean something, as far as a window has been looked at.
    marks: u64,
    /// How many entries there may be: no more tokens than that, since ends of elements are entries and no tokens.
    room: usize,
    /// How many elements have ended.
    ends: usize,
    /// The element whose start tag the loop is in, which is not yet among the open ones: its entry, and how many declarations were in scope
    /// before it.
    tag: u32,
    tag_scope: u32,
    /// The default namespace where the loop is, and the depth where that was declared.
    default_namespace: u32,
    default_depth: u32,
    /// How many attributes a tag may have, and how many entries there may be inside of this one: no more attributes than that, since
    /// declarations are entries too.
    attributes: usize,
    tag_room: usize,
    names: u64,
    /// The end of the tag is for others: attributes have a prefix, two may be the same, or it is that of the stream.
    unusual: bool,
    /// Bytes of the prefix of the element, colon included.
    prefix: usize,
    outer_prefix: bool,
    outer_default: u32,
    /// What is known of the text that the loop ends at.
    begun: &'m mut Begun,
}

impl Machine {
    /// Goes over plain tokens from `at` on: inside a start tag, or at the beginning of content.
    #[inline(never)]
    pub(super) fn plain(&mut self, in_tag: bool) -> Exit {
        let start = self.tape.start;
        let before = self.tape.entries.len();
        let room = before + self.limits.tokens.saturating_sub(self.tokens);
        let attributes = self.limits.attributes.min(MAX_NAMESPACES); // as many tokens there never are
        let (default_namespace, default_depth) = default_of(&self.open, self.outer_default);
        let (tag, prefix) = if in_tag {
            let tag = self.open.pop().unwrap_or_default();
            (tag, usize::from(self.tape.entry(tag.entry).gap))
        } else {
            (Open::default(), 0)
        };
        let unusual = in_tag && (self.prefixed || self.suspect || self.phase != Phase::Body);
        let mut begun = Begun::default();
        let mut plain = Plain {
            bytes: &self.tape.text.as_bytes()[start..self.end],
            entries: &mut self.tape.entries,
            open: &mut self.open,
            scope: &mut self.scope,
            namespaces: &self.tape.namespaces,
            limits: &self.limits,
            at: self.at - start,
            marks: 0,
            room,
            ends: 0,
            tag: tag.entry,
            tag_scope: tag.scope,
            default_namespace,
            default_depth,
            attributes,
            tag_room: room.min(tag.entry as usize + 1 + attributes),
            names: self.names,
            unusual,
            prefix,
            outer_prefix: self.outer_prefix,
            outer_default: self.outer_default,
            begun: &mut begun,
        };
        let exit = plain.run(in_tag);
        if matches!(exit, Exit::Attribute | Exit::TagEnd) {
            plain.open.push(plain.opened(0, u32::MAX));
            let declarations = plain.scope.len() - plain.tag_scope as usize;
            self.attributes = plain.entries.len() - (plain.tag as usize + 1) - declarations;
            self.names = plain.names;
            if !plain.unusual {
                self.prefixed = false;
                self.suspect = false;
            }
            self.state = State::Tag;
        }
        self.mark = start + plain.at;
        self.at = self.mark;
        self.outer_prefix = plain.outer_prefix;
        self.tokens += plain.entries.len() - before - plain.ends;
        self.escaped = false;
        if matches!(exit, Exit::Text) {
            self.state = State::Text;
            self.at += begun.length;
            self.escaped = begun.has_references;
        }
        exit
    }
}

impl Plain<'_> {
    #[inline(always)]
    fn run(&mut self, mut in_tag: bool) -> Exit {
        loop {
            if !in_tag && let Some(exit) = self.content() {
                return exit;
            }
            in_tag = false;
            if let Some(exit) = self.attributes() {
                let over = match exit {
                    Exit::TagEnd => scan::indent_in_tag(self.bytes, self.at),
                    _ => 0,
                };
                if over == 0 {
                    return exit;
                }
                self.go(over);
                in_tag = true;
            }
        }
    }

    /// Over character data and end tags, up to the attributes of a start tag.
    #[inline(always)]
    fn content(&mut self) -> Option<Exit> {
        loop {
            if self.byte(0) != b'<' && !self.text() {
                return Some(Exit::Text);
            }
            if self.byte(1) != b'/' {
                return (!self.start()).then_some(Exit::Start);
            }
            if !self.end_tag() {
                return Some(Exit::EndTag);
            }
            if self.open.is_empty() {
                return Some(Exit::Told);
            }
        }
    }

    /// Over the attributes of a start tag and its end.
    #[inline(always)]
    fn attributes(&mut self) -> Option<Exit> {
        while self.byte(0) == b' ' {
            if !self.attribute() {
                return Some(Exit::Attribute);
            }
        }
        let is_empty = self.byte(0) == b'/';
        if self.byte(usize::from(is_empty)) != b'>' || self.unusual {
            return Some(Exit::TagEnd);
        }
        let Some((namespace, lowest)) = self.namespace() else {
            return Some(Exit::TagEnd);
        };
        self.end_start_tag(is_empty, namespace, lowest);
        (is_empty && self.open.is_empty()).then_some(Exit::Told)
    }

    /// The byte so many behind `at`, 0 where none is.
    #[inline(always)]
    fn byte(&self, behind: usize) -> u8 {
        self.bytes.get(self.at + behind).copied().unwrap_or(0)
    }

    /// Over character data, up to the `<` behind it.
    #[inline(always)]
    fn text(&mut self) -> bool {
        if self.marks == 0 {
            self.marks = window(self.bytes, self.at);
        }
        let (mut length, mut has_references) = (self.marks.trailing_zeros() as usize, false);
        if self.marks == 0 || self.byte(length) != b'<' {
            length = scan::indent(self.bytes, self.at);
            if length == 0 {
                (length, has_references) =
                    text::over_piece(self.bytes, self.at, self.limits.text, self.begun);
                self.marks = 0;
            }
            if length == 0 {
                return false;
            }
        }
        if self.entries.len() >= self.room {
            return false;
        }
        let mut entry = Entry::new(Kind::Text, self.at as u32, length as u32);
        entry.set(ESCAPED, has_references);
        self.entries.push(entry);
        self.go(length);
        true
    }

    /// Goes over so many bytes, less than a window.
    #[inline(always)]
    const fn go(&mut self, over: usize) {
        self.at += over;
        self.marks = self.marks.wrapping_shr(over as u32);
    }

    /// Over the name of a start tag.
    #[inline(always)]
    fn start(&mut self) -> bool {
        let from = self.at + 1;
        let mut length = scan::letters(self.bytes, from);
        let is_plain = |next| matches!(next, b' ' | b'>' | b'/');
        self.prefix = 0;
        if !is_plain(self.byte(1 + length)) || self.byte(1) == b'-' || length == 0 {
            (self.prefix, length) = other_name(self.scope, self.bytes, from, length);
            if length == 0 || !is_plain(self.byte(1 + length)) {
                return false;
            }
        }
        let index = self.entries.len();
        if self.open.len() >= self.limits.depth || index >= self.room {
            return false;
        }
        self.tag = index as u32;
        self.tag_scope = self.scope.len() as u32;
        let mut entry = Entry::new(Kind::Element, self.at as u32, 0);
        entry.name = length as u16;
        entry.gap = self.prefix as u16;
        self.entries.push(entry);
        self.tag_room = self.room.min(index + 1 + self.attributes);
        self.go(1 + length);
        self.names = 0;
        self.unusual = false;
        true
    }

    /// Over the space at `at` and the attribute behind it.
    #[inline(always)]
    fn attribute(&mut self) -> bool {
        let from = self.at + 1;
        let mut marks = self.marks >> 1;
        let mut rest = marks & marks.wrapping_sub(1);
        if rest == 0 {
            marks = window(self.bytes, from);
            rest = marks & marks.wrapping_sub(1);
            if rest == 0 {
                return false;
            }
        }
        let (opens, closes) = (
            marks.trailing_zeros() as usize,
            rest.trailing_zeros() as usize,
        );
        self.marks = marks >> closes >> 1;
        let equals = self.at + opens;
        let quotes = (
            self.bytes.get(equals..).and_then(<[u8]>::first_chunk),
            self.bytes.get(from + closes),
        );
        let (Some([b'=', quote @ (b'\'' | b'"')]), Some(last)) = quotes else {
            return false;
        };
        let Some(name) = self.bytes.get(from..equals) else {
            return false;
        };
        if quote != last {
            return false;
        }
        let value = closes - opens - 1;
        if name == b"xmlns" {
            return self.declaration(from, value);
        }
        let length = name.len();
        let is_common = scan::letters(self.bytes, from) == length && name.first() != Some(&b'-');
        let is_language = !is_common && name == LANGUAGE;
        if !is_common && !is_language && scan::short_name(name) != length || length == 0 {
            return false;
        }
        let bit = bit_of_name(name);
        if self.names & bit != 0 || self.entries.len() >= self.tag_room {
            return false;
        }
        self.names |= bit;
        let mut entry = Entry::new(Kind::Attribute, from as u32, value as u32);
        if is_language {
            entry.set(PREFIXED, true);
            entry.set_namespace(XML);
        }
        entry.name = length as u16;
        entry.gap = 2;
        self.entries.push(entry);
        self.at = from + closes + 1;
        true
    }

    /// Takes a default namespace into scope, if it is known and the first declaration of the tag: nothing can be wrong with it then.
    /// `xmlns` stands at `from`.
    #[inline(always)]
    fn declaration(&mut self, from: usize, length: usize) -> bool {
        let value = from + 5 + 2;
        let namespace = self.bytes.get(value..value + length);
        let Some(number) = namespace.and_then(|namespace| self.namespaces.known(namespace)) else {
            return false;
        };
        let bound = self.scope.len();
        let is_first = self.tag_scope as usize == bound && bound < self.limits.declarations;
        if !is_first || self.entries.len() >= self.room {
            return false;
        }
        let depth = self.open.len() + 1;
        self.default_namespace = number;
        self.default_depth = depth as u32;
        self.scope.bind(from as u32 + 5, 0, depth, number);
        let mut entry = Entry::new(Kind::Declaration, from as u32, length as u32);
        entry.name = 5;
        entry.gap = 2;
        entry.set_namespace(number);
        self.entries.push(entry);
        self.at = value + length + 1;
        true
    }

    /// The namespace of the element whose start tag ends, and the depth at which its name was bound.
    #[inline(always)]
    fn namespace(&mut self) -> Option<(u32, u32)> {
        if self.prefix == 0 {
            return Some((self.default_namespace, self.default_depth));
        }
        let element = self.entries[self.tag as usize];
        let from = element.offset as usize + 1;
        let (namespace, depth) = self.scope.look_up(self.bytes, from, self.prefix)?;
        self.outer_prefix |= depth == 0;
        Some((namespace, depth))
    }

    /// Over the end of a start tag: gives the element its namespace.
    #[inline(always)]
    fn end_start_tag(&mut self, is_empty: bool, namespace: u32, lowest: u32) {
        self.go(1 + usize::from(is_empty));
        let at = self.at as u32;
        let end_index = self.entries.len() as u32;
        let element = &mut self.entries[self.tag as usize];
        element.set_namespace(namespace);
        if is_empty {
            element.extent = end_index;
            self.end(self.tag_scope, lowest, at);
            return;
        }
        self.open.push(self.opened(at, lowest));
    }

    /// The element of the tag, as one that is open.
    #[inline(always)]
    const fn opened(&self, start_tag_end: u32, lowest: u32) -> Open {
        Open {
            entry: self.tag,
            start_tag_end,
            scope: self.tag_scope,
            default_namespace: self.default_namespace,
            default_depth: self.default_depth,
            lowest,
        }
    }

    /// An element ends before `at`, which is no longer among the open ones: what was in scope before it, the lowest depth at which a
    /// name inside it was bound, and where its start tag ends.
    #[inline(always)]
    fn end(&mut self, scope: u32, lowest: u32, start_tag_end: u32) {
        let mut end = Entry::new(Kind::End, self.at as u32, start_tag_end);
        end.set(SELF_CONTAINED, lowest as usize > self.open.len());
        end.set(OUTER_PREFIX, self.outer_prefix);
        self.entries.push(end);
        self.ends += 1;
        if scope as usize != self.scope.len() {
            self.scope.truncate(scope as usize);
            (self.default_namespace, self.default_depth) =
                default_of(self.open, self.outer_default);
        }
        if let Some(parent) = self.open.last_mut() {
            parent.lowest = parent.lowest.min(lowest);
        }
    }

    /// Over an end tag, if it is that of the open element and as short as can be.
    #[inline(always)]
    fn end_tag(&mut self) -> bool {
        let Some(&open) = self.open.last() else {
            return false;
        };
        let end_index = self.entries.len() as u32;
        let element = &mut self.entries[open.entry as usize];
        let (start, length) = (element.offset as usize + 1, element.name as usize);
        let from = self.at + 2;
        if self.bytes.get(from + length) != Some(&b'>') {
            return false;
        }
        let (wanted, found) = (&self.bytes[start..], &self.bytes[from..]);
        let same = match (wanted.first_chunk::<8>(), found.first_chunk::<8>()) {
            (Some(wanted), Some(found)) if length <= 8 => {
                let difference = u64::from_le_bytes(*wanted) ^ u64::from_le_bytes(*found);
                difference << (64 - 8 * length) == 0
            }
            (Some(first), Some(found_first)) if length <= 16 => {
                let last = |bytes: &[u8]| bytes[..length].last_chunk::<8>().copied();
                first == found_first && last(wanted) == last(found)
            }
            _ => {
                self.marks = 0;
                wanted[..length] == found[..length]
            }
        };
        if same {
            element.extent = end_index;
            self.go(2 + length + 1);
            self.open.pop();
            self.end(open.scope, open.lowest, open.start_tag_end);
        }
        same
    }
}

/// A name that is not all letters, and begins with so many: bytes of its prefix, colon included, and of all of it; 0 if it is not short.
#[inline(never)]
fn other_name(scope: &Scope, bytes: &[u8], from: usize, letters: usize) -> (usize, usize) {
    if let Some((_, prefix)) = scope.last(bytes, from)
        && prefix == letters + 1
    {
        // A prefix that another name had before.
        let length = prefix + scan::letters(bytes, from + prefix);
        let has_begun = bytes.get(from + prefix) != Some(&b'-');
        if has_begun && length > prefix && length <= BLOCK {
            return (prefix, length);
        }
    }
    let all = bytes.get(from..).unwrap_or_default();
    if letters == BLOCK && all[0] != b'-' {
        // Such as those of errors (RFC 6120 §8.3.3), if the second block ends it.
        return (0, BLOCK + scan::letters(bytes, from + BLOCK));
    }
    let Some((b':', local)) = all.get(letters..).and_then(<[u8]>::split_first) else {
        return (0, scan::short_name(all));
    };
    let prefix = letters + 1;
    let length = prefix + scan::letters(bytes, from + prefix);
    let has_begun = letters > 0 && all[0] != b'-' && local.first() != Some(&b'-');
    if has_begun && length > prefix && length <= BLOCK {
        (prefix, length)
    } else {
        (0, 0)
    }
}

/// The default namespace inside of the innermost of the open elements, and the depth where it was declared.
#[inline(always)]
fn default_of(open: &[Open], outer: u32) -> (u32, u32) {
    open.last().map_or((outer, 0), |open| {
        (open.default_namespace, open.default_depth)
    })
}

/// The one name with a prefix that is common, and whose prefix need not be looked for.
const LANGUAGE: &[u8] = b"xml:lang";

/// One of 64 bits: names that differ mostly differ in it. Those of a tag differ in their first byte, their last, or their length.
#[inline(always)]
pub(super) fn bit_of_name(name: &[u8]) -> u64 {
    let (Some(&first), Some(&last)) = (name.first(), name.last()) else {
        return 0;
    };
    let key = usize::from(first) + 8 * usize::from(last) + 2 * name.len();
    1 << (key % 64)
}
