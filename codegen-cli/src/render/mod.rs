//! From [`Diagnostic`] to what a person, an editor or a CI system reads. No other crate of the project renders.

mod full;
mod github;
mod json;
mod place;
mod short;
mod window;

use crate::args::Format;
use xmpp_codegen::diagnostic::{Diagnostic, Severity};
use xmpp_codegen::source::SourceMap;

/// The most findings that are shown of one document, or of all schemas: input may be hostile, and nobody reads more.
pub(crate) const MOST: usize = 1000;

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    /// The format.
    pub(crate) format: Format,
    /// Whether to colour it. Only the full and the short format are ever coloured.
    pub(crate) color: bool,
}

impl Style {
    /// Whether a person reads the output, so that lines which are no diagnostic may stand between.
    pub(crate) const fn is_prose(self) -> bool {
        matches!(self.format, Format::Full | Format::Short)
    }
}

/// The diagnostic as text that ends with a line feed.
pub(crate) fn render(diagnostic: &Diagnostic, sources: &SourceMap, style: Style) -> String {
    match style.format {
        Format::Full => full::render(diagnostic, sources, style.color),
        Format::Short => short::render(diagnostic, sources, style.color),
        Format::Json => json::render(diagnostic, sources),
        Format::Github => github::render(diagnostic, sources),
    }
}

/// `error` or `warning`: what every format calls it.
const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

#[cfg(test)]
mod tests;
