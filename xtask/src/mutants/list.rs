//! The changes that `cargo mutants` would make, as it lists them.

use std::ops::Range;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// A change of the code that the tests should notice.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Mutant {
    /// The file, from the root of the project.
    pub(super) file: String,
    /// Its name: the place, and what is changed.
    pub(super) name: String,
    /// What is changed there: a function's value, an operator, an arm.
    pub(super) genre: Genre,
    /// The text that is replaced.
    pub(super) span: Span,
    /// By what.
    pub(super) replacement: String,
    /// Where it stands.
    pub(super) function: Option<Function>,
}

/// What kinds of changes there are.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub(super) enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
    #[serde(other)]
    Other,
}

/// The function that is changed.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Function {
    /// `-> Type`, or nothing.
    pub(super) return_type: String,
}

/// From where to where a text goes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: Place,
    pub(super) end: Place,
}

/// Line and column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Mutant {
    /// The text of its file with the change made.
    pub(super) fn changed(&self, text: &str) -> Option<String> {
        self.changed_within(text, 0..text.len())
    }

    /// A part of the text of its file with the change made.
    pub(super) fn changed_within(&self, text: &str, part: Range<usize>) -> Option<String> {
        let start = self.span.start.byte(text)?;
        let end = self.span.end.byte(text)?;
        let before = text.get(part.start..start)?;
        let behind = text.get(end..part.end)?;
        // A field that is left out leaves its comma.
        let behind = match self.genre {
            Genre::StructField => behind.trim_start().trim_start_matches(','),
            _ => behind,
        };
        Some(format!("{before} {} {behind}", self.replacement))
    }
}

impl Place {
    /// The byte of the text that stands there.
    pub(super) fn byte(self, text: &str) -> Option<usize> {
        let line = text.split_inclusive('\n').nth(self.line.checked_sub(1)?)?;
        let before: usize = text
            .split_inclusive('\n')
            .take(self.line - 1)
            .map(str::len)
            .sum();
        let mut columns = line.char_indices().map(|(at, _)| at).chain([line.len()]);
        Some(before + columns.nth(self.column.checked_sub(1)?)?)
    }
}

/// Lists the mutants of those files of a package, or those of a shard of them.
///
/// # Errors
/// If there is no `cargo mutants`, or it lists nothing that can be read.
pub(super) fn list(
    root: &Path,
    package: &str,
    files: &[&str],
    arguments: &[String],
) -> Result<Vec<Mutant>, String> {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(root)
        .args(["mutants", "--list", "--json"]);
    command.args(["--package", package]);
    for file in files {
        command.args(["--file", file]);
    }
    let output = command.args(arguments).output();
    let output = output.map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "`cargo mutants` does not list: {why}is it there? cargo install cargo-mutants --locked"
        ));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("what `cargo mutants --list --json` says: {error}"))
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn places_count_characters() {
        let text = "ab\näö x\n";
        let byte = |line, column| Place { line, column }.byte(text);
        assert_eq!(byte(1, 1), Some(0));
        assert_eq!(byte(2, 2), Some(5));
        assert_eq!(byte(2, 4), Some(8));
        assert_eq!(byte(9, 1), None);
    }
}
