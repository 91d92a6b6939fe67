//! What stands outside of elements, and the beginnings of markup.

use super::declaration;
use super::fault::Fault;
use super::machine::{Event, Machine, Phase, State};
use crate::Rule;
use crate::wording::shown;

impl Machine {
    /// Before the root, between stanzas, or behind the end.
    pub(super) fn outside(&mut self) -> Result<(), Fault> {
        let from = self.at;
        self.skip_white_space();
        let trails = self.restarted && !self.declared;
        if self.stream && (self.phase != Phase::Prolog || trails) {
            // White space between stanzas is a keepalive, part of nothing (RFC 6120 §4.6.1); so is what trails the last element
            // before a restart, and comes after it.
            self.white_space += (self.at - from) as u64;
            self.tape.start = self.at;
            self.set_window();
        }
        if self.at == self.end {
            return Ok(());
        }
        if self.byte() == b'<' {
            self.mark = self.at;
            self.at += 1;
            self.state = State::Markup;
            return Ok(());
        }
        Err(self.stray())
    }

    /// Behind `<`, which stands at `mark`.
    pub(super) fn markup(&mut self) -> Result<Option<Event>, Fault> {
        match self.byte() {
            b'!' => {
                self.at += 1;
                self.state = State::Exclamation;
            }
            b'?' => {
                self.at += 1;
                self.begin_name();
                self.state = State::Target;
            }
            b'/' if !self.may_end() => {
                let message = "an end tag stands where no element is open";
                return Err(Fault::not_well_formed(self.mark, 2, message));
            }
            b'/' => {
                self.at += 1;
                if self.plain_end_tag() {
                    return Ok(self.close_element());
                }
                self.begin_name();
                self.state = State::EndName;
            }
            _ if self.phase == Phase::Epilog => {
                let message = "an element stands behind the end of the document";
                return Err(Fault::not_well_formed(self.mark, 1, message));
            }
            _ => {
                self.begin_name();
                self.state = State::StartName;
                self.start_name()?;
            }
        }
        Ok(None)
    }

    /// Inside the name behind `<?`.
    pub(super) fn target(&mut self) -> Result<(), Fault> {
        if !self.name()? {
            return Ok(());
        }
        let (at, length) = (self.mark - 2, self.at - self.mark + 2);
        if self.name_text() != "xml" {
            let message = format!(
                "the processing instruction `<?{}` stands in the stream",
                shown(self.name_text())
            );
            return Err(Fault::restricted(at, length, message));
        }
        if at != self.tape.start || self.phase != Phase::Prolog || self.declared {
            let message = "an XML declaration stands elsewhere than at the very start";
            return Err(Fault::not_well_formed(at, length, message));
        }
        self.mark = self.at;
        self.state = State::Declaration;
        Ok(())
    }

    /// Inside the XML declaration, behind its `<?xml`, which ends at `mark`.
    pub(super) fn declaration(&mut self) -> Result<(), Fault> {
        let rest = &self.tape.text.as_bytes()[self.at..self.end];
        let Some(found) = rest.iter().position(|byte| matches!(byte, b'<' | b'>')) else {
            self.at = self.end;
            return Ok(());
        };
        self.at += found;
        declaration::check(&self.tape.text[self.mark..=self.at], self.mark)?;
        self.at += 1;
        self.declared = true;
        self.state = State::Outside;
        Ok(())
    }

    /// Behind `<!`; `<` stands at `mark`.
    pub(super) fn exclamation(&mut self) -> Result<(), Fault> {
        self.at += 1;
        let sofar = &self.tape.text.as_bytes()[self.mark..self.at];
        let (mark, length) = (self.mark, sofar.len());
        match sofar {
            b"<!--" => Err(Fault::restricted(
                mark,
                length,
                "a comment stands in the stream",
            )),
            b"<!DOCTYPE" => {
                let message = "a document type declaration stands in the stream";
                Err(Fault::restricted(mark, length, message))
            }
            b"<![CDATA[" if self.open.is_empty() => {
                self.at = mark;
                Err(self.stray())
            }
            b"<![CDATA[" => {
                self.begin_text();
                self.state = State::Cdata;
                Ok(())
            }
            _ if MARKUP.iter().any(|markup| markup.starts_with(sofar)) => Ok(()),
            _ => {
                self.at -= 1;
                Err(self.unexpected("a CDATA section"))
            }
        }
    }

    /// Whether an end tag can stand here.
    fn may_end(&self) -> bool {
        !self.open.is_empty() || self.stream && self.phase == Phase::Body
    }

    /// What stands at `at` belongs inside an element.
    fn stray(&self) -> Fault {
        let found = self.character(self.at);
        if let Some(fault) = self.forbidden(self.at) {
            return fault;
        }
        let length = found.len_utf8();
        match self.phase {
            Phase::Body => {
                let message = "text stands between the stanzas of a stream";
                Fault::new(Rule::BAD_FORMAT, self.at, length, message)
            }
            Phase::Prolog if found == '\u{FEFF}' => {
                // RFC 6120 §11.6: it is a character like any other, and no character data stands before the root.
                let message = "a byte order mark stands before the root";
                Fault::not_well_formed(self.at, length, message)
            }
            Phase::Prolog => {
                let message = "text stands before the root";
                Fault::not_well_formed(self.at, length, message)
            }
            Phase::Closing | Phase::Epilog => {
                let message = "text stands behind the end of the document";
                Fault::not_well_formed(self.at, length, message)
            }
        }
    }
}

const MARKUP: [&[u8]; 3] = [b"<!--", b"<![CDATA[", b"<!DOCTYPE"];
