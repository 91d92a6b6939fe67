//! How a conversation went.

use std::fmt;

use super::{Conversation, Line, Speech};

/// How a conversation went that nobody broke off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it is written.
    Passed {
        /// How many bytes the runner said, other than what was included: so many places there are to cut.
        said: usize,
    },
    /// The one under test cannot be put to this test.
    Skipped(String),
}

/// Where a conversation went another way than it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    place: String,
    what: String,
}

impl Mismatch {
    /// Something that went wrong.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            place: String::new(),
            what: what.into(),
        }
    }

    /// Something else was heard, from the byte `at` on.
    pub(super) fn said(expected: &Speech, heard: &str, at: usize) -> Self {
        let (good, bad) = heard.split_at(heard.floor_char_boundary(at));
        Self::new(format!(
            "expected {expected}\nheard    {good}\nthen     {bad}"
        ))
    }

    /// Something was heard or told that is not written.
    pub(super) fn surplus(heard: &str) -> Self {
        Self::new(format!("nothing expected\nheard    {heard}"))
    }

    pub(super) fn at(self, conversation: &Conversation, line: &Line) -> Self {
        let place = format!(
            "{}, line {} ({})",
            conversation.name, line.number, line.file
        );
        Self { place, ..self }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.place, self.what)
    }
}

impl std::error::Error for Mismatch {}
