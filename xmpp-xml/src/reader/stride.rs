//! Whole tokens at once, where all of one is there and nothing in it is unusual: nearly all there are.
//!
//! Whatever is left, and every refusal, is for the steps. They go on from the state that this leaves the machine in; of a
//! token that is not there as a whole no more than a name is looked at again, once.

use super::fault::Fault;
use super::machine::{Event, FEW, Machine, Open, Pending, Phase, State};
use super::plain::Exit;
use super::plain_name::bit_of_name;
use super::{scan, text};
use crate::block::WINDOW;
use crate::tape::{ESCAPED, Entry, Kind, OUTER_PREFIX, PREFIXED, SELF_CONTAINED};

/// How a stride ends.
pub(super) enum Stride {
    Told(Event),
    /// Something is for the steps, or nothing is left.
    Steps,
    /// What is left is the beginning of a token, to be looked at when more has come.
    Waits,
}

impl Machine {
    /// Goes over whole tokens until an element ends that is to be told, or until something is for the steps.
    #[inline(always)]
    pub(super) fn stride(&mut self) -> Result<Stride, Fault> {
        let coming = self.end - self.at;
        if coming < FEW || !self.limits.are_wide() {
            return Ok(Stride::Steps);
        }
        let mut in_tag = self.state == State::Tag;
        let may_be_plain = match self.state {
            State::Text => self.at == self.mark || self.stride_text(),
            State::Outside => self.phase == Phase::Body && self.byte() == b'<',
            _ => in_tag,
        };
        if !may_be_plain {
            return Ok(Stride::Steps);
        }
        loop {
            let exit = if in_tag {
                self.next_in_tag()
            } else {
                self.plain()
            };
            in_tag = match exit {
                Exit::Told => return Ok(Stride::Told(self.end_outermost())),
                _ if self.end - self.at < WINDOW
                    && coming >= WINDOW
                    && self.waits(exit, coming) =>
                {
                    return Ok(Stride::Waits);
                }
                Exit::Text if self.stride_text() => false,
                Exit::Start if self.stride_start() => true,
                Exit::Attribute | Exit::TagEnd if self.stride_space() => true,
                Exit::Attribute if self.stride_attribute()? => true,
                Exit::TagEnd if self.stride_tag_end()? => {
                    if self.open.is_empty() {
                        return Ok(Stride::Told(self.end_outermost()));
                    }
                    false
                }
                Exit::Markup => {
                    self.at += 1;
                    self.state = State::Markup;
                    return Ok(Stride::Steps);
                }
                _ => return Ok(Stride::Steps),
            }
        }
    }

    /// What stands behind plain attributes, inside of a start tag.
    fn next_in_tag(&mut self) -> Exit {
        if self.is_before(b' ') {
            self.plain_attributes();
        }
        if self.is_before(b' ') {
            Exit::Attribute
        } else {
            Exit::TagEnd
        }
    }

    /// Whether that byte is the next one.
    fn is_before(&self, byte: u8) -> bool {
        self.tape.text.as_bytes()[..self.end].get(self.at) == Some(&byte)
    }

    /// Over character data, up to the `<` behind it.
    fn stride_text(&mut self) -> bool {
        let bound = self.bound(self.mark, self.limits.text);
        let bytes = &self.tape.text.as_bytes()[..bound.max(self.at)];
        if bytes.get(self.at) != Some(&b'<') {
            let (at, has_references) = text::over(bytes, self.mark, self.at);
            self.at = at;
            self.escaped |= has_references;
            if bytes.get(at) != Some(&b'<') {
                return false;
            }
        }
        let at = self.at;
        if at > self.mark {
            if !self.has_room() {
                return false;
            }
            let length = (at - self.mark) as u32;
            let mut entry = Entry::new(Kind::Text, self.offset(self.mark), length);
            entry.set(ESCAPED, self.escaped);
            self.tape.entries.push(entry);
        }
        self.mark = at;
        self.escaped = false;
        true
    }

    /// Over the name of the start tag whose `<` stands at `at`, if it is of ASCII.
    fn stride_start(&mut self) -> bool {
        let has_room = self.has_room();
        let at = self.at;
        self.mark = at;
        self.at = at + 1;
        let bytes = &self.tape.text.as_bytes()[..self.end];
        let name = scan::plain_name(bytes, at + 1).filter(|name| {
            name.end - (at + 1) <= self.limits.name
                && self.open.len() < self.limits.depth
                && matches!(bytes[name.end], b' ' | b'>' | b'/')
        });
        let Some(name) = name.filter(|_| has_room) else {
            self.state = State::Markup;
            return false;
        };
        let mut entry = Entry::new(Kind::Element, self.offset(at), 0);
        entry.name = (name.end - self.at) as u16;
        entry.gap = name.prefix as u16;
        self.at = name.end;
        self.open_element(entry);
        true
    }

    /// Behind the name of a start tag, which `entry` has.
    #[inline]
    pub(super) fn open_element(&mut self, entry: Entry) {
        self.open.push(Open {
            entry: self.tape.entries.len() as u32,
            scope: self.scope.len() as u32,
            lowest: u32::MAX,
        });
        self.tape.entries.push(entry);
        self.begin_attributes();
    }

    /// Over white space in a start tag: up to its last space before an attribute, such as stands between those on lines of their own, or
    /// up to the end of the tag.
    fn stride_space(&mut self) -> bool {
        let bytes = &self.tape.text.as_bytes()[..self.end];
        let behind = scan::white_space(bytes, self.at, self.end);
        let to = match bytes.get(behind) {
            Some(b'/' | b'>') => behind,
            Some(_) if bytes[..behind].ends_with(b" ") => behind - 1,
            _ => return false,
        };
        let is_over = to > self.at;
        self.at = self.at.max(to);
        is_over
    }

    /// Over the end of a start tag, and that of its element if it is empty.
    fn stride_tag_end(&mut self) -> Result<bool, Fault> {
        let over = match self.tape.text.as_bytes()[self.at..self.end] {
            _ if self.phase != Phase::Body => return Ok(false),
            [b'>', ..] => 1,
            [b'/', b'>', ..] => 2,
            _ => return Ok(false),
        };
        self.at += over;
        self.finish_start_tag()?;
        if over == 2 {
            self.close();
        }
        self.begin_text();
        Ok(true)
    }

    /// The innermost element ends before `self.at`.
    #[inline]
    pub(super) fn close(&mut self) {
        let depth = self.open.len() as u32;
        let Some(open) = self.open.pop() else {
            return;
        };
        let start_tag_end = self.tape.entry(open.entry).extent;
        let mut end = Entry::new(Kind::End, self.offset(self.at), start_tag_end);
        end.set(SELF_CONTAINED, open.lowest >= depth);
        end.set(OUTER_PREFIX, self.outer_prefix);
        self.scope.truncate(open.scope as usize);
        let index = self.tape.entries.len() as u32;
        self.tape.entries.push(end);
        self.tape.entries[open.entry].extent = index;
        if let Some(parent) = self.open.last_mut() {
            parent.lowest = parent.lowest.min(open.lowest);
        }
    }

    /// Over an attribute or a declaration behind the space at `at`; whether there was a plain one.
    #[inline]
    fn stride_attribute(&mut self) -> Result<bool, Fault> {
        let has_room = self.has_room();
        let (all, from) = (self.tape.text.as_bytes(), self.at + 1);
        let bytes = &all[..self.end];
        let Some(name) = scan::plain_name(bytes, from) else {
            return Ok(false);
        };
        let [b'=', quote @ (b'\'' | b'"'), ..] = bytes[name.end..] else {
            return Ok(false);
        };
        let (length, value) = (name.end - from, name.end + 2);
        let declares =
            (length == 5 || name.prefix == 6) && bytes[from..].starts_with(XMLNS.as_bytes());
        let too_many = if declares {
            self.scope.len() >= self.limits.declarations
        } else {
            self.attributes >= self.limits.attributes
        };
        if too_many || length > self.limits.name {
            return Ok(false);
        }
        let bound = self.bound(value, self.limits.text);
        let (stop, has_references) = text::over_value(bytes, value, bound, quote);
        let plain = stop < bound && bytes[stop] == quote && has_room;
        let prefixed = name.prefix > 0;
        if !declares {
            self.note_name(from..name.end, prefixed);
            if plain {
                let mut entry =
                    Entry::new(Kind::Attribute, self.offset(from), (stop - value) as u32);
                entry.name = length as u16;
                entry.gap = 2;
                entry.set(PREFIXED, prefixed);
                entry.set(ESCAPED, has_references);
                self.tape.entries.push(entry);
                self.at = stop + 1;
                return Ok(true);
            }
        }
        self.at = stop;
        self.state = State::Value;
        self.escaped = has_references;
        self.pending = Pending {
            name: from,
            name_end: name.end,
            prefixed,
            declares,
            value,
            quote,
        };
        if plain {
            self.end_value()?;
        }
        Ok(plain)
    }

    /// Counts an attribute of the tag, whose name stands there.
    #[inline]
    pub(super) fn note_name(&mut self, name: std::ops::Range<usize>, prefixed: bool) {
        let bit = match self.tape.text.as_bytes()[name.clone()] {
            [first, .., last] => bit_of_name(first, last, name.len()),
            [only] => bit_of_name(only, only, 1),
            [] => 0,
        };
        self.attributes += 1;
        self.prefixed |= prefixed;
        self.suspect |= prefixed || self.names & bit != 0 && self.may_be_there(name);
        self.names |= bit;
    }

    /// Whether the name without a prefix that stands there may be that of an attribute gone over before in this tag: certain for a few, for
    /// many it is looked at in order at the end of the tag.
    #[cold]
    fn may_be_there(&self, name: std::ops::Range<usize>) -> bool {
        const FEW: usize = 16;
        let Some(open) = self.open.last().filter(|_| self.attributes <= FEW) else {
            return true;
        };
        let name = &self.tape.text[name];
        let before = self.tape.entries.from(open.entry + 1);
        before.iter().any(|entry| {
            entry.kind() == Kind::Attribute && self.tape.qualified_name(*entry) == name
        })
    }
}

/// What the names of declarations begin with.
const XMLNS: &str = "xmlns";
