//! Names, with at most one colon (Namespaces in XML 1.0 §4).

use super::fault::Fault;
use super::machine::Machine;
use super::scan;
use crate::names::{is_name_start, is_ncname_char, is_ncname_start};

impl Machine {
    /// Begins a name at `at`.
    pub(super) fn begin_name(&mut self) {
        self.mark = self.at;
        self.colon = None;
    }

    /// Goes on with the name that began at `mark`. Whether it has ended: its end is `at` then.
    pub(super) fn name(&mut self) -> Result<bool, Fault> {
        let bound = self.bound(self.mark, self.limits.name);
        while self.at < bound {
            if self.at == self.mark || self.colon.is_some_and(|colon| colon + 1 == self.at) {
                self.name_start(bound)?;
            }
            self.at = scan::ascii_name(self.tape.text.as_bytes(), self.at, bound);
            if self.at < bound && !self.name_goes_on(bound)? {
                return Ok(true);
            }
        }
        self.check_length(self.mark, self.limits.name, "bytes in a name")?;
        Ok(false)
    }

    /// The name that has ended at `at`.
    pub(super) fn name_text(&self) -> &str {
        &self.tape.text[self.mark..self.at]
    }

    /// Goes over the first character of a name, or of its part behind the colon.
    fn name_start(&mut self, bound: usize) -> Result<(), Fault> {
        if is_name_start(self.byte()) {
            self.at += 1;
            return Ok(());
        }
        let character = self.character(self.at);
        if is_ncname_start(character) {
            self.at = bound.min(self.at + character.len_utf8());
            return Ok(());
        }
        if self.colon.is_some() || character == ':' {
            let message = "a name has nothing before or behind its colon";
            return Err(Fault::namespace(self.at, 1, message));
        }
        Err(self.unexpected("a name"))
    }

    /// Goes over what is no ASCII name character; whether it belongs to the name.
    fn name_goes_on(&mut self, bound: usize) -> Result<bool, Fault> {
        let character = self.character(self.at);
        match character {
            ':' if self.colon.is_some() => {
                let message = "a name has more than one colon";
                return Err(Fault::namespace(self.at, 1, message));
            }
            ':' => self.colon = Some(self.at),
            _ if character.is_ascii() => return Ok(false),
            _ if is_ncname_char(character) => {}
            _ => return Err(self.unexpected("the end of a name")),
        }
        self.at = bound.min(self.at + character.len_utf8());
        Ok(true)
    }
}
