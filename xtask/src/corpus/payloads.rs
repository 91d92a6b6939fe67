//! The elements of the examples that have a schema, and what is said about them.

use super::schemas::Published;
use crate::corpus_types::examples;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::instance::Judge;
use xmpp_codegen::instance::strict::Strict;
use xmpp_xml::{Answer, Document, Limits};

/// One element with its schema.
pub(super) struct Payload {
    /// The file, which of its elements, and the schema: `xep-0004-ex01.xml#2 by official/x-data.xsd`.
    pub(super) name: String,
    /// The element as a document of its own.
    pub(super) xml: String,
    /// Which schema judges it.
    pub(super) schema: usize,
}

/// What is wrong with a payload: nothing where it is valid.
pub(super) struct Verdicts {
    pub(super) tolerant: Vec<String>,
    /// Absent where the schema is not valid to the letter.
    pub(super) strict: Option<Vec<String>>,
}

impl Verdicts {
    /// A line for each mode in which it is not valid.
    pub(super) fn lines(&self, name: &str) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(first) = self.tolerant.first() {
            lines.push(format!("not valid: {name}: {first}"));
        }
        if let Some(first) = self.strict.iter().flatten().next() {
            lines.push(format!("not valid to the letter: {name}: {first}"));
        }
        lines
    }
}

/// The payloads of a directory, and how many files are no XML.
pub(super) fn read(
    directory: &Path,
    published: &Published,
) -> Result<(Vec<Payload>, usize), String> {
    let mut found = Vec::new();
    let mut ill_formed = 0;
    for path in examples::files(directory)? {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let Ok(document) = Document::parse(&examples::stream(&text), Limits::FILE) else {
            ill_formed += 1;
            continue;
        };
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        for (at, node) in examples::payloads(document.root()).into_iter().enumerate() {
            // What is no stanza is in that namespace only because the example does not say in which one it is.
            let is_part = node.namespace() == "jabber:client"
                && !matches!(node.name(), "message" | "presence" | "iq");
            if is_part {
                continue;
            }
            let schemas = published.by_namespace.get(node.namespace());
            let compiling = schemas
                .into_iter()
                .flatten()
                .find(|schema| published.schemas[**schema].tolerant.is_ok());
            if let Some(&schema) = compiling {
                let of = &published.schemas[schema].name;
                found.push(Payload {
                    name: format!("{file}#{} by {of}", at + 1),
                    xml: node.to_fragment().to_xml(),
                    schema,
                });
            }
        }
    }
    Ok((found, ill_formed))
}

/// Judges a payload in both modes.
pub(super) fn judge(payload: &Payload, published: &Published) -> Verdicts {
    let schema = &published.schemas[payload.schema];
    let mut verdicts = Verdicts {
        tolerant: Vec::new(),
        strict: None,
    };
    let Ok(document) = Document::parse(&payload.xml, Limits::FILE) else {
        verdicts
            .tolerant
            .push("the payload alone is no XML".to_owned());
        return verdicts;
    };
    if let Ok(model) = &schema.tolerant {
        let report = Judge::new(model, &Catalog::default()).report(document.root());
        verdicts.tolerant = report
            .findings()
            .iter()
            .filter(|finding| finding.answer() != Answer::Nothing)
            .map(ToString::to_string)
            .collect();
    }
    if let Ok(model) = &schema.strict {
        let mut found = Vec::new();
        Strict::new(model).check(document.root(), &mut |violation| {
            found.push(violation.finding.to_string());
            ControlFlow::Continue(())
        });
        verdicts.strict = Some(found);
    }
    verdicts
}
