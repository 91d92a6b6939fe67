//! The regular expressions of XML Schema (XSD part 2 appendix F): their own syntax, run by an engine in linear time.
//!
//! Data flow: `names → blocks → set → translate → portable → example`.
//!
//! An expression is matched against the whole value. `^` and `$` are letters, `\p{IsGreek}` is a block, `\i` and `\c` are the
//! characters of names, and `[a-z-[aeiou]]` is a difference. [`Pattern::new`] reads an expression and says what is wrong with it;
//! the engine's program is made when the first value comes, and is bounded in size.

mod blocks;
mod example;
pub(crate) mod names;
mod portable;
mod set;
mod translate;

pub(crate) use example::example;
pub(crate) use portable::portable;

use std::fmt;
use std::sync::OnceLock;

/// A regular expression of a schema.
#[derive(Debug)]
pub struct Pattern {
    /// The expression in the engine's syntax.
    translated: String,
    program: OnceLock<Result<regex::Regex, TooLarge>>,
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The byte of the expression at which it goes wrong.
    pub at: usize,
    /// What is wrong, a clause in lower case.
    pub message: String,
    /// A way out, if one is near.
    pub help: Option<String>,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PatternError {}

/// The program of an expression would be larger than [`LARGEST`]: quantifiers inside quantifiers multiply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// How many bytes the program of one expression may take.
pub const LARGEST: usize = 32 << 20;

impl Pattern {
    /// Reads an expression.
    ///
    /// # Errors
    /// It is not one of XML Schema's.
    pub fn new(expression: &str) -> Result<Self, PatternError> {
        Ok(Self {
            translated: translate::translate(expression)?,
            program: OnceLock::new(),
        })
    }

    /// Whether the whole text matches.
    ///
    /// # Errors
    /// The expression is too large to be run.
    pub fn matches(&self, text: &str) -> Result<bool, TooLarge> {
        let program = self.program.get_or_init(|| {
            regex::RegexBuilder::new(&self.translated)
                .size_limit(LARGEST)
                .dfa_size_limit(LARGEST / 4)
                .nest_limit(translate::DEEPEST)
                .build()
                .map_err(|_| TooLarge)
        });
        program
            .as_ref()
            .map(|program| program.is_match(text))
            .map_err(|too_large| *too_large)
    }
}

/// What an expression means to whoever wrote `^` before it or `$` behind it, which are letters here; nothing where neither is.
pub(crate) fn unanchored(expression: &str) -> Option<&str> {
    let inner = expression.strip_prefix('^').unwrap_or(expression);
    let meant = match inner.strip_suffix('$') {
        Some(before) if !before.ends_with('\\') => before,
        _ => inner,
    };
    (meant.len() < expression.len()).then_some(meant)
}

#[cfg(test)]
mod tests;
