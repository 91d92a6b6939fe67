//! Whole tokens at once, where all of one is there and nothing in it is unusual: nearly all there are.
//!
//! Whatever is left, and every refusal, is for the steps. They go on from the state that this leaves the machine in; of a
//! token that is not there as a whole no more than a name is looked at again, once.

use super::fault::Fault;
use super::machine::{Event, Machine, Open, Pending, Phase, State};
use super::scan;
use crate::tape::{ESCAPED, Entry, Kind, OUTER_PREFIX, PREFIXED, SELF_CONTAINED};

/// What stands behind the tokens gone over.
enum Next {
    /// The content of an element.
    Content,
    /// A start tag, whose `<` stands there.
    Start(usize),
    /// The end of the outermost element stands before it.
    Told,
    /// What is for the steps.
    Steps,
}

impl Machine {
    /// Goes over whole tokens until an element ends that is to be told, or until something is for the steps.
    #[inline]
    pub(super) fn stride(&mut self) -> Result<Option<Event>, Fault> {
        let mut next = match self.state {
            State::Text => Next::Content,
            State::Tag => self.stride_attributes()?,
            State::Outside if self.phase == Phase::Body && self.byte() == b'<' => {
                Next::Start(self.at)
            }
            _ => Next::Steps,
        };
        loop {
            match next {
                Next::Content => {}
                Next::Start(at) => {
                    if !self.stride_start(at) {
                        return Ok(None);
                    }
                    next = self.stride_attributes()?;
                    if !matches!(next, Next::Content) {
                        continue;
                    }
                }
                Next::Told => return Ok(Some(self.end_outermost())),
                Next::Steps => return Ok(None),
            }
            next = self.stride_content();
        }
    }

    /// Over character data and end tags, up to a start tag.
    #[inline(always)]
    fn stride_content(&mut self) -> Next {
        loop {
            let bytes = &self.tape.text.as_bytes()[..self.end];
            let mut at = self.at;
            if bytes.get(at) != Some(&b'<') || at > self.mark {
                let Some(end) = self.stride_text() else {
                    return Next::Steps;
                };
                at = end;
            }
            let bytes = &self.tape.text.as_bytes()[..self.end];
            if bytes.get(at + 1) != Some(&b'/') {
                return Next::Start(at);
            }
            let Some(end) = self.stride_end(at) else {
                self.mark = at;
                self.at = at + 1;
                self.state = State::Markup;
                return Next::Steps;
            };
            self.at = end;
            self.mark = end;
            self.escaped = false;
            self.close();
            if self.open.is_empty() {
                return Next::Told;
            }
        }
    }

    /// Over character data; where the `<` stands behind it.
    fn stride_text(&mut self) -> Option<usize> {
        let bound = self.bound(self.mark, self.limits.text);
        let bytes = &self.tape.text.as_bytes()[..bound.max(self.at)];
        let mut at = self.at;
        loop {
            at = scan::text(bytes, at, bound);
            let over = match bytes[at..] {
                [b'<', ..] => break,
                [b'\n' | b'\t', ..] => 1,
                [b'>', ..] if !bytes[self.mark..at].ends_with(b"]]") => 1,
                [b'&', ref rest @ ..] => plain_reference(rest),
                [0xEF, 0xBF, 0xBE | 0xBF, ..] => 0,
                [0xEF, _, _, ..] => 3,
                _ => 0,
            };
            if over == 0 {
                self.at = at;
                return None;
            }
            self.escaped |= bytes[at] == b'&';
            at += over;
        }
        self.at = at;
        if at > self.mark {
            if self.tokens >= self.limits.tokens {
                return None;
            }
            let length = (at - self.mark) as u32;
            let mut entry = Entry::new(Kind::Text, self.offset(self.mark), length);
            entry.set(ESCAPED, self.escaped);
            self.tokens += 1;
            self.tape.entries.push(entry);
        }
        Some(at)
    }

    /// Over the end tag at `at`, if it is that of the open element and as short as can be; where it ends.
    #[inline]
    fn stride_end(&self, at: usize) -> Option<usize> {
        let bytes = &self.tape.text.as_bytes()[..self.end];
        let element = self.tape.entries[self.open.last()?.entry as usize];
        let (start, length) = (
            self.tape.start + element.offset as usize + 1,
            element.name as usize,
        );
        let found = bytes.get(at + 2..)?;
        if found.get(length) != Some(&b'>') {
            return None;
        }
        let same = match (bytes[start..].first_chunk::<8>(), found.first_chunk::<8>()) {
            (Some(wanted), Some(found)) if length <= 8 => {
                let difference = u64::from_le_bytes(*wanted) ^ u64::from_le_bytes(*found);
                difference << (64 - 8 * length) == 0
            }
            _ => bytes[start..start + length] == found[..length],
        };
        same.then_some(at + 3 + length)
    }

    /// Over the name of the start tag whose `<` stands at `at`, if it is a plain one.
    #[inline(always)]
    fn stride_start(&mut self, at: usize) -> bool {
        self.mark = at;
        self.at = at + 1;
        let bytes = &self.tape.text.as_bytes()[..self.end];
        let name = scan::plain_name(bytes, at + 1).filter(|name| {
            name.end - (at + 1) <= self.limits.name
                && self.open.len() < self.limits.depth
                && self.tokens < self.limits.tokens
                && matches!(bytes[name.end], b' ' | b'>' | b'/')
        });
        let Some(name) = name else {
            self.state = State::Markup;
            return false;
        };
        let mut entry = Entry::new(Kind::Element, self.offset(at), 0);
        entry.name = (name.end - self.at) as u16;
        entry.gap = name.prefix as u16;
        self.at = name.end;
        self.tokens += 1;
        self.open_element(entry);
        true
    }

    /// Behind the name of a start tag, which `entry` has.
    #[inline]
    pub(super) fn open_element(&mut self, entry: Entry) {
        let (default_namespace, default_depth) = match self.open.last() {
            Some(parent) => (parent.default_namespace, parent.default_depth),
            None => (self.outer_default, 0),
        };
        self.open.push(Open {
            entry: self.tape.entries.len() as u32,
            start_tag_end: 0,
            scope: self.scope.len() as u32,
            default_namespace,
            default_depth,
            lowest: u32::MAX,
        });
        self.tape.entries.push(entry);
        self.begin_attributes();
    }

    /// Over the attributes of a start tag and its end.
    #[inline(always)]
    fn stride_attributes(&mut self) -> Result<Next, Fault> {
        loop {
            let over = match self.tape.text.as_bytes()[self.at..self.end] {
                [b' ', ..] => {
                    if !self.stride_attribute()? {
                        return Ok(Next::Steps);
                    }
                    continue;
                }
                _ if self.phase != Phase::Body => return Ok(Next::Steps),
                [b'>', ..] => 1,
                [b'/', b'>', ..] => 2,
                _ => return Ok(Next::Steps),
            };
            self.at += over;
            self.end_start_tag()?;
            self.begin_text();
            if over == 1 {
                return Ok(Next::Content);
            }
            self.close();
            if self.open.is_empty() {
                return Ok(Next::Told);
            }
            return Ok(Next::Content);
        }
    }

    /// Gives the element its namespace: at once, where no name in the tag has a prefix and none can be there twice.
    #[inline]
    fn end_start_tag(&mut self) -> Result<(), Fault> {
        let end = self.offset(self.at);
        if let Some(open) = self.open.last_mut() {
            let element = &mut self.tape.entries[open.entry as usize];
            if element.gap == 0 && !self.prefixed && !self.suspect {
                element.set_namespace(open.default_namespace);
                open.lowest = open.default_depth;
                open.start_tag_end = end;
                return Ok(());
            }
        }
        self.finish_start_tag()
    }

    /// The innermost element ends before `self.at`.
    #[inline]
    pub(super) fn close(&mut self) {
        let depth = self.open.len() as u32;
        let Some(open) = self.open.pop() else {
            return;
        };
        let mut end = Entry::new(Kind::End, self.offset(self.at), open.start_tag_end);
        end.set(SELF_CONTAINED, open.lowest >= depth);
        end.set(OUTER_PREFIX, self.outer_prefix);
        if open.scope as usize != self.scope.len() {
            self.scope.truncate(open.scope as usize);
        }
        let index = self.tape.entries.len() as u32;
        self.tape.entries.push(end);
        self.tape.entries[open.entry as usize].extent = index;
        if let Some(parent) = self.open.last_mut() {
            parent.lowest = parent.lowest.min(open.lowest);
        }
    }

    /// Over an attribute or a declaration behind the space at `at`; whether there was a plain one.
    #[inline]
    fn stride_attribute(&mut self) -> Result<bool, Fault> {
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
        let stop = scan::value(bytes, value, bound, quote);
        let plain = stop < bound && bytes[stop] == quote && self.tokens < self.limits.tokens;
        let prefixed = name.prefix > 0;
        if !declares {
            let bit = bit_of_name(&bytes[from..name.end]);
            self.attributes += 1;
            self.prefixed |= prefixed;
            self.suspect |= prefixed || self.names & bit != 0 && self.may_be_there(from..name.end);
            self.names |= bit;
            if plain {
                let mut entry =
                    Entry::new(Kind::Attribute, self.offset(from), (stop - value) as u32);
                entry.name = length as u16;
                entry.gap = 2;
                entry.set(PREFIXED, prefixed);
                self.tokens += 1;
                self.tape.entries.push(entry);
                self.at = stop + 1;
                return Ok(true);
            }
        }
        if plain && name.prefix == 0 && self.declare_known(from, value, stop) {
            self.at = stop + 1;
            return Ok(true);
        }
        self.at = stop;
        self.state = State::Value;
        self.escaped = false;
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

    /// Whether the plain name that stands there may be that of an attribute gone over before in this tag: certain for a few, for
    /// many it is looked at in order at the end of the tag.
    #[cold]
    fn may_be_there(&self, name: std::ops::Range<usize>) -> bool {
        const FEW: usize = 16;
        let Some(open) = self.open.last().filter(|_| self.attributes <= FEW) else {
            return true;
        };
        let name = &self.tape.text[name];
        let before = &self.tape.entries[open.entry as usize + 1..];
        before.iter().any(|entry| {
            entry.kind() == Kind::Attribute && self.tape.qualified_name(*entry) == name
        })
    }

    /// Takes a default namespace into scope, if it is known and the first declaration of the tag: nothing can be wrong
    /// with it then. `xmlns` stands at `from`, the namespace from `value` to `stop`.
    #[inline]
    fn declare_known(&mut self, from: usize, value: usize, stop: usize) -> bool {
        let known = self.tape.namespaces.known(&self.tape.text[value..stop]);
        let (depth, offset) = (self.open.len(), self.offset(from));
        let (Some(number), Some(open)) = (known, self.open.last_mut()) else {
            return false;
        };
        if open.scope as usize != self.scope.len() {
            return false;
        }
        open.default_namespace = number;
        open.default_depth = depth as u32;
        self.scope
            .bind(offset + XMLNS_LENGTH as u32, 0, depth, number);
        let mut entry = Entry::new(Kind::Declaration, offset, (stop - value) as u32);
        entry.name = XMLNS_LENGTH;
        entry.gap = 2;
        entry.set_namespace(number);
        self.tokens += 1;
        self.tape.entries.push(entry);
        true
    }
}

/// What the names of declarations begin with.
const XMLNS: &str = "xmlns";
const XMLNS_LENGTH: u16 = XMLNS.len() as u16;

/// One of 64 bits: names that differ mostly differ in it. Those of a tag differ in their first byte, their last, or their length.
#[inline(always)]
fn bit_of_name(name: &[u8]) -> u64 {
    let (Some(&first), Some(&last)) = (name.first(), name.last()) else {
        return 0;
    };
    let key = u64::from(first) | u64::from(last) << 8 | (name.len() as u64) << 16;
    1 << (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58)
}

/// Bytes of one of the five entities and its `&`, 0 where something else follows the `&`.
fn plain_reference(rest: &[u8]) -> usize {
    match rest {
        [b'l' | b'g', b't', b';', ..] => 4,
        [b'a', b'm', b'p', b';', ..] => 5,
        [b'a', b'p', b'o', b's', b';', ..] | [b'q', b'u', b'o', b't', b';', ..] => 6,
        _ => 0,
    }
}
