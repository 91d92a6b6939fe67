//! What the user reads.

use std::fmt::Display;
use std::io::{self, Write as _};

/// Where results and complaints go.
#[derive(Debug)]
pub(super) struct Terminal {
    output: io::Stdout,
    errors: io::Stderr,
}

impl Terminal {
    pub(super) fn new() -> Self {
        Self {
            output: io::stdout(),
            errors: io::stderr(),
        }
    }

    /// A result: one line on standard output. Whoever has stopped reading misses nothing.
    pub(super) fn say(&mut self, line: impl Display) {
        let _ = writeln!(self.output, "{line}");
    }

    /// Something that is no result.
    pub(super) fn note(&mut self, line: impl Display) {
        let _ = writeln!(self.errors, "{line}");
    }

    /// Why it failed.
    pub(super) fn complain(&mut self, failure: impl Display) {
        let _ = writeln!(self.errors, "error: {failure}");
    }
}
