//! Figures of long measures: a row each, with date and commit, in a file of `docs/measured/`.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// Appends a row to a book; `head` names its columns, where the book is new.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn record(root: &Path, book: &str, head: &str, row: &str) -> Result<(), String> {
    let asked = |program: &str, words: &[&str]| {
        let output = Command::new(program).args(words).current_dir(root).output();
        let text = output.map_or_else(|_| Vec::new(), |output| output.stdout);
        String::from_utf8_lossy(&text).trim().to_owned()
    };
    let date = asked("date", &["+%Y-%m-%d"]);
    let commit = asked("git", &["rev-parse", "--short", "HEAD"]);
    let file = root.join(book);
    let head = match file.exists() {
        true => String::new(),
        false => format!("date\tcommit\t{head}\n"),
    };
    let opened = OpenOptions::new().create(true).append(true).open(&file);
    opened
        .and_then(|mut book| book.write_all(format!("{head}{date}\t{commit}\t{row}\n").as_bytes()))
        .map_err(|error| format!("{book}: {error}"))
}
