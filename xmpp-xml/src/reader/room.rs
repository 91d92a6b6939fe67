//! How many tokens there may be more.

use super::fault::Fault;
use super::machine::Machine;
use crate::tape::{Entry, Kind};

impl Machine {
    /// Puts a token on the tape that counts: all but the ends of elements.
    pub(super) fn push(&mut self, entry: Entry, at: usize) -> Result<(), Fault> {
        self.check_tokens(at)?;
        self.tape.entries.push(entry);
        Ok(())
    }

    /// Refuses one token too many, which begins at `at`.
    pub(super) fn check_tokens(&mut self, at: usize) -> Result<(), Fault> {
        if !self.has_room() {
            let what = "elements, attributes and texts in a stanza";
            return Err(Fault::policy(at, what, self.limits.tokens));
        }
        Ok(())
    }

    /// Whether there may be one token more.
    #[inline]
    pub(super) fn has_room(&mut self) -> bool {
        self.tape.entries.len() - self.ends < self.limits.tokens || self.has_room_besides_ends()
    }

    /// The same where there are as many entries as there may be tokens: what of them are none is only asked then.
    #[cold]
    fn has_room_besides_ends(&mut self) -> bool {
        let entries = &self.tape.entries;
        let others = entries.iter().skip(self.asked);
        self.ends += others.filter(|entry| entry.is(Kind::End)).count();
        self.asked = entries.len();
        self.asked - self.ends < self.limits.tokens
    }
}
