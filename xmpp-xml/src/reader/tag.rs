//! Start tags and end tags.

use super::fault::Fault;
use super::machine::{Event, Machine, Pending, Phase, State};
use super::scan;
use crate::tape::{ESCAPED, Entry, Kind, PREFIXED};
use crate::wording::shown;
use crate::{Binding, STREAM_NAMESPACE};

impl Machine {
    /// Inside the name of a start tag, which began at `mark`; `<` stands before it.
    pub(super) fn start_name(&mut self) -> Result<(), Fault> {
        if !self.name()? {
            return Ok(());
        }
        let (less_than, name_end) = (self.mark - 1, self.at);
        if self.open.len() >= self.limits.depth {
            let what = "elements open at once";
            return Err(Fault::policy(less_than, what, self.limits.depth));
        }
        let mut entry = Entry::new(Kind::Element, self.offset(less_than), 0);
        entry.name = (name_end - self.mark) as u16;
        entry.gap = self.colon.map_or(0, |colon| colon + 1 - self.mark) as u16;
        self.check_tokens(less_than)?;
        self.open_element(entry);
        Ok(())
    }

    /// Behind the name of a start tag.
    pub(super) fn begin_attributes(&mut self) {
        self.attributes = 0;
        self.prefixed = false;
        self.names = 0;
        self.suspect = false;
        self.state = State::Tag;
    }

    /// Directly behind the name or a value of a start tag.
    pub(super) fn tag(&mut self) -> Result<Option<Event>, Fault> {
        if scan::is_white_space(self.byte()) {
            self.at += 1;
            self.state = State::TagSpace;
            return self.tag_space();
        }
        self.tag_end("white space, `/` or `>`")
    }

    /// Behind white space in a start tag.
    pub(super) fn tag_space(&mut self) -> Result<Option<Event>, Fault> {
        self.skip_white_space();
        if self.at == self.end {
            return Ok(None);
        }
        if matches!(self.byte(), b'/' | b'>') {
            return self.tag_end("`>`");
        }
        self.begin_name();
        self.state = State::AttributeName;
        self.attribute_name()?;
        Ok(None)
    }

    /// Behind the `/` of an empty element.
    pub(super) fn slash(&mut self) -> Result<Option<Event>, Fault> {
        if self.byte() != b'>' {
            return Err(self.unexpected("`>`"));
        }
        self.at += 1;
        self.finish_start_tag()?;
        if self.is_header() {
            return Ok(Some(self.header(Phase::Closing)));
        }
        Ok(self.close_element())
    }

    /// Inside the name of an attribute.
    pub(super) fn attribute_name(&mut self) -> Result<(), Fault> {
        if !self.name()? {
            return Ok(());
        }
        let name = self.name_text();
        let declares =
            name.starts_with("xmlns") && matches!(name.as_bytes().get(5), None | Some(b':'));
        self.pending = Pending {
            name: self.mark,
            name_end: self.at,
            prefixed: self.colon.is_some(),
            declares,
            ..Pending::default()
        };
        self.state = State::Equals;
        self.check_count()?;
        self.equals()
    }

    /// Refuses one attribute or declaration too many.
    fn check_count(&mut self) -> Result<(), Fault> {
        if self.pending.declares {
            if self.scope.len() >= self.limits.declarations {
                let what = "namespace declarations in scope";
                return Err(Fault::policy(self.mark, what, self.limits.declarations));
            }
            return Ok(());
        }
        let pending = self.pending;
        self.note_name(pending.name..pending.name_end, pending.prefixed);
        if self.attributes > self.limits.attributes {
            let what = "attributes in a tag";
            return Err(Fault::policy(self.mark, what, self.limits.attributes));
        }
        Ok(())
    }

    /// Between the name of an attribute and its `=`.
    pub(super) fn equals(&mut self) -> Result<(), Fault> {
        self.skip_white_space();
        if self.at == self.end {
            return Ok(());
        }
        if self.byte() != b'=' {
            return Err(self.unexpected("`=`"));
        }
        self.at += 1;
        self.state = State::Quote;
        self.quote()
    }

    /// Between `=` and the quote.
    pub(super) fn quote(&mut self) -> Result<(), Fault> {
        self.skip_white_space();
        if self.at == self.end {
            return Ok(());
        }
        self.pending.quote = match self.byte() {
            quote @ (b'\'' | b'"') => quote,
            _ => return Err(self.unexpected("a quote")),
        };
        self.at += 1;
        self.pending.value = self.at;
        self.escaped = false;
        self.state = State::Value;
        self.value()
    }

    /// The quote that ends a value stands at `at`.
    pub(super) fn end_value(&mut self) -> Result<(), Fault> {
        let pending = self.pending;
        let kind = if pending.declares {
            Kind::Declaration
        } else {
            Kind::Attribute
        };
        let length = (self.at - pending.value) as u32;
        let mut entry = Entry::new(kind, self.offset(pending.name), length);
        entry.name = (pending.name_end - pending.name) as u16;
        entry.gap = u16::try_from(pending.value - pending.name_end).unwrap_or(u16::MAX);
        entry.set(PREFIXED, pending.prefixed);
        entry.set(ESCAPED, self.escaped);
        if pending.declares {
            self.declare(&mut entry)?;
        }
        self.push(entry, pending.name)?;
        self.at += 1;
        self.state = State::Tag;
        Ok(())
    }

    /// Goes over the end tag of the open element at once, if it is there as a whole and as short as can be.
    pub(super) fn plain_end_tag(&mut self) -> bool {
        let Some(open) = self.open.last() else {
            return false;
        };
        let name = self.tape.qualified_name(self.tape.entry(open.entry));
        let rest = &self.tape.text.as_bytes()[self.at..self.end];
        let plain = rest.len() > name.len()
            && rest[name.len()] == b'>'
            && rest[..name.len()] == *name.as_bytes();
        if plain {
            self.at += name.len() + 1;
        }
        plain
    }

    /// Inside the name of an end tag.
    pub(super) fn end_name(&mut self) -> Result<(), Fault> {
        if !self.name()? {
            return Ok(());
        }
        let wanted = match self.open.last() {
            Some(open) => self.tape.qualified_name(self.tape.entry(open.entry)),
            None => &self.header,
        };
        let found = self.name_text();
        if wanted != found {
            let message = format!(
                "the end tag `</{}>` does not match the open element `<{}>`",
                shown(found),
                shown(wanted)
            );
            return Err(Fault::not_well_formed(self.mark, found.len(), message));
        }
        self.state = State::EndSpace;
        Ok(())
    }

    /// Behind the name of an end tag.
    pub(super) fn end_space(&mut self) -> Result<Option<Event>, Fault> {
        self.skip_white_space();
        if self.at == self.end {
            return Ok(None);
        }
        if self.byte() != b'>' {
            return Err(self.unexpected("`>`"));
        }
        self.at += 1;
        if self.open.is_empty() {
            self.state = State::Outside;
            self.phase = Phase::Epilog;
            return Ok(Some(Event::Close));
        }
        Ok(self.close_element())
    }

    fn tag_end(&mut self, wanted: &str) -> Result<Option<Event>, Fault> {
        match self.byte() {
            b'/' => {
                self.at += 1;
                self.state = State::Slash;
                Ok(None)
            }
            b'>' => {
                self.at += 1;
                self.finish_start_tag()?;
                if self.is_header() {
                    return Ok(Some(self.header(Phase::Body)));
                }
                self.begin_text();
                Ok(None)
            }
            _ => Err(self.unexpected(wanted)),
        }
    }

    pub(super) fn finish_start_tag(&mut self) -> Result<(), Fault> {
        let end = self.offset(self.at);
        self.bind_names()?;
        if let Some(open) = self.open.last() {
            self.tape.entries[open.entry].extent = end;
        }
        if self.phase == Phase::Prolog && !self.stream {
            self.phase = Phase::Body;
        }
        Ok(())
    }

    /// Whether the start tag that just ended is that of the stream.
    pub(super) const fn is_header(&self) -> bool {
        self.stream && matches!(self.phase, Phase::Prolog)
    }

    /// The start tag that just ended is the stream header: its declarations hold for all that follows.
    fn header(&mut self, phase: Phase) -> Event {
        let end = Entry::new(Kind::End, self.offset(self.at), self.offset(self.at));
        let index = self.tape.entries.len() as u32;
        self.tape.entries.push(end);
        self.tape.entries[0_u32].extent = index;
        self.header.clear();
        self.header
            .push_str(self.tape.qualified_name(self.tape.entry(0)));
        self.open.clear();
        self.scope.clear();
        self.tape.outside.clear();
        let mut outside = Vec::new();
        let mut declarations = crate::Node::new(&self.tape, 0).declarations();
        while let Some(entry) = declarations.next_entry() {
            let prefix = crate::node::declared_prefix(&self.tape, entry);
            self.scope.bind_outside(prefix, entry.namespace());
            // Names in values are in no namespace of these two, which as good as all headers declare and no more.
            let namespace = self.tape.namespace(entry);
            if !prefix.is_empty() && namespace != STREAM_NAMESPACE {
                outside.push(Binding::new(prefix, namespace));
            }
        }
        self.tape.outside = outside;
        self.outer_default = self.scope.outer_default();
        self.outer_namespaces = self.tape.namespaces.len();
        self.phase = phase;
        self.state = State::Outside;
        Event::Header
    }
}
