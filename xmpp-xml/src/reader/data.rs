//! Character data, values, CDATA sections.

use super::fault::Fault;
use super::machine::{Event, Machine, State};
use super::scan;
use crate::tape::{ESCAPED, Entry, Kind};

impl Machine {
    /// Inside character data, which began at `mark`.
    pub(super) fn text(&mut self) -> Result<Option<Event>, Fault> {
        let bound = self.bound(self.mark, self.limits.text);
        loop {
            self.at = scan::text(self.tape.text.as_bytes(), self.at, bound);
            if self.at >= bound {
                self.check_piece(false)?;
                return Ok(None);
            }
            match self.byte() {
                b'<' => return self.end_text(),
                b'&' => {
                    self.begin_reference(false);
                    return Ok(None);
                }
                b'>' if self.behind_brackets() => {
                    let message = "`]]>` stands outside of a CDATA section";
                    return Err(Fault::not_well_formed(self.at - 2, 3, message));
                }
                b'>' | b'\n' | b'\t' => self.at += 1,
                b'\r' => {
                    self.escaped = true;
                    self.at += 1;
                }
                _ => self.unusual(bound)?,
            }
        }
    }

    /// Inside a value.
    pub(super) fn value(&mut self) -> Result<(), Fault> {
        let bound = self.bound(self.pending.value, self.limits.text);
        loop {
            let quote = self.pending.quote;
            self.at = scan::value(self.tape.text.as_bytes(), self.at, bound, quote);
            if self.at >= bound {
                return self.check_piece(true);
            }
            match self.byte() {
                byte if byte == quote => return self.end_value(),
                b'&' => {
                    self.begin_reference(true);
                    return Ok(());
                }
                b'<' => {
                    let message = "`<` stands in the value of an attribute";
                    return Err(Fault::not_well_formed(self.at, 1, message));
                }
                b'\n' | b'\t' | b'\r' => {
                    self.escaped = true;
                    self.at += 1;
                }
                _ => self.unusual(bound)?,
            }
        }
    }

    /// Inside a CDATA section, whose content began at `mark`.
    pub(super) fn cdata(&mut self) -> Result<(), Fault> {
        // The `>` stands behind the content and two brackets.
        let limit = self.limits.text.saturating_add(2);
        let bound = self.bound(self.mark, limit);
        loop {
            self.at = scan::cdata(self.tape.text.as_bytes(), self.at, bound);
            if self.at >= bound {
                return self.check_length(self.mark, limit, TEXT);
            }
            match self.byte() {
                b'>' if self.behind_brackets() => {
                    self.push_piece(Kind::Cdata, self.at - 2)?;
                    self.at += 1;
                    self.begin_text();
                    return Ok(());
                }
                b'>' | b'\n' | b'\t' => self.at += 1,
                b'\r' => {
                    self.escaped = true;
                    self.at += 1;
                }
                _ => self.unusual(bound)?,
            }
        }
    }

    /// Refuses character data or a value that has grown beyond its limit.
    pub(super) fn check_piece(&self, in_value: bool) -> Result<(), Fault> {
        if in_value {
            let what = "bytes in an attribute value";
            return self.check_length(self.pending.value, self.limits.text, what);
        }
        self.check_length(self.mark, self.limits.text, TEXT)
    }

    /// The `<` that ends character data stands at `at`.
    fn end_text(&mut self) -> Result<Option<Event>, Fault> {
        self.push_piece(Kind::Text, self.at)?;
        self.mark = self.at;
        self.at += 1;
        self.state = State::Markup;
        if self.at < self.end {
            return self.markup();
        }
        Ok(None)
    }

    fn push_piece(&mut self, kind: Kind, end: usize) -> Result<(), Fault> {
        if end == self.mark {
            return Ok(());
        }
        let length = (end - self.mark) as u32;
        let mut entry = Entry::new(kind, self.offset(self.mark), length);
        entry.set(ESCAPED, self.escaped);
        self.push(entry, self.mark)
    }

    /// Whether `]]` of the same piece of text stands before `at`.
    fn behind_brackets(&self) -> bool {
        self.tape.text.as_bytes()[self.mark..self.at].ends_with(b"]]")
    }

    /// Goes over a character that is rare: it may be none of XML's.
    fn unusual(&mut self, bound: usize) -> Result<(), Fault> {
        if let Some(fault) = self.forbidden(self.at) {
            return Err(fault);
        }
        self.at = bound.min(self.at + self.character(self.at).len_utf8());
        Ok(())
    }
}

const TEXT: &str = "bytes in a piece of text";
