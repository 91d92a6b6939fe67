//! Over tokens that are there as a whole and have nothing unusual in them: nearly all are such.
//!
//! What the loop needs at every token is in its hands, and is given back to the machine when it ends. It leaves the machine where it
//! stands as soon as it meets what it does not know: see [`Exit`].

use super::machine::{Machine, Open, Phase, State};
use super::{scan, text};
use super::scope::Scope;
use super::window::Window;
use crate::Limits;
use crate::block::{BLOCK, WINDOW};
use crate::names::is_name_start;
use crate::tape::{
    ESCAPED, Entry, Kind, Namespaces, OUTER_PREFIX, PREFIXED, SELF_CONTAINED, XML,
};

/// Why the loop ended, and where.
pub(super) enum Exit {
    /// The outermost element has ended.
    Told,
    /// What is there is for the steps.
    Steps,
    /// At the beginning of character data that is long or unusual.
    Text,
    /// At the `<` of a start tag whose name is long, unusual or not there.
    Start,
    /// At the space before an attribute that is long, unusual or not there.
    Attribute,
    /// At the `>` or `/>` of a start tag with names that have prefixes.
    TagEnd,
}

impl Limits {
    /// Whether no token that the loop goes over is beyond the limits of names and texts: no name is as long as a block, and nothing is
    /// as long as a window.
    pub(super) const fn are_wide(&self) -> bool {
        self.name >= BLOCK && self.text >= WINDOW
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
    /// The outermost element is neither the stream nor a document.
    in_body: bool,
    window: Window,
    at: usize,
    tokens: usize,
    attributes: usize,
    names: u64,
    /// The names of the tag need a look: some have a prefix, or two may be the same.
    unusual: bool,
    outer_prefix: bool,
    outer_default: u32,
}

impl Machine {
    /// Goes over plain tokens from `at` on: inside a start tag, or at the beginning of content.
    pub(super) fn plain(&mut self, in_tag: bool) -> Exit {
        let start = self.tape.start;
        let bytes = &self.tape.text.as_bytes()[start..self.end];
        let at = self.at - start;
        let mut plain = Plain {
            bytes,
            entries: &mut self.tape.entries,
            open: &mut self.open,
            scope: &mut self.scope,
            namespaces: &self.tape.namespaces,
            limits: &self.limits,
            in_body: self.phase == Phase::Body,
            window: Window::at(bytes, at),
            at,
            tokens: self.tokens,
            attributes: self.attributes,
            names: self.names,
            unusual: self.prefixed || self.suspect,
            outer_prefix: self.outer_prefix,
            outer_default: self.outer_default,
        };
        let exit = plain.run(in_tag);
        let Plain {
            at,
            tokens,
            attributes,
            names,
            unusual,
            ..
        } = plain;
        self.at = start + at;
        self.mark = self.at;
        self.tokens = tokens;
        self.attributes = attributes;
        self.names = names;
        if !unusual {
            self.prefixed = false;
            self.suspect = false;
        }
        self.escaped = false;
        match exit {
            Exit::Told | Exit::Start => {}
            Exit::Text => self.state = State::Text,
            Exit::Steps => {
                self.at += 1;
                self.state = State::Markup;
            }
            Exit::Attribute | Exit::TagEnd => self.state = State::Tag,
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
            if let Some(exit) = self.attributes() {
                return exit;
            }
            in_tag = false;
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
                return Some(Exit::Steps);
            }
            self.close();
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
        if self.byte(usize::from(is_empty)) != b'>' || !self.end_start_tag(is_empty) {
            return Some(Exit::TagEnd);
        }
        if is_empty {
            self.close();
            if self.open.is_empty() {
                return Some(Exit::Told);
            }
        }
        None
    }

    /// The byte so many behind `at`, 0 where none is.
    #[inline(always)]
    fn byte(&self, behind: usize) -> u8 {
        self.bytes.get(self.at + behind).copied().unwrap_or(0)
    }

    /// Over character data, up to the `<` behind it.
    #[inline(always)]
    fn text(&mut self) -> bool {
        let mut stops = self.window.in_text(self.at);
        if stops == 0 {
            self.window = Window::at(self.bytes, self.at);
            stops = self.window.in_text(self.at);
        }
        let (mut length, mut has_references) = (stops.trailing_zeros() as usize, false);
        if stops == 0 || self.byte(length) != b'<' {
            (length, has_references) = text::over_few(self.bytes, self.at, stops);
            if length == 0 {
                return false;
            }
        }
        if !self.count() {
            return false;
        }
        let mut entry = Entry::new(Kind::Text, self.at as u32, length as u32);
        entry.set(ESCAPED, has_references);
        self.entries.push(entry);
        self.at += length;
        true
    }

    /// Over the name of a start tag.
    #[inline(always)]
    fn start(&mut self) -> bool {
        let from = self.at + 1;
        let length = scan::short_name(self.bytes, from);
        if length == BLOCK
            || !is_name_start(self.byte(1))
            || !matches!(self.byte(1 + length), b' ' | b'>' | b'/')
            || self.open.len() >= self.limits.depth
            || !self.count()
        {
            return false;
        }
        let mut entry = Entry::new(Kind::Element, self.at as u32, 0);
        entry.name = length as u16;
        let (default_namespace, default_depth) = match self.open.last() {
            Some(parent) => (parent.default_namespace, parent.default_depth),
            None => (self.outer_default, 0),
        };
        self.open.push(Open {
            entry: self.entries.len() as u32,
            start_tag_end: 0,
            scope: self.scope.len() as u32,
            default_namespace,
            default_depth,
            lowest: u32::MAX,
        });
        self.entries.push(entry);
        self.at = from + length;
        self.attributes = 0;
        self.names = 0;
        self.unusual = false;
        true
    }

    /// Over the space at `at` and the attribute behind it.
    #[inline(always)]
    fn attribute(&mut self) -> bool {
        let from = self.at + 1;
        let mut marks = self.window.in_value(from);
        let mut rest = marks & marks.wrapping_sub(1);
        if rest == 0 {
            self.window = Window::at(self.bytes, from);
            marks = self.window.in_value(from);
            rest = marks & marks.wrapping_sub(1);
        }
        if rest == 0 {
            return false;
        }
        let (opens, closes) = (
            marks.trailing_zeros() as usize,
            rest.trailing_zeros() as usize,
        );
        if opens == 0 {
            return false;
        }
        let (length, value) = (opens - 1, closes - opens - 1);
        let Some(&[b'=', quote @ (b'\'' | b'"')]) = self.bytes.get(from + length..=from + opens)
        else {
            return false;
        };
        if self.bytes.get(from + closes) != Some(&quote) || length >= BLOCK {
            return false;
        }
        let is_plain = scan::short_name(self.bytes, from) == length && is_name_start(self.byte(1));
        if !is_plain && !self.bytes[from..from + length].eq(LANGUAGE) {
            return false;
        }
        if length == 5 && self.bytes[from..].starts_with(b"xmlns") {
            return self.declaration(from, from + opens + 1, from + closes);
        }
        let bit = bit_of_name(self.byte(1), self.byte(length), length);
        if self.names & bit != 0 || self.attributes >= self.limits.attributes || !self.count() {
            return false;
        }
        self.names |= bit;
        self.attributes += 1;
        let mut entry = Entry::new(Kind::Attribute, from as u32, value as u32);
        if !is_plain {
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
    /// `xmlns` stands at `from`, the namespace from `value` to `stop`.
    #[inline(always)]
    fn declaration(&mut self, from: usize, value: usize, stop: usize) -> bool {
        let Some(number) = self.namespaces.known(&self.bytes[value..stop]) else {
            return false;
        };
        let depth = self.open.len();
        if self.scope.len() >= self.limits.declarations {
            return false;
        }
        let Some(open) = self.open.last_mut() else {
            return false;
        };
        if open.scope as usize != self.scope.len() || self.tokens >= self.limits.tokens {
            return false;
        }
        self.tokens += 1;
        open.default_namespace = number;
        open.default_depth = depth as u32;
        self.scope.bind(from as u32 + 5, 0, depth, number);
        let mut entry = Entry::new(Kind::Declaration, from as u32, (stop - value) as u32);
        entry.name = 5;
        entry.gap = 2;
        entry.set_namespace(number);
        self.entries.push(entry);
        self.at = stop + 1;
        true
    }

    /// Gives the element its namespace and goes over the end of its start tag, where no name in the tag has a prefix and none can
    /// be there twice.
    #[inline(always)]
    fn end_start_tag(&mut self, is_empty: bool) -> bool {
        let Some(open) = self.open.last_mut() else {
            return false;
        };
        let element = &mut self.entries[open.entry as usize];
        if element.gap != 0 || self.unusual || !self.in_body {
            return false;
        }
        self.at += 1 + usize::from(is_empty);
        element.set_namespace(open.default_namespace);
        open.lowest = open.default_depth;
        open.start_tag_end = self.at as u32;
        true
    }

    /// Over an end tag, if it is that of the open element and as short as can be.
    #[inline(always)]
    fn end_tag(&mut self) -> bool {
        let Some(open) = self.open.last() else {
            return false;
        };
        let element = self.entries[open.entry as usize];
        let (start, length) = (element.offset as usize + 1, element.name as usize);
        let from = self.at + 2;
        if self.byte(2 + length) != b'>' {
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
            _ => wanted[..length] == found[..length],
        };
        if same {
            self.at = from + length + 1;
        }
        same
    }

    /// The innermost element ends before `at`.
    #[inline(always)]
    fn close(&mut self) {
        close(
            self.entries,
            self.open,
            self.scope,
            self.at as u32,
            self.outer_prefix,
        );
    }

    /// Counts a token; whether there may be another.
    #[inline(always)]
    fn count(&mut self) -> bool {
        let may_be = self.tokens < self.limits.tokens;
        self.tokens += usize::from(may_be);
        may_be
    }
}

/// The one name with a prefix that is common, and whose prefix need not be looked for.
const LANGUAGE: &[u8] = b"xml:lang";

/// The innermost element ends before `offset`.
#[inline(always)]
pub(super) fn close(
    entries: &mut Vec<Entry>,
    all_open: &mut Vec<Open>,
    scope: &mut Scope,
    offset: u32,
    outer_prefix: bool,
) {
    let depth = all_open.len() as u32;
    let Some(open) = all_open.pop() else {
        return;
    };
    let mut end = Entry::new(Kind::End, offset, open.start_tag_end);
    end.set(SELF_CONTAINED, open.lowest >= depth);
    end.set(OUTER_PREFIX, outer_prefix);
    if open.scope as usize != scope.len() {
        scope.truncate(open.scope as usize);
    }
    let index = entries.len() as u32;
    entries.push(end);
    entries[open.entry as usize].extent = index;
    if let Some(parent) = all_open.last_mut() {
        parent.lowest = parent.lowest.min(open.lowest);
    }
}

/// One of 64 bits: names that differ mostly differ in it. Those of a tag differ in their first byte, their last, or their length.
#[inline(always)]
pub(super) fn bit_of_name(first: u8, last: u8, length: usize) -> u64 {
    let key = u64::from(first) | u64::from(last) << 8 | (length as u64) << 16;
    1 << (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58)
}
