//! The commands, one file each.

pub(crate) mod check;
pub(crate) mod expand;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod jid;
pub(crate) mod man;
pub(crate) mod new;
pub(crate) mod overview;
pub(crate) mod sample;
pub(crate) mod shell;
pub(crate) mod test;
pub(crate) mod validate;
pub(crate) mod xep;

use std::fmt;
use std::io;
use std::path::Path;

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well: exit code 0.
    Clean,
    /// Something is wrong with what was looked at: exit code 1.
    Findings,
}

impl Outcome {
    /// Findings, where there are any.
    pub(crate) const fn of(findings: usize) -> Self {
        match findings {
            0 => Self::Clean,
            _ => Self::Findings,
        }
    }

    /// What both come to.
    pub(crate) const fn and(self, other: Self) -> Self {
        match self {
            Self::Clean => other,
            Self::Findings => self,
        }
    }
}

/// Why a command cannot do what it was asked for: exit code 2.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    kind: Option<io::ErrorKind>,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            kind: None,
        }
    }

    /// A file or directory cannot be read.
    pub(crate) fn read(path: &Path, error: &io::Error) -> Self {
        let message = match error.kind() {
            io::ErrorKind::NotFound => {
                format!(
                    "there is no file or directory `{}`{}",
                    path.display(),
                    searched(path)
                )
            }
            _ => format!("cannot read `{}`: {error}", path.display()),
        };
        Self::new(message)
    }

    /// A file cannot be written, or a directory cannot be made.
    pub(crate) fn write(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot write `{}`: {error}", path.display()))
    }

    /// Standard output does not take what is printed.
    pub(crate) fn output(error: io::Error) -> Self {
        Self {
            message: format!("cannot write to standard output: {error}"),
            kind: Some(error.kind()),
        }
    }

    /// Whether the reader of standard output went away, as `head` does: nothing to complain about.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.kind == Some(io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Where a relative path was looked for.
fn searched(path: &Path) -> String {
    match std::env::current_dir() {
        Ok(directory) if path.is_relative() => format!(" in `{}`", directory.display()),
        _ => String::new(),
    }
}
