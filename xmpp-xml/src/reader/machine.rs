//! The tokenizer: one step at a time through the text, stopping wherever the text stops.

use super::fault::Fault;
use super::reference::Reference;
use super::scope::Scope;
use super::stride::Stride;
use super::{scan, text};
use crate::block::WINDOW;
use crate::tape::{Entry, MAX_NAMESPACES, NO_NAMESPACE, Tape};
use crate::{Limits, Rule};

/// What stands at the place where the machine stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Outside of everything: before the root, between stanzas, behind the end.
    Outside,
    /// Behind `<`.
    Markup,
    /// Inside the name behind `<?`.
    Target,
    /// Inside the XML declaration.
    Declaration,
    /// Behind `<!`.
    Exclamation,
    /// Inside the name of a start tag.
    StartName,
    /// Inside a start tag, directly behind its name or a value.
    Tag,
    /// Inside a start tag, behind white space.
    TagSpace,
    /// Behind the `/` of an empty element.
    Slash,
    /// Inside the name of an attribute.
    AttributeName,
    /// Before `=`.
    Equals,
    /// Before the quote.
    Quote,
    /// Inside a value.
    Value,
    /// Inside the name of an end tag.
    EndName,
    /// Behind the name of an end tag.
    EndSpace,
    /// Inside character data.
    Text,
    /// Inside a CDATA section.
    Cdata,
    /// Inside a reference.
    Reference,
}

/// How far the document or stream has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing but white space and an XML declaration so far.
    Prolog,
    /// Inside the root.
    Body,
    /// An empty-element stream header came: the close is still to be told.
    Closing,
    /// The root has ended.
    Epilog,
}

/// What the machine found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Header,
    Element,
    Close,
}

/// An open element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Open {
    /// Its entry on the tape, whose extent is where its start tag ends, as long as it is open; 0 as long as the machine is inside of that.
    pub(super) entry: u32,
    /// How many declarations were in scope before it.
    pub(super) scope: u32,
    /// The lowest depth at which a name inside it was bound.
    pub(super) lowest: u32,
}

/// The attribute that the machine is inside of; indices of the buffer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pending {
    pub(super) name: usize,
    pub(super) name_end: usize,
    pub(super) prefixed: bool,
    /// It is a namespace declaration.
    pub(super) declares: bool,
    pub(super) value: usize,
    pub(super) quote: u8,
}

#[derive(Debug)]
pub(super) struct Machine {
    pub(super) tape: Tape,
    pub(super) limits: Limits,
    pub(super) stream: bool,
    pub(super) state: State,
    pub(super) phase: Phase,
    /// The next byte to be looked at, and the end of what may be looked at: indices of the buffer.
    pub(super) at: usize,
    pub(super) end: usize,
    /// Where the token began that the machine is inside of.
    pub(super) mark: usize,
    /// Where the colon of the name stands that the machine is inside of.
    pub(super) colon: Option<usize>,
    /// The text or value that the machine is inside of is not what it stands for.
    pub(super) escaped: bool,
    pub(super) pending: Pending,
    pub(super) reference: Reference,
    pub(super) open: Vec<Open>,
    pub(super) scope: Scope,
    /// The default namespace outside of the stanza.
    pub(super) outer_default: u32,
    /// How many namespaces were known before the stanza.
    pub(super) outer_namespaces: usize,
    /// How many of the entries are ends of elements, which are no tokens: of so many that this was asked of.
    pub(super) ends: usize,
    pub(super) asked: usize,
    pub(super) attributes: usize,
    /// An attribute of the tag has a prefix.
    pub(super) prefixed: bool,
    /// A bit for the name of each attribute of the tag, and whether two had the same.
    pub(super) names: u64,
    pub(super) suspect: bool,
    /// A prefix inside the outermost element was bound outside of that.
    pub(super) outer_prefix: bool,
    pub(super) declared: bool,
    /// There was a stream before this one.
    pub(super) restarted: bool,
    /// The name of the stream header, prefix included.
    pub(super) header: String,
    pub(super) white_space: u64,
    /// How much of the input had come when what was left of it was found to wait for its rest.
    pub(super) waiting: Option<u64>,
    pub(super) sorted: Vec<u32>,
    /// Bytes looked at, for the test that nothing is looked at twice.
    #[cfg(test)]
    pub(super) work: usize,
}

impl Machine {
    pub(super) fn new(stream: bool, limits: Limits) -> Self {
        Self {
            tape: Tape::default(),
            limits: representable(limits),
            stream,
            state: State::Outside,
            phase: Phase::Prolog,
            at: 0,
            end: 0,
            mark: 0,
            colon: None,
            escaped: false,
            pending: Pending::default(),
            reference: Reference::default(),
            open: Vec::new(),
            scope: Scope::default(),
            outer_default: NO_NAMESPACE,
            outer_namespaces: 0,
            ends: 0,
            asked: 0,
            attributes: 0,
            prefixed: false,
            names: 0,
            suspect: false,
            outer_prefix: false,
            declared: false,
            restarted: false,
            header: String::new(),
            white_space: 0,
            waiting: None,
            sorted: Vec::new(),
            #[cfg(test)]
            work: 0,
        }
    }

    /// Goes on until there is something to tell, or nothing more to look at.
    #[inline(always)]
    pub(super) fn advance(&mut self) -> Result<Option<Event>, Fault> {
        if self.phase == Phase::Closing {
            self.phase = Phase::Epilog;
            return Ok(Some(Event::Close));
        }
        self.set_window();
        if self.end.saturating_sub(self.at) < FEW {
            return self.advance_by_steps();
        }
        while self.at < self.end {
            match self.stride()? {
                Stride::Told(event) => return Ok(Some(event)),
                Stride::Waits => break,
                Stride::Steps if self.at == self.end => break,
                Stride::Steps => {}
            }
            let event = self.step_apart()?;
            if event.is_some() {
                return Ok(event);
            }
        }
        self.check_ends()
    }

    /// The same over a few bytes.
    #[inline(never)]
    pub(super) fn advance_by_steps(&mut self) -> Result<Option<Event>, Fault> {
        while self.at < self.end {
            let event = self.step()?;
            if event.is_some() {
                return Ok(event);
            }
        }
        self.check_ends()
    }

    /// There is nothing to tell: refuses what has become too much. Nothing has where a token waits.
    #[inline]
    fn check_ends(&self) -> Result<Option<Event>, Fault> {
        if self.at < self.end {
            return Ok(None);
        }
        self.check_unended()?;
        self.check_bytes()?;
        Ok(None)
    }

    /// Whether all that came was looked at, and there is nothing to tell.
    #[inline]
    pub(super) fn is_idle(&self) -> bool {
        self.at == self.tape.text.len()
            && self.phase != Phase::Closing
            && self.at - self.tape.start < self.limits.bytes
    }

    /// Takes a byte of ASCII over which a text, value or name simply goes on, where all before it was looked at. Whether it did: peers may
    /// send byte by byte, and this is most of them.
    #[inline]
    pub(super) fn take_plain(&mut self, byte: u8) -> bool {
        let (token, limit, is_plain) = match self.state {
            State::Text => (self.mark, self.limits.text, scan::is_plain_text(byte)),
            State::Value => {
                let is_plain = scan::is_plain_value(byte, self.pending.quote);
                (self.pending.value, self.limits.text, is_plain)
            }
            State::StartName | State::AttributeName | State::EndName => {
                let has_begun = self.at > self.mark && self.colon != Some(self.at - 1);
                let is_plain = has_begun && crate::names::is_plain_name(byte);
                (self.mark, self.limits.name, is_plain)
            }
            _ => return false,
        };
        let is_taken = is_plain
            && self.at == self.tape.text.len()
            && self.at - token < limit
            && self.at + 1 - self.tape.start < self.limits.bytes;
        if is_taken {
            self.tape.text.push(char::from(byte & 0x7F)); // it is one byte, as is seen there
            self.at += 1;
        }
        is_taken
    }

    /// Whether the machine is inside of a text or value, all that came before is looked at, and more than a few bytes come.
    #[inline]
    pub(super) const fn is_inside(&self, coming: usize) -> bool {
        matches!(self.state, State::Text | State::Value)
            && self.at == self.tape.text.len()
            && coming >= FEW
    }

    /// Goes over the plain part of the text or value that the machine is inside of: of a long one that comes in pieces, most are that as a
    /// whole.
    ///
    /// Where `came` is all that is to be looked at, it is looked at there: what was written just now cannot be read at once. Where that is
    /// little, or not all, it is looked at where it was written.
    #[inline]
    pub(super) fn run_on(&mut self, came: &[u8]) {
        self.set_window();
        let in_text = self.state == State::Text;
        let token = if in_text {
            self.mark
        } else {
            self.pending.value
        };
        // What is behind the bound is for the steps: they know what it means.
        let bound = self.end.min(token.saturating_add(self.limits.text));
        let bound = bound.max(self.at);
        let (bytes, from) = match came.get(..bound - self.at) {
            // `]]` may stand before.
            Some(long @ [first, second, ..])
                if long.len() >= WINDOW && *first != b'>' && *second != b'>' =>
            {
                (long, 0)
            }
            _ => (&self.tape.text.as_bytes()[..bound], self.at),
        };
        let quiet = if self.at - token < DATA {
            from
        } else {
            from + scan::quiet(&bytes[from..], in_text, self.pending.quote)
        };
        let at = if in_text {
            let (at, has_references) = text::over(bytes, token.min(from), quiet);
            self.escaped |= has_references;
            at
        } else {
            scan::long_value(bytes, quiet, self.pending.quote)
        };
        self.at += at - from;
    }

    /// One step among strides.
    #[inline(never)]
    fn step_apart(&mut self) -> Result<Option<Event>, Fault> {
        self.step()
    }

    #[inline(always)]
    fn step(&mut self) -> Result<Option<Event>, Fault> {
        #[cfg(test)]
        let before = self.at;
        let event = self.step_on()?;
        #[cfg(test)]
        {
            self.work += 1 + self.at.saturating_sub(before);
        }
        Ok(event)
    }

    #[inline(always)]
    fn step_on(&mut self) -> Result<Option<Event>, Fault> {
        match self.state {
            State::Tag => return self.tag(),
            State::TagSpace => return self.tag_space(),
            State::Slash => return self.slash(),
            State::EndSpace => return self.end_space(),
            State::Text => return self.text(),
            State::Value => self.value()?,
            State::AttributeName => self.attribute_name()?,
            State::Equals => self.equals()?,
            State::Quote => self.quote()?,
            State::Markup => return self.markup(),
            State::StartName => self.start_name()?,
            State::EndName => self.end_name()?,
            State::Reference => self.reference()?,
            State::Cdata => self.cdata()?,
            State::Outside => self.outside()?,
            State::Target => self.target()?,
            State::Declaration => self.declaration()?,
            State::Exclamation => self.exclamation()?,
        }
        Ok(None)
    }

    /// Nothing of a stanza is looked at beyond its limit, so what is refused does not depend on how the input was cut.
    pub(super) fn set_window(&mut self) {
        let limit = self.tape.start.saturating_add(self.limits.bytes);
        self.end = self.tape.text.len().min(limit);
    }

    /// Refuses a text or value that ends where the input does, for now, and has just grown beyond its limit.
    fn check_unended(&self) -> Result<(), Fault> {
        match self.state {
            State::Text => self.check_piece(false),
            State::Value => self.check_piece(true),
            _ => Ok(()),
        }
    }

    fn check_bytes(&self) -> Result<(), Fault> {
        let start = self.tape.start;
        let wants_more = self.state != State::Outside || self.phase != Phase::Epilog;
        let more = wants_more || self.end < self.tape.text.len();
        if !more || self.at == start || self.at - start < self.limits.bytes {
            return Ok(());
        }
        let what = match (self.stream, self.phase) {
            (true, Phase::Prolog) => "bytes in a stream header",
            (true, _) => "bytes in a stanza",
            (false, _) => "bytes in a document",
        };
        let at = start + self.limits.bytes;
        Err(Fault::policy(at, what, self.limits.bytes))
    }

    /// Where a scan must stop: one byte behind the limit of the token, or at the end of what may be looked at.
    pub(super) fn bound(&self, token: usize, limit: usize) -> usize {
        self.end.min(token.saturating_add(limit + 1))
    }

    /// Refuses a token that has grown beyond its limit.
    pub(super) fn check_length(&self, token: usize, limit: usize, what: &str) -> Result<(), Fault> {
        if self.at > token.saturating_add(limit) {
            return Err(Fault::policy(token, what, limit));
        }
        Ok(())
    }

    pub(super) fn byte(&self) -> u8 {
        self.tape.text.as_bytes()[self.at]
    }

    pub(super) fn skip_white_space(&mut self) {
        self.at = scan::white_space(self.tape.text.as_bytes(), self.at, self.end);
    }

    /// The offset on the tape of an index of the buffer.
    pub(super) const fn offset(&self, index: usize) -> u32 {
        (index - self.tape.start) as u32
    }

    /// The character at an index of the buffer, for a message.
    pub(super) fn character(&self, at: usize) -> char {
        let at = self.tape.text.floor_char_boundary(at);
        self.tape.text[at..].chars().next().unwrap_or('\0')
    }

    pub(super) fn unexpected(&self, wanted: &str) -> Fault {
        let found = self.character(self.at);
        if let Some(fault) = self.forbidden(self.at) {
            return fault;
        }
        let message = format!("found {found:?} where {wanted} should stand");
        Fault::not_well_formed(self.at, found.len_utf8(), message)
    }

    /// The fault of a character that XML does not allow anywhere (XML 1.0 §2.2).
    pub(super) fn forbidden(&self, at: usize) -> Option<Fault> {
        let found = self.character(at);
        if crate::is_xml_char(found) {
            return None;
        }
        // `<` and NUL, or NUL and `<`, at the very start are UTF-16 without a byte order mark.
        if found == '\0' && at < 2 && self.tape.base == 0 {
            let message = "the input looks like UTF-16; only UTF-8 is allowed";
            return Some(Fault::new(Rule::UNSUPPORTED_ENCODING, at, 1, message));
        }
        let message = format!("the character U+{:04X} is not allowed", u32::from(found));
        Some(Fault::not_well_formed(at, found.len_utf8(), message))
    }

    /// The element ends before `self.at`.
    pub(super) fn close_element(&mut self) -> Option<Event> {
        self.close();
        if !self.open.is_empty() {
            self.begin_text();
            return None;
        }
        Some(self.end_outermost())
    }

    /// The outermost element has ended.
    pub(super) const fn end_outermost(&mut self) -> Event {
        self.state = State::Outside;
        if !self.stream {
            self.phase = Phase::Epilog;
        }
        Event::Element
    }

    pub(super) fn begin_text(&mut self) {
        self.state = State::Text;
        self.mark = self.at;
        self.escaped = false;
    }

    /// Forgets the item handed out; the next begins here.
    pub(super) fn release(&mut self) {
        self.tape.entries.clear();
        self.tape.namespaces.tidy(self.outer_namespaces);
        self.tape.entries.shrink_to(KEPT / size_of::<Entry>());
        self.tape.start = self.at;
        self.ends = 0;
        self.asked = 0;
        self.outer_prefix = false;
    }

    /// Begins anew behind the text, where `partial` more bytes are discarded with it.
    pub(super) fn restart(&mut self, partial: usize) {
        self.restart_at(self.tape.text.len());
        self.tape.base += partial as u64;
    }

    /// Begins anew at that place of the text.
    pub(super) fn restart_at(&mut self, at: usize) {
        self.at = at;
        self.waiting = None;
        self.release();
        self.compact();
        self.open.clear();
        if self.stream {
            self.scope.clear();
            self.outer_default = NO_NAMESPACE;
            self.outer_namespaces = 0;
            self.tape.namespaces.truncate(0);
            self.tape.outside.clear();
        } else {
            self.scope.forget_inner();
        }
        self.header.clear();
        self.declared = false;
        self.restarted = self.stream;
        self.phase = Phase::Prolog;
        self.state = State::Outside;
    }

    /// Gives back the memory of what was handed out: moves no more bytes than it frees.
    #[inline]
    pub(super) fn compact(&mut self) {
        let (start, end) = (self.tape.start, self.tape.text.len());
        if start == end && self.state == State::Outside {
            // All was handed out, and no token has begun.
            self.tape.text.clear();
            self.tape.text.shrink_to(KEPT);
            self.tape.base += start as u64;
            self.tape.start = 0;
            self.at = 0;
        } else {
            self.compact_inside();
        }
    }

    /// The same inside of a stanza.
    #[inline]
    pub(super) fn compact_inside(&mut self) {
        let (start, end) = (self.tape.start, self.tape.text.len());
        if start > 0 && start >= end - start {
            self.move_up();
        }
    }

    /// Moves what was not handed out to the beginning of the text.
    fn move_up(&mut self) {
        let start = self.tape.start;
        #[cfg(test)]
        {
            self.work += self.tape.text.len() - start;
        }
        if start == self.tape.text.len() {
            self.tape.text.clear();
        } else {
            self.tape.text.drain(..start);
        }
        if self.tape.text.is_empty() {
            self.tape.text.shrink_to(KEPT);
        }
        self.tape.base += start as u64;
        self.tape.start = 0;
        self.at -= start;
        self.mark = self.mark.saturating_sub(start);
        self.pending.name = self.pending.name.saturating_sub(start);
        self.pending.name_end = self.pending.name_end.saturating_sub(start);
        self.pending.value = self.pending.value.saturating_sub(start);
        self.reference.at = self.reference.at.saturating_sub(start);
        self.colon = self.colon.map(|colon| colon.saturating_sub(start));
    }
}

/// So few bytes are for the steps: peers may send byte by byte.
pub(super) const FEW: usize = 16;

/// What is as long as this is mostly data: nothing stops it for long.
const DATA: usize = 4096;

/// Bytes of text, and of tokens, that a reader keeps room for: more is given back behind a stanza that needed more.
const KEPT: usize = 64 * 1024;

/// What the entries of a tape can count.
pub(super) fn representable(mut limits: Limits) -> Limits {
    limits.bytes = limits.bytes.min(u32::MAX as usize - 1);
    limits.text = limits.text.min(limits.bytes);
    limits.name = limits.name.min(u16::MAX as usize);
    limits.tokens = limits.tokens.min(MAX_NAMESPACES / 2);
    limits
}
