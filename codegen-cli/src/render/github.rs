//! Workflow commands of GitHub Actions, which show a finding beside the line of a pull request.

use super::place::Place;
use super::severity;
use xmpp_codegen::diagnostic::Diagnostic;
use xmpp_codegen::source::SourceMap;

pub(super) fn render(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let place = Place::of(diagnostic.span(), sources);
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message.push('\n');
        message.push_str(&help.text);
    }
    format!(
        "::{} file={},line={},col={},endLine={},endColumn={},title={}::{}\n",
        severity(diagnostic.severity),
        property(place.file),
        place.line,
        place.column,
        place.end_line,
        place.end_column,
        property(&diagnostic.rule),
        data(&message),
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
