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

/// The rules that a document breaks, by a schema whose element `r` has this content.
#[track_caller]
pub(super) fn broken(content: &str, catalog: &str, xml: &str) -> Vec<String> {
    let schema = format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:r' targetNamespace='urn:r'
            elementFormDefault='qualified'>
          {content}
        </xs:schema>"
    );
    let mut sources = SourceMap::default();
    let file = sources.add("r.xsd", schema);
    let catalog_file = sources.add("catalog.toml", catalog);
    let (catalog, mut diagnostics) = Catalog::parse(catalog_file, catalog);
    let (model, found) = crate::load(&mut sources, &[file], &catalog, &Library::empty());
    diagnostics.extend(found);
    assert!(
        !crate::diagnostic::has_errors(&diagnostics),
        "{diagnostics:#?}"
    );
    let xml = xml.replacen("<r", "<r xmlns='urn:r'", 1);
    let document = Document::parse(&xml, Limits::FILE).unwrap();
    let report = Judge::new(&model, &catalog).report(document.root());
    report
        .findings()
        .iter()
        .map(|finding| format!("{} {}", finding.rule, finding.path))
        .collect()
}

#[test]
fn deep_and_wide_documents_are_judged_without_recursion_and_in_linear_time() {
    const DEEP: usize = 50_000;
    let content = "<xs:element name='r'><xs:complexType><xs:sequence>
        <xs:element ref='r' minOccurs='0' maxOccurs='unbounded'/>
      </xs:sequence></xs:complexType></xs:element>";
    let wide = format!("<r>{}</r>", "<r/>".repeat(DEEP));
    assert_eq!(broken(content, "", &wide), [""; 0]);
    let deep = format!("{}{}", "<r>".repeat(1000), "</r>".repeat(1000));
    assert_eq!(broken(content, "", &deep), [""; 0]);
    // Unknown members of an open choice, with the known one last.
    let open =
        "<xs:element name='r'><xs:complexType><xs:group ref='g'/></xs:complexType></xs:element>
      <xs:group name='g'><xs:choice><xs:element name='a'><xs:complexType/></xs:element>
        <xs:element name='b'><xs:complexType/></xs:element></xs:choice></xs:group>";
    let catalog = "[r.unknown]\n\"group:g\" = \"default:a\"\n";
    let unknown = format!("<r>{}<b/></r>", "<x/>".repeat(DEEP));
    assert_eq!(broken(open, catalog, &unknown), [""; 0]);
    assert_eq!(broken(open, catalog, "<r><x/></r>"), ["unknown-value r/x"]);
}

/// A matcher that goes back and tries again would need 2 to the power of the length.
#[test]
fn patterns_are_matched_in_linear_time() {
    let content = "<xs:element name='r'><xs:simpleType><xs:restriction base='xs:string'>
        <xs:pattern value='(a|a|aa)*b'/>
      </xs:restriction></xs:simpleType></xs:element>";
    let long = "a".repeat(100_000);
    assert_eq!(broken(content, "", &format!("<r>{long}b</r>")), [""; 0]);
    assert_eq!(broken(content, "", &format!("<r>{long}</r>")), ["facet r"]);
}

#[test]
fn who_has_enough_is_not_told_more() {
    let (model, catalog, _) = builtin();
    let xml = format!(
        "<query xmlns='jabber:iq:roster'>{}</query>",
        "<item/>".repeat(100)
    );
    let document = Document::parse(&xml, Limits::FILE).unwrap();
    let mut heard = 0;
    Judge::new(&model, &catalog).check(document.root(), &mut |violation| {
        assert_eq!(violation.finding.rule.name(), "missing-attribute");
        assert!(violation.schema.is_some());
        heard += 1;
        if heard == 3 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!(heard, 3);
}
