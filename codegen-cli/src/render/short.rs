//! One line per diagnostic, as compilers have always printed them: `file:line:column: error[rule]: message`.

use super::place::Place;
use super::severity;
use xmpp_codegen::diagnostic::{Diagnostic, Severity};
use xmpp_codegen::source::SourceMap;

pub(super) fn render(diagnostic: &Diagnostic, sources: &SourceMap, color: bool) -> String {
    let place = Place::of(diagnostic.span(), sources);
    let kind = format!("{}[{}]", severity(diagnostic.severity), diagnostic.rule);
    let kind = match (color, diagnostic.severity) {
        (false, _) => kind,
        (true, Severity::Error) => format!("\x1b[1;31m{kind}\x1b[0m"),
        (true, Severity::Warning) => format!("\x1b[1;33m{kind}\x1b[0m"),
    };
    let help = diagnostic
        .help
        .as_ref()
        .map(|help| format!(" ({})", one_line(&help.text)))
        .unwrap_or_default();
    let (file, line, column) = (one_line(place.file), place.line, place.column);
    let message = one_line(&diagnostic.message);
    format!("{file}:{line}:{column}: {kind}: {message}{help}\n")
}

/// Text with control characters, which could move a terminal's cursor, as spaces.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}
