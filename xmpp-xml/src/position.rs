//! Where in the input something stands.

use std::fmt;

/// A place in the input, found on demand: reading well-formed input never computes one.
///
/// `line` and `column` count from 1; a column is one character (a Unicode scalar value), as editors count.
/// On a stream they count from the start of the stanza, since a reader forgets what it has handed out;
/// `offset` counts bytes from the start of the whole input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Bytes before this place, from the start of the input.
    pub offset: u64,
    /// Line, counted from 1.
    pub line: u32,
    /// Character within the line, counted from 1.
    pub column: u32,
}

impl Position {
    /// The place `at` bytes into `text`, where `base` bytes of the input came before `text`.
    pub fn locate(text: &str, at: usize, base: u64) -> Self {
        let at = text.floor_char_boundary(at.min(text.len()));
        let before = &text[..at];
        let line_start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |newline| newline + 1);
        let lines = memchr::memchr_iter(b'\n', before.as_bytes()).count();
        Self {
            offset: base + at as u64,
            line: u32::try_from(lines + 1).unwrap_or(u32::MAX),
            column: u32::try_from(before[line_start..].chars().count() + 1).unwrap_or(u32::MAX),
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}
