//! The published schemas, each read in both modes, with all others at hand for its imports.

use super::lost;
use crate::corpus_types::sets::find;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::diagnostic::{Diagnostic, Severity};
use xmpp_codegen::library::{Library, target_namespace};
use xmpp_codegen::model::Model;
use xmpp_codegen::source::{FileId, SourceMap};
use xmpp_codegen::{Mode, load_in};

/// The schemas of a directory.
pub(super) struct Published {
    pub(super) schemas: Vec<Schema>,
    /// For each namespace, the schemas that are about it, the first one first.
    pub(super) by_namespace: BTreeMap<String, Vec<usize>>,
}

/// One schema.
pub(super) struct Schema {
    /// The path within the directory.
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// With repairs: the components, or the first error.
    pub(super) tolerant: Result<Model, String>,
    /// To the letter.
    pub(super) strict: Result<Model, String>,
    /// What was repaired.
    pub(super) repairs: Vec<String>,
    /// What the repaired schema does not hold, although it was written.
    pub(super) lost: Vec<String>,
}

impl Published {
    pub(super) fn read(directory: &Path) -> Result<Self, String> {
        let mut paths = Vec::new();
        find(directory, &mut paths)?;
        let mut texts = Vec::new();
        for path in paths {
            let text = fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            texts.push((path, text));
        }
        let mut published = Self {
            schemas: Vec::new(),
            by_namespace: BTreeMap::new(),
        };
        for at in 0..texts.len() {
            let namespace = target_namespace(&texts[at].1).unwrap_or_default();
            published
                .by_namespace
                .entry(namespace.to_owned())
                .or_default()
                .push(at);
            published.schemas.push(schema(directory, &texts, at));
        }
        Ok(published)
    }
}

fn schema(directory: &Path, texts: &[(PathBuf, String)], at: usize) -> Schema {
    let path = &texts[at].0;
    let shown = path.strip_prefix(directory).unwrap_or(path);
    let name = shown.to_string_lossy().into_owned();
    let (tolerant, found) = load(Mode::Repairing, &name, texts, at);
    let (strict, _) = load(Mode::Strict, &name, texts, at);
    // The schema itself is the first file of its sources.
    let lost = |model: &Model| lost::lost(model, FileId(0), &texts[at].1);
    Schema {
        lost: tolerant.as_ref().map(lost).unwrap_or_default(),
        path: path.clone(),
        repairs: match tolerant {
            Ok(_) => found,
            Err(_) => Vec::new(),
        },
        name,
        tolerant,
        strict,
    }
}

/// The components of a schema or its first error, and every finding.
fn load(
    mode: Mode,
    name: &str,
    texts: &[(PathBuf, String)],
    at: usize,
) -> (Result<Model, String>, Vec<String>) {
    let mut library = Library::empty();
    let mut others: Vec<_> = texts
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .collect();
    others.sort_by_key(|(_, (path, _))| age(path));
    for (_, (path, text)) in others {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        library.add(stem.into_owned(), text.clone());
    }
    let mut sources = SourceMap::default();
    let file = sources.add(name, texts[at].1.clone());
    let (model, found) = load_in(mode, &mut sources, &[file], &Catalog::default(), &library);
    let lines = found.iter().map(|found| line(found, &sources)).collect();
    let error = found
        .iter()
        .find(|found| found.severity == Severity::Error)
        .map(|found| line(found, &sources));
    (error.map_or(Ok(model), Err), lines)
}

/// Of the schemas of one namespace, an import means the living one: not that of an RFC, and of RFCs the latest.
fn age(path: &Path) -> (bool, Reverse<String>) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_of_rfc = name.starts_with("rfc");
    let number = name.split('-').next().unwrap_or_default();
    (
        is_of_rfc,
        Reverse(if is_of_rfc {
            number.to_owned()
        } else {
            String::new()
        }),
    )
}

fn line(found: &Diagnostic, sources: &SourceMap) -> String {
    let (line, column) = sources.line_column(found.span());
    let path = &sources.file(found.span().file).path;
    format!("{path}:{line}:{column}: {} [{}]", found.message, found.rule)
}
