//! What peers get wrong, in `tests/field/`: ten stanzas come back with nothing lost and in their order, and eleven invalid ones are
//! refused with path, line, column, rule and answer. With `--nocapture` each is shown.

#![cfg(test)]

use std::fs;
use std::path::PathBuf;
use xmpp_codegen::canonical::{Canonical, Comparison};
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::instance::Judge;
use xmpp_codegen::library::{CATALOG, Library};
use xmpp_codegen::model::Model;
use xmpp_codegen::source::{FileId, SourceMap};
use xmpp_core::schema;
use xmpp_core::xml::{Document, Node};
use xmpp_core::{
    Answer, Base64, Extra, Finding, FromXml, Limits, Report, ToXml, Validate, decode, decode_strict,
};
use xmpp_testing::Type;

/// Every generated type that is an element: the stanzas, and what they carry.
static TYPES: &[Type] = &include!("table/schema.rs");

/// What `tests/field/tea.xsd` declares: base64, which no schema of ours has in a stanza.
#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:example:tea")]
struct Picture {
    #[xml(text)]
    value: Base64,
    #[xml(extra)]
    extra: Extra,
}

#[test]
fn ten_stanzas_come_back_with_nothing_lost_and_in_their_order() {
    let model = builtin();
    let canonical = Canonical::new(&model);
    let files = files("valid");
    assert_eq!(files.len(), 10);
    for (name, xml) in files {
        let document = Document::parse(&xml, Limits::CLIENT).unwrap();
        let mut typed = Vec::new();
        for node in payloads(document.root()) {
            let Some(type_) = TYPES.iter().find(|type_| type_.matches(node)) else {
                continue;
            };
            let decoded = type_.through(node);
            typed.push(type_.name());
            assert_eq!(
                decoded.report.answer(),
                Answer::Nothing,
                "{name}: {}",
                decoded.report
            );
            let written = decoded.written.unwrap().unwrap();
            let after = Document::parse(&written, Limits::CLIENT).unwrap();
            let facts = canonical.facts(after.root());
            assert_eq!(
                canonical.facts(node).compare(&facts),
                Comparison::Exact,
                "{name}: {written}"
            );
            assert!(decoded.stable, "{name}: {written}");
        }
        assert!(!typed.is_empty(), "{name}: no type reads it");
        println!("{name}: exact, as {}", typed.join(", "));
    }
}

/// One line of `expected.tsv`.
struct Expected {
    file: String,
    strict: bool,
    rule: String,
    path: String,
    place: (u32, u32),
    answer: String,
}

/// The types refuse what a receiver must refuse, and the interpreter what `--strict` adds (rulings R4 and R6).
#[test]
fn eleven_invalid_stanzas_are_refused_with_their_place_and_answer() {
    let model = builtin();
    let (catalog, _) = Catalog::parse(FileId::default(), CATALOG);
    let invalid = files("invalid");
    let expected = expected();
    assert_eq!((invalid.len(), expected.len()), (11, 11));
    for expected in expected {
        let xml = invalid.iter().find(|(name, _)| *name == expected.file);
        let xml = &xml.unwrap().1;
        let document = Document::parse(xml, Limits::CLIENT).unwrap();
        let (finding, answer) = match expected.file.as_str() {
            // Types have an order of their own; that of the schema is judged by the interpreter (R4).
            "wrong-order.xml" => {
                let judge = Judge::new(&model, &catalog).strict();
                first(judge.report(document.root()))
            }
            _ => first(read(document.root(), expected.strict)),
        };
        let place = finding
            .position
            .map(|position| (position.line, position.column));
        assert_eq!(
            (finding.rule.name(), place),
            (expected.rule.as_str(), Some(expected.place)),
            "{}: {finding}",
            expected.file
        );
        // A payload is read by itself, from its own root.
        assert!(expected.path.ends_with(finding.path.as_str()), "{finding}");
        assert!(
            answer.to_string().contains(&expected.answer),
            "{finding}: {answer}"
        );
        println!(
            "{}:{}:{}: {finding}; answer {answer}",
            expected.file,
            place.unwrap().0,
            place.unwrap().1
        );
    }
}

/// Reads what stands in a document as the types that it is of: the findings of the first that has any which is owed an answer.
fn read(root: Node<'_>, strict: bool) -> Report {
    for node in payloads(root) {
        let mut report = Report::new();
        for read in READERS {
            read(node, strict, &mut report);
        }
        if report
            .findings()
            .iter()
            .any(|finding| finding.answer() != Answer::Nothing)
            || (strict && !report.findings().is_empty())
        {
            return report;
        }
    }
    Report::new()
}

type Reader = fn(Node<'_>, bool, &mut Report);

/// The types that read the invalid stanzas.
const READERS: [Reader; 5] = [
    read_as::<schema::roster::Roster>,
    read_as::<schema::stanza::Presence>,
    read_as::<schema::stanza::Message>,
    read_as::<schema::stanza::Iq>,
    read_as::<Picture>,
];

fn read_as<T: FromXml>(node: Node<'_>, strict: bool, report: &mut Report) {
    match (T::matches(node), strict) {
        (false, _) => {}
        (true, true) => drop(decode_strict::<T>(node, report)),
        (true, false) => drop(decode::<T>(node, report)),
    }
}

/// The first finding that is owed an answer, and that answer.
fn first(report: Report) -> (Finding, Answer) {
    let answer = report.answer();
    let mut findings = report.findings().iter();
    let found = findings
        .find(|finding| finding.answer() != Answer::Nothing)
        .or_else(|| report.findings().first());
    (
        found.cloned().unwrap_or_else(|| panic!("nothing is found")),
        answer,
    )
}

/// The documents of a folder of `tests/field/`, by their names.
fn files(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(field().join(folder)).unwrap();
    let mut files: Vec<(String, String)> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn expected() -> Vec<Expected> {
    let table = fs::read_to_string(field().join("expected.tsv")).unwrap();
    let line = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [file, mode, rule, path, line, column, answer] = cells[..] else {
            panic!("{line}");
        };
        Expected {
            file: file.to_owned(),
            strict: mode == "strict",
            rule: rule.to_owned(),
            path: path.to_owned(),
            place: (line.parse().unwrap(), column.parse().unwrap()),
            answer: answer.to_owned(),
        }
    };
    table.lines().skip(1).map(line).collect()
}

fn field() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/field")
}

/// An element and all elements in it that are of another namespace than what is around them.
fn payloads(root: Node<'_>) -> Vec<Node<'_>> {
    let (mut found, mut open) = (vec![root], vec![root]);
    while let Some(node) = open.pop() {
        for child in node.elements() {
            found.extend((!child.same_namespace(node)).then_some(child));
            open.push(child);
        }
    }
    found
}

fn builtin() -> Model {
    let library = Library::builtin();
    let mut sources = SourceMap::default();
    let files: Vec<FileId> = library
        .documents()
        .iter()
        .map(|document| sources.add(document.path(), &*document.text))
        .collect();
    let file = sources.add("catalog.toml", CATALOG);
    let (catalog, _) = Catalog::parse(file, CATALOG);
    let (model, diagnostics) = xmpp_codegen::load(&mut sources, &files, &catalog, &library);
    assert_eq!(diagnostics, []);
    model
}
