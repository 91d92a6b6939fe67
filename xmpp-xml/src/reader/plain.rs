//! Over tokens that are there as a whole and have nothing unusual in them: nearly all are such.
//!
//! What the loop needs at every token is in its hands, and is given back to the machine when it ends. It leaves the machine where it
//! stands as soon as it meets what it does not know: see [`Exit`].

use super::machine::{Machine, Open, State};
use super::plain_name::{LONG_NAME, NAMES, bit_of_name, other_name};
use super::scan::{self, InEither};
use super::scope::Scope;
use super::text::{self, Begun};
use crate::Limits;
use crate::block::{BLOCK, Block, WINDOW, by_processor, looked, stops_in};
use crate::tape::{ESCAPED, Entry, Kind, Namespaces, OUTER_PREFIX, PREFIXED, SELF_CONTAINED, XML};

/// Why the loop ended, and where.
#[derive(Clone, Copy)]
pub(super) enum Exit {
    /// The outermost element has ended.
    Told,
    /// At the `<` of a tag that is for the steps.
    Markup,
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
    /// Whether no token that the loop goes over is beyond the limits of names, texts and attributes: no name is longer than two blocks,
    /// nothing is as long as a window, and no tag has more attributes than there are bits for their names.
    pub(super) const fn are_wide(&self) -> bool {
        self.name >= LONG_NAME && self.text >= WINDOW && self.attributes >= NAMES
    }
}

/// Bytes that are there to be looked at wherever a token begins, and a window behind its first byte: zeros, where the input ends.
pub(super) const TOKEN: usize = WINDOW + BLOCK;

const ZEROS: &str = match std::str::from_utf8(&[0; TOKEN]) {
    Ok(zeros) => zeros,
    Err(_) => "",
};

/// The loop. Indices are those of the stanza, which is what `bytes` begin with, and hence offsets of the tape.
struct Plain<'m> {
    /// With what there is behind the last byte that is to be looked at.
    bytes: &'m [u8],
    end: usize,
    /// Those that there may be: no more tokens than that, since ends of elements are entries and no tokens.
    entries: &'m mut [Entry],
    count: usize,
    open: &'m mut Vec<Open>,
    scope: &'m mut Scope,
    namespaces: &'m Namespaces,
    limits: &'m Limits,
    at: u32,
    /// Which of the bytes from `at` on mean something, as far as a window has been looked at.
    marks: u64,
    /// The element whose start tag the loop is in, which is not yet among the open ones: its entry, and how many declarations were in scope
    /// before it.
    tag: u32,
    tag_scope: usize,
    /// A bit for the name of each attribute: no more attributes than there are bits, since each that the loop goes over has one of its own.
    names: u64,
    /// [`OUTER_PREFIX`], if so.
    outer_prefix: u32,
    /// What is known of the text that the loop ends at.
    begun: &'m mut Begun,
}

by_processor! {
    fn plain(machine: &mut Machine) -> Exit {
        machine.with_zeros_behind::<false>(Open::default())
    }
}

impl Machine {
    /// Goes over plain tokens from `at` on, which is the beginning of content.
    pub(super) fn plain(&mut self) -> Exit {
        plain(self)
    }

    /// Goes over plain attributes of the tag that the machine is inside of.
    #[inline(never)]
    pub(super) fn plain_attributes(&mut self) {
        let tag = self.open.pop().unwrap_or_default();
        // Each attribute takes a bit, also one whose name has the same as another.
        for _ in self.names.count_ones() as usize..self.attributes {
            self.names |= self.names.wrapping_add(1);
        }
        let (prefixed, suspect) = (self.prefixed, self.suspect);
        self.with_zeros_behind::<true>(tag);
        (self.prefixed, self.suspect) = (prefixed, suspect);
    }

    /// Runs the loop where zeros follow the input, so that it need not look for the end of that. Where there is more than may be looked at,
    /// it ends before.
    #[inline(always)]
    fn with_zeros_behind<const IN_TAG: bool>(&mut self, tag: Open) -> Exit {
        let is_all = self.end == self.tape.text.len();
        if is_all {
            self.tape.text.push_str(ZEROS);
        }
        let bound = if is_all { self.end + TOKEN } else { self.end };
        let exit = self.with_plain::<IN_TAG>(bound, tag);
        if is_all {
            self.tape.text.truncate(self.end);
        }
        exit
    }

    /// Runs the loop with what it needs in its hands, and takes it back.
    #[inline(always)]
    fn with_plain<const IN_TAG: bool>(&mut self, bound: usize, tag: Open) -> Exit {
        let start = self.tape.start;
        let before = self.tape.entries.len();
        let room = before.max(self.limits.tokens + self.ends);
        let mut begun = Begun::default();
        let mut plain = Plain {
            bytes: &self.tape.text.as_bytes()[start..bound],
            end: self.end - start,
            entries: self.tape.entries.slots(room),
            count: before,
            open: &mut self.open,
            scope: &mut self.scope,
            namespaces: &self.tape.namespaces,
            limits: &self.limits,
            at: (self.at - start) as u32,
            marks: 0,
            tag: tag.entry,
            tag_scope: tag.scope as usize,
            names: self.names,
            outer_prefix: if self.outer_prefix { OUTER_PREFIX } else { 0 },
            begun: &mut begun,
        };
        let exit = if IN_TAG {
            plain.run_in_tag()
        } else {
            plain.run()
        };
        if matches!(exit, Exit::Attribute | Exit::TagEnd) {
            plain.open.push(plain.opened(u32::MAX));
            let declarations = plain.scope.len() - plain.tag_scope;
            self.attributes = plain.count - (plain.tag as usize + 1) - declarations;
            self.names = plain.names;
            self.prefixed = false;
            self.suspect = false;
            self.state = State::Tag;
        }
        self.mark = start + plain.at as usize;
        self.at = self.mark;
        self.outer_prefix = plain.outer_prefix != 0;
        let count = plain.count;
        self.tape.entries.set_used(count);
        self.escaped = false;
        if matches!(exit, Exit::Text) {
            self.state = State::Text;
            self.at += begun.length;
            self.escaped = begun.has_references;
        }
        exit
    }
}

impl<'m> Plain<'m> {
    #[inline(always)]
    fn run(&mut self) -> Exit {
        loop {
            if let Some(exit) = self.content() {
                return exit;
            }
            while let Some(exit) = self.attributes() {
                let exit = match exit {
                    Exit::TagEnd => self.go_on_in_tag(),
                    _ => Some(exit),
                };
                if let Some(exit) = exit {
                    return exit;
                }
            }
        }
    }

    #[inline(always)]
    fn run_in_tag(&mut self) -> Exit {
        while let Some(token @ [b' ', ..]) = self.token() {
            if !self.attribute(token) {
                break;
            }
        }
        Exit::Attribute
    }

    /// Over character data and end tags, up to the attributes of a start tag.
    #[inline(always)]
    fn content(&mut self) -> Option<Exit> {
        loop {
            let Some(mut token) = self.token() else {
                return Some(self.behind(b'<', Exit::Markup, Exit::Text));
            };
            if token[0] != b'<' {
                if !self.text(token) {
                    return Some(Exit::Text);
                }
                let Some(next) = self.token() else {
                    return Some(Exit::Markup);
                };
                token = next;
            }
            if token[1] != b'/' {
                return (!self.start(token)).then_some(Exit::Start);
            }
            if let Some(exit) = self.end_tag(token) {
                return Some(exit);
            }
        }
    }

    /// Over the attributes of a start tag and its end.
    #[inline(always)]
    fn attributes(&mut self) -> Option<Exit> {
        loop {
            let Some(token) = self.token() else {
                return Some(self.behind(b' ', Exit::Attribute, Exit::TagEnd));
            };
            match token {
                [b' ', ..] => {
                    if !self.attribute(token) {
                        return Some(Exit::Attribute);
                    }
                }
                [b'>', ..] => return self.start_tag_end(),
                [b'/', b'>', ..] => return self.empty_tag_end(),
                _ => return Some(Exit::TagEnd),
            }
        }
    }

    /// What is looked at for the next token.
    #[inline(always)]
    fn token(&self) -> Option<&'m [u8; TOKEN]> {
        let at = self.at as usize;
        self.bytes.get(at..at + TOKEN)?.first_chunk()
    }

    /// How the loop ends where less than a token is left: in one way at that byte, and in the other at any else.
    #[inline(always)]
    fn behind(&self, byte: u8, before: Exit, before_others: Exit) -> Exit {
        if self.bytes.get(self.at as usize) == Some(&byte) {
            before
        } else {
            before_others
        }
    }

    /// A bit for each byte of a window that means something, in character data or in values, the lowest for the first: found for all of
    /// them together, so that the tokens there are found without another look at the bytes.
    #[inline(always)]
    fn window(&self, token: &[u8; TOKEN]) -> u64 {
        let at = self.at as usize;
        looked(self.end.min(at + WINDOW).saturating_sub(at));
        stops_in::<InEither>(part(token, 0))
    }

    /// Writes an entry, if there is room.
    #[inline(always)]
    fn push(&mut self, entry: Entry) -> bool {
        let Some(slot) = self.entries.get_mut(self.count) else {
            return false;
        };
        *slot = entry;
        self.count += 1;
        true
    }

    /// Goes over so many bytes, less than a window.
    #[inline(always)]
    const fn go(&mut self, over: usize) {
        self.at += over as u32;
        self.marks = self.marks.wrapping_shr(over as u32);
    }

    /// Over character data, up to the `<` behind it.
    #[inline(always)]
    fn text(&mut self, token: &[u8; TOKEN]) -> bool {
        if self.marks == 0 {
            self.marks = self.window(token);
        }
        let (mut length, mut has_references) = (self.marks.trailing_zeros() as usize, false);
        if token[length] != b'<' {
            let (bytes, at) = (&self.bytes[..self.end], self.at as usize);
            length = scan::indent(bytes, at);
            if length == 0 {
                (length, has_references) =
                    text::over_piece(bytes, at, self.limits.text, self.begun);
                self.marks = 0;
            }
            if length == 0 {
                return false;
            }
        }
        let mut entry = Entry::new(Kind::Text, self.at, length as u32);
        entry.set(ESCAPED, has_references);
        let has_room = self.push(entry);
        if has_room {
            self.go(length);
        }
        has_room
    }

    /// Over the letters that the name of a start tag begins with: mostly that is all of it.
    #[inline(always)]
    fn start(&mut self, token: &[u8; TOKEN]) -> bool {
        let length = scan::plain_letters(part(token, 1));
        let mut entry = Entry::new(Kind::Element, self.at, 0);
        entry.name = length as u16;
        let index = self.count as u32;
        if length == 0 || self.open.len() >= self.limits.depth || !self.push(entry) {
            return false;
        }
        self.tag = index;
        self.tag_scope = self.scope.len();
        self.names = 0;
        self.go(1 + length);
        true
    }

    /// What stands at `at` in a start tag is no attribute, nor the end of it: goes over the rest of its name if that is what it is, or over
    /// white space.
    #[inline(always)]
    fn go_on_in_tag(&mut self) -> Option<Exit> {
        let element = self.entries[self.tag as usize];
        let from = element.offset + 1;
        let begun = u32::from(element.name);
        let next = self.byte(self.at);
        if from + begun == self.at && !scan::is_white_space(next) && !matches!(next, b'/' | b'>') {
            let (prefix, length) =
                other_name(self.scope, self.bytes, from as usize, begun as usize);
            let is_whole = matches!(self.byte(from + length as u32), b' ' | b'>' | b'/');
            if length == 0 || !is_whole {
                self.count -= 1;
                self.at = element.offset;
                return Some(Exit::Start);
            }
            self.entries[self.tag as usize].name = length as u16;
            self.entries[self.tag as usize].gap = prefix as u16;
            self.go(length - begun as usize);
            return None;
        }
        let over = scan::indent_in_tag(&self.bytes[..self.end], self.at as usize);
        self.go(over);
        (over == 0).then_some(Exit::TagEnd)
    }

    #[inline(always)]
    fn byte(&self, at: u32) -> u8 {
        self.bytes.get(at as usize).copied().unwrap_or(0)
    }

    /// Over the space at `at` and the attribute behind it.
    #[inline(always)]
    fn attribute(&mut self, token: &[u8; TOKEN]) -> bool {
        let mut rest = self.marks & self.marks.wrapping_sub(1);
        if rest == 0 {
            self.marks = self.window(token);
            rest = self.marks & self.marks.wrapping_sub(1);
            if rest == 0 {
                return false;
            }
        }
        // Where the quotes stand.
        let opens = self.marks.trailing_zeros() as usize;
        let closes = rest.trailing_zeros() as usize;
        self.marks = rest >> closes >> 1;
        let quote = token[opens];
        let is_quote = QUOTES >> (quote % 64) & 1 != 0;
        if !is_quote || token[closes] != quote || opens < 3 || token[opens - 1] != b'=' {
            return false;
        }
        let (length, value) = (opens - 2, closes - opens - 1);
        let start = u64::from_le_bytes(*part(token, 1));
        if length == 5 && start << 24 == XMLNS << 24 {
            if !self.declaration(token, value) {
                return false;
            }
            self.at += closes as u32 + 1;
            return true;
        }
        let is_common = scan::plain_letters(part(token, 1)) == length;
        let is_language = !is_common && length == 8 && start == LANGUAGE;
        if !is_common && !is_language && scan::short_name(&token[1..opens - 1]) != length {
            return false;
        }
        let bit = bit_of_name(start as u8, token[opens - 2], length);
        let mut entry = Entry::new(Kind::Attribute, self.at + 1, value as u32);
        if is_language {
            entry.set(PREFIXED, true);
            entry.set_namespace(XML);
        }
        entry.name = length as u16;
        entry.gap = 2;
        if self.names & bit != 0 || !self.push(entry) {
            return false;
        }
        self.names |= bit;
        self.at += closes as u32 + 1;
        true
    }

    /// Takes a default namespace into scope, if it is known and the first declaration of the tag: nothing can be wrong with it then.
    #[inline(always)]
    fn declaration(&mut self, token: &[u8; TOKEN], length: usize) -> bool {
        const VALUE: usize = " xmlns='".len();
        let namespace = token.get(VALUE..VALUE + length);
        let Some(number) = namespace.and_then(|namespace| self.namespaces.known(namespace)) else {
            return false;
        };
        let from = self.at + 1;
        let mut entry = Entry::new(Kind::Declaration, from, length as u32);
        entry.name = 5;
        entry.gap = 2;
        entry.set_namespace(number);
        let bound = self.scope.len();
        let is_first = self.tag_scope == bound && bound < self.limits.declarations;
        if !is_first || !self.push(entry) {
            return false;
        }
        let depth = self.open.len() + 1;
        self.scope.bind(from + 5, 0, depth, number);
        true
    }

    /// Over the `>` that ends a start tag: gives the element its namespace.
    #[inline(always)]
    fn start_tag_end(&mut self) -> Option<Exit> {
        let Some((namespace, lowest)) = self.namespace() else {
            return Some(Exit::TagEnd);
        };
        self.go(1);
        let at = self.at;
        let element = &mut self.entries[self.tag as usize];
        element.add_namespace(namespace);
        element.extent = at;
        self.open.push(self.opened(lowest));
        None
    }

    /// The same over the `/>` that ends the element as well.
    #[inline(always)]
    fn empty_tag_end(&mut self) -> Option<Exit> {
        if self.count >= self.entries.len() {
            return Some(Exit::TagEnd);
        }
        let Some((namespace, lowest)) = self.namespace() else {
            return Some(Exit::TagEnd);
        };
        self.go(2);
        let element = &mut self.entries[self.tag as usize];
        element.add_namespace(namespace);
        element.extent = self.count as u32;
        self.end(self.tag_scope, lowest, self.at)
    }

    /// The namespace of the element whose start tag ends, and the depth at which its name was bound.
    #[inline(always)]
    fn namespace(&mut self) -> Option<(u32, u32)> {
        let element = self.entries[self.tag as usize];
        let prefix = usize::from(element.gap);
        if prefix == 0 {
            let default = self.scope.default_namespace();
            return Some((default.number, default.depth));
        }
        let from = element.offset as usize + 1;
        let (namespace, depth) = self.scope.look_up(self.bytes, from, prefix)?;
        if depth == 0 {
            self.outer_prefix = OUTER_PREFIX;
        }
        Some((namespace, depth))
    }

    /// The element of the tag, as one that is open.
    #[inline(always)]
    const fn opened(&self, lowest: u32) -> Open {
        Open {
            entry: self.tag,
            scope: self.tag_scope as u32,
            lowest,
        }
    }

    /// An element ends before `at`, which is no longer among the open ones: what was in scope before it, the lowest depth at which a
    /// name inside it was bound, and where its start tag ends. There is room for the entry.
    #[inline(always)]
    fn end(&mut self, scope: usize, lowest: u32, start_tag_end: u32) -> Option<Exit> {
        let mut end = Entry::new(Kind::End, self.at, start_tag_end);
        end.set(SELF_CONTAINED, lowest as usize > self.open.len());
        end.add(self.outer_prefix);
        self.push(end);
        if scope != self.scope.len() {
            self.scope.truncate(scope);
        }
        let Some(parent) = self.open.last_mut() else {
            return Some(Exit::Told);
        };
        parent.lowest = parent.lowest.min(lowest);
        None
    }

    /// Over an end tag, if it is that of the open element and as short as can be.
    #[inline(always)]
    fn end_tag(&mut self, token: &[u8; TOKEN]) -> Option<Exit> {
        let Some(open) = self.open.pop() else {
            return Some(Exit::Markup);
        };
        let element = self.entries[open.entry as usize];
        let (start, length) = (element.offset as usize + 1, element.name as usize);
        let is_ended = token.get(2 + length) == Some(&b'>') && self.count < self.entries.len();
        if !is_ended || !self.is_name(start, length, token) {
            self.open.push(open);
            return Some(Exit::Markup);
        }
        self.entries[open.entry as usize].extent = self.count as u32;
        self.go(2 + length + 1);
        self.end(open.scope as usize, open.lowest, element.extent)
    }

    /// Whether the name of that length that began there stands in the end tag as well. Of a long one nothing is known.
    #[inline(always)]
    fn is_name(&self, start: usize, length: usize, token: &[u8; TOKEN]) -> bool {
        let Some(name) = self.bytes.get(start..start + LONG_NAME) else {
            return false;
        };
        let same = |from| {
            let name = name[from..].first_chunk().unwrap_or(&[0; BLOCK]);
            let same = Block::of(name).equal(Block::of(part(token, 2 + from)));
            same.first_other()
        };
        if length <= BLOCK {
            same(0) >= length
        } else {
            length <= LONG_NAME && same(0) == BLOCK && same(BLOCK) >= length - BLOCK
        }
    }
}

/// So many bytes of a token from that one on, as many as there are.
#[inline(always)]
fn part<const LENGTH: usize>(token: &[u8; TOKEN], from: usize) -> &[u8; LENGTH] {
    token[from..].first_chunk().unwrap_or(&[0; LENGTH])
}

/// What the names of default namespaces are, and those of prefixes begin with.
const XMLNS: u64 = u64::from_le_bytes(*b"xmlns\0\0\0");

/// The one name with a prefix that is common, and whose prefix need not be looked for.
const LANGUAGE: u64 = u64::from_le_bytes(*b"xml:lang");

/// A bit for either quote. What else means something has other bits, modulo 64.
const QUOTES: u64 = 1 << b'\'' | 1 << b'"';
