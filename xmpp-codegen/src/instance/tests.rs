//! The judge on the sample stanzas: every finding at its place, in order, and nothing else.

use super::*;
use crate::library::Library;
use crate::source::SourceMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use xmpp_xml::{Answer, Document, Limits};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(directory: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The schemas of the project, with their catalogue.
fn builtin() -> (Model, Catalog, SourceMap) {
    let mut sources = SourceMap::default();
    let ids: Vec<_> = files(&root().join("schemas"), "xsd")
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            sources.add(name, fs::read_to_string(path).unwrap())
        })
        .collect();
    let text = fs::read_to_string(root().join("schemas/catalog.toml")).unwrap();
    let file = sources.add("catalog.toml", text.clone());
    let (catalog, _) = Catalog::parse(file, &text);
    let (model, diagnostics) = crate::load(&mut sources, &ids, &catalog, &Library::empty());
    assert!(
        !crate::diagnostic::has_errors(&diagnostics),
        "{diagnostics:#?}"
    );
    (model, catalog, sources)
}

/// The findings as `.expected` files list them.
fn judged(judge: &Judge<'_>, xml: &str) -> String {
    let report = match Document::parse(xml, Limits::FILE) {
        Ok(document) => judge.report(document.root()),
        Err(error) => {
            let mut report = Report::new();
            report.push(error.finding());
            report
        }
    };
    let mut lines = String::new();
    for finding in report.findings() {
        let answer = match finding.answer() {
            Answer::Nothing => "-",
            Answer::Stanza { condition, .. }
            | Answer::Stream { condition }
            | Answer::Sasl { condition } => condition,
        };
        let (rule, path) = (&finding.rule, &finding.path);
        let position = finding.position.unwrap();
        writeln!(lines, "{rule} {path} {position} {answer}").unwrap();
    }
    lines
}

#[test]
fn the_sample_stanzas_are_judged_as_expected() {
    let (model, catalog, _) = builtin();
    let judge = Judge::new(&model, &catalog);
    let mut wrong = String::new();
    let samples = files(&root().join("tests/stanzas"), "xml");
    for sample in &samples {
        let expected = fs::read_to_string(sample.with_extension("expected")).unwrap_or_default();
        let found = judged(&judge, &fs::read_to_string(sample).unwrap());
        if found.trim() != expected.trim() {
            let sample = sample.strip_prefix(root()).unwrap().display();
            write!(
                wrong,
                "{sample}\n  expected:\n{expected}\n  found:\n{found}\n"
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(samples.len() > 300, "{} samples", samples.len());
}
