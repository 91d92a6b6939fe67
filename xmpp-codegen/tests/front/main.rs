//! The front end from text to model and findings, on small schemas.

#![cfg(test)]

mod defects;
mod hostile;
mod lint;
mod overlay;
mod parse;
mod resolve;

use std::fmt::Write;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::diagnostic::{Diagnostic, Severity};
use xmpp_codegen::library::Library;
use xmpp_codegen::model::Model;
use xmpp_codegen::source::{SourceMap, Span};

/// A schema in the namespace `urn:example:tea`, with these components.
fn schema(components: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:example:tea'\n  targetNamespace='urn:example:tea' elementFormDefault='qualified'>\n{components}\n</xs:schema>"
    )
}

/// Loads files, each a name and a text, with a catalogue.
fn load(files: &[(&str, &str)], catalog: &str) -> (Model, Vec<Diagnostic>, SourceMap) {
    let mut sources = SourceMap::default();
    let ids: Vec<_> = files
        .iter()
        .map(|(path, text)| sources.add(*path, *text))
        .collect();
    let file = sources.add("catalog.toml", catalog);
    let (catalog, mut diagnostics) = Catalog::parse(file, catalog);
    let (model, found) = xmpp_codegen::load(&mut sources, &ids, &catalog, &Library::builtin());
    diagnostics.extend(found);
    (model, diagnostics, sources)
}

/// The findings of [`load`], a line for every place and sentence.
fn findings(files: &[(&str, &str)], catalog: &str) -> String {
    let (_, diagnostics, sources) = load(files, catalog);
    let mut text = String::new();
    for diagnostic in &diagnostics {
        let severity = match diagnostic.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let place = |span: Span| {
            let (line, column) = sources.line_column(span);
            let snippet = sources
                .snippet(span)
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned();
            format!("{}:{line}:{column} {snippet}", sources.file(span.file).path)
        };
        writeln!(
            text,
            "{severity}[{}]: {}",
            diagnostic.rule, diagnostic.message
        )
        .unwrap();
        for label in &diagnostic.labels {
            let said = if label.text.is_empty() { "" } else { " | " };
            writeln!(text, "  {}{said}{}", place(label.span), label.text).unwrap();
        }
        for note in &diagnostic.notes {
            writeln!(text, "  note: {note}").unwrap();
        }
        if let Some(help) = &diagnostic.help {
            writeln!(text, "  help: {}", help.text).unwrap();
            if let Some((span, replacement)) = &help.edit {
                writeln!(text, "  edit: {} -> {}", place(*span), replacement.trim()).unwrap();
            }
        }
    }
    text
}

/// The findings about one schema with these components.
fn of(components: &str) -> String {
    findings(&[("tea.xsd", &schema(components))], "")
}
