//! What is wrong with a configuration, and where.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Everything that is wrong with a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    path: PathBuf,
    complaints: Vec<Complaint>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Complaint {
    /// The line, counted from 1; 0 where it is about the file.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub message: String,
    /// The line itself.
    source: String,
    /// How many characters of it are meant.
    width: usize,
}

/// A complaint that does not know yet which line it is on.
#[derive(Debug)]
pub(super) struct Located {
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

impl ConfigError {
    pub(super) fn new(path: &Path, text: &str, mut complaints: Vec<Located>) -> Self {
        complaints.sort_by_key(|complaint| complaint.span.start);
        Self {
            path: path.to_path_buf(),
            complaints: complaints
                .into_iter()
                .map(|complaint| complaint.place(text))
                .collect(),
        }
    }

    pub(super) fn unreadable(path: &Path, error: &io::Error) -> Self {
        let complaint = Complaint {
            line: 0,
            column: 0,
            message: format!("cannot be read: {error}"),
            source: String::new(),
            width: 0,
        };
        Self {
            path: path.to_path_buf(),
            complaints: vec![complaint],
        }
    }

    /// What is wrong, in the order of the file.
    pub fn complaints(&self) -> &[Complaint] {
        &self.complaints
    }
}

impl Located {
    fn place(self, text: &str) -> Complaint {
        let start = floor(text, self.span.start);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let source = text[line_start..].lines().next().unwrap_or_default();
        let rest = &text[start..(line_start + source.len()).max(start)];
        let meant = rest.chars().count().min(
            text[start..floor(text, self.span.end.max(start))]
                .chars()
                .count(),
        );
        Complaint {
            line: before.matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            message: self.message,
            source: source.to_owned(),
            width: meant.max(1),
        }
    }
}

/// The nearest boundary of a character at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

impl std::error::Error for ConfigError {}

impl fmt::Display for ConfigError {
    /// Each complaint with its line, as compilers do it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, complaint) in self.complaints.iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            let path = self.path.display();
            let Complaint {
                line,
                column,
                message,
                source,
                width,
            } = complaint;
            if *line == 0 {
                write!(f, "{path}: {message}")?;
                continue;
            }
            writeln!(f, "{path}:{line}:{column}: {message}")?;
            let gutter = line.to_string().len();
            // Tabs stay tabs, so that the marks stand below what they mark whatever a tab is.
            let indent: String = source
                .chars()
                .take(column - 1)
                .map(|c| if c == '\t' { '\t' } else { ' ' })
                .collect();
            writeln!(f, " {line} | {source}")?;
            write!(f, " {:gutter$} | {indent}{}", "", "^".repeat(*width))?;
        }
        Ok(())
    }
}
