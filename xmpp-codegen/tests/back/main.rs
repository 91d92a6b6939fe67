//! The back end from schemas to text: what becomes of content models and names, and the builder around it all.

#![cfg(test)]

mod config;
mod fields;
mod names;
mod types;

use xmpp_codegen::{Config, Output, Report};

/// A schema in the namespace `urn:example:tea`, with these components.
fn schema(components: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:example:tea' targetNamespace='urn:example:tea' \
         elementFormDefault='qualified'>\n{components}\n</xs:schema>"
    )
}

/// Compiles components with a catalogue.
fn compile(components: &str, catalog: &str) -> Output {
    Config::new()
        .schema_text("tea.xsd", &schema(components))
        .catalog_text("catalog.toml", catalog)
        .generate()
        .unwrap()
}

/// The text that components compile to.
fn text(components: &str, catalog: &str) -> String {
    let [file] = compile(components, catalog).files.try_into().unwrap();
    file.text
}

/// The warnings about components, a line each.
fn warnings(components: &str, catalog: &str) -> String {
    let output = compile(components, catalog);
    let report = Report {
        diagnostics: output.diagnostics,
        sources: output.sources,
    };
    report.to_string()
}

/// The fields of the struct or variants of the enum of that name, as they are written, with attributes and without documentation.
fn members(text: &str, name: &str) -> String {
    let heads = [
        format!("pub struct {name} {{"),
        format!("pub enum {name} {{"),
    ];
    let body = text
        .lines()
        .skip_while(|line| !heads.iter().any(|head| line == head));
    let body = body.skip(1).take_while(|line| *line != "}");
    let lines = body.map(str::trim).filter(|line| !line.starts_with("///"));
    lines
        .filter(|line| *line != "#[xml(extra)]" && *line != "pub extra: Extra,")
        .collect::<Vec<_>>()
        .join("\n")
}
