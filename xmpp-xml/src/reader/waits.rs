//! Beginnings of tokens that a piece ends in: they are looked at as a whole when the rest has come.

use super::fault::Fault;
use super::machine::{Machine, Phase, State};
use super::plain::Exit;
use super::scan::{self, InEither, NoLetter};
use crate::block::{WINDOW, looked, stops_in};

/// A start tag of which less than this is there when a piece ends is looked at once more.
const TAG: usize = 2 * WINDOW;

impl Machine {
    /// Leaves the token that the loop ended at where it stands, if all that is there of it is plain, and no rule could be broken by it
    /// yet: it is looked at as a whole then, when more has come. So is the start tag that it is in, if less than [`TAG`] of that is there.
    ///
    /// Less than came is looked at again, so that it is never looked at a third time.
    #[inline(never)]
    pub(super) fn waits(&mut self, exit: Exit, coming: usize) -> bool {
        let is_all = self.end == self.tape.text.len();
        let is_within =
            self.limits.name >= WINDOW && self.end - self.tape.start < self.limits.bytes;
        if !is_all || !is_within || !self.begins(exit) {
            return false;
        }
        self.waiting = Some(self.received());
        match exit {
            Exit::Attribute | Exit::TagEnd => {
                if coming >= TAG {
                    self.leave_short_tag();
                }
            }
            _ => self.state = self.state_between_tags(),
        }
        true
    }

    /// Whether something waits, and nothing came since.
    fn is_waiting(&self) -> bool {
        self.waiting == Some(self.received())
    }

    /// Goes over what waits, as far as it is there.
    ///
    /// # Errors
    /// None: what waits breaks no rule.
    pub(super) fn go_over_waiting(&mut self) -> Result<(), Fault> {
        if self.is_waiting() {
            self.set_window();
            self.advance_by_steps()?;
        }
        self.waiting = None;
        Ok(())
    }

    /// How many bytes of the input have come, those of a character that is not whole left out.
    const fn received(&self) -> u64 {
        self.tape.base + self.tape.text.len() as u64
    }

    /// Whether what is left, which is less than a window, is the beginning of such a token.
    #[inline(always)]
    fn begins(&self, exit: Exit) -> bool {
        let all = self.tape.text.as_bytes();
        let rest = &all[self.at..];
        match exit {
            Exit::Attribute => {
                self.attributes < self.limits.attributes
                    && self.scope.len() < self.limits.declarations
                    && (begins_common_attribute(all, rest) || scan::begins_attribute(&rest[1..]))
            }
            Exit::TagEnd => matches!(rest, [] | [b'/']),
            Exit::Start => scan::begins_name(&rest[1..]),
            Exit::Text => self.at == self.mark && scan::text(rest, 0, rest.len()) == rest.len(),
            Exit::Markup => self.open.last().is_some_and(|open| {
                let name = self.tape.qualified_name(self.tape.entry(open.entry));
                name.as_bytes().starts_with(&rest[2..])
            }),
            Exit::Told => false,
        }
    }

    /// Goes back to the `<` of the tag that the machine is inside of, if less than [`TAG`] of it is there.
    #[inline(always)]
    fn leave_short_tag(&mut self) {
        let Some(&open) = self.open.last() else {
            return;
        };
        let at = self.tape.start + self.tape.entry(open.entry).offset as usize;
        if self.end - at >= TAG || self.phase != Phase::Body {
            return;
        }
        self.open.pop();
        if self.scope.len() > open.scope as usize {
            self.scope.truncate(open.scope as usize);
        }
        self.tape.entries.set_used(open.entry as usize);
        self.asked = self.asked.min(open.entry as usize);
        (self.at, self.mark) = (at, at);
        self.state = self.state_between_tags();
    }

    /// The state before a `<` that no text stands before.
    const fn state_between_tags(&self) -> State {
        if self.open.is_empty() {
            State::Outside
        } else {
            State::Text
        }
    }
}

/// Whether the last of those bytes, which are less than a window, are the space before an attribute and so much of it that its name is all
/// letters and nothing in its value means something: found without a loop. Of most others nothing is known.
#[inline(always)]
fn begins_common_attribute(all: &[u8], rest: &[u8]) -> bool {
    let Some(window) = all.last_chunk::<WINDOW>() else {
        return false;
    };
    let length = rest.len();
    looked(length);
    let before = (WINDOW - length) as u32;
    let others = stops_in::<NoLetter>(window).wrapping_shr(before) >> 1;
    let name_end = 1 + others.trailing_zeros() as usize;
    match rest.get(1) {
        None => return true,
        Some(_) if name_end >= length => return true,
        Some(_) => {}
    }
    let (equals, quote) = (rest[name_end], rest.get(name_end + 1));
    let is_quoted = matches!(quote, None | Some(b'\'' | b'"'));
    let marks = stops_in::<InEither>(window).wrapping_shr(before) >> name_end >> 1;
    name_end > 1 && equals == b'=' && is_quoted && marks <= 1
}
