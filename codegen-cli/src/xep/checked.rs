//! A document's schemas read, and its examples judged by them.

use super::{Document, Unread};
use crate::stanza::diagnostic;
use crate::words;
use std::ops::ControlFlow;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::diagnostic::{Diagnostic, Severity, has_errors};
use xmpp_codegen::instance::strict::Strict;
use xmpp_codegen::instance::{Judge, Violation};
use xmpp_codegen::library::Library;
use xmpp_codegen::load;
use xmpp_codegen::model::Model;
use xmpp_codegen::source::{FileId, SourceMap, Span};
use xmpp_xml::{Limits, Node};

/// A document with all that was found in it.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) document: Document,
    /// What is to be said about the schemas.
    pub(crate) findings: Vec<Diagnostic>,
    /// The files that findings are about.
    pub(crate) sources: SourceMap,
    pub(crate) examples: Vec<Example>,
}

/// What became of an example.
#[derive(Debug)]
pub(crate) struct Example {
    pub(crate) caption: String,
    pub(crate) line: u32,
    pub(crate) verdict: Verdict,
    /// Whether it is valid to the letter too, where it is judged.
    pub(crate) is_strict: bool,
    pub(crate) findings: Vec<Diagnostic>,
}

/// What an example is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Valid,
    Invalid,
    /// No XML.
    IllFormed,
    /// No schema at hand is about anything in it.
    NotJudged,
}

impl Verdict {
    /// In a word or two.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::IllFormed => "not XML",
            Self::NotJudged => "not judged",
        }
    }
}

impl Checked {
    /// How many examples came to that.
    pub(crate) fn count(&self, verdict: Verdict) -> usize {
        self.examples
            .iter()
            .filter(|example| example.verdict == verdict)
            .count()
    }

    /// How many are valid to the letter.
    pub(crate) fn strict(&self) -> usize {
        let valid = |example: &&Example| example.verdict == Verdict::Valid && example.is_strict;
        self.examples.iter().filter(valid).count()
    }
}

/// Reads the schemas of a document, with those of the others and of the compiler at hand, and judges its examples by them.
pub(crate) fn check(document: Document, library: &Library) -> Checked {
    let mut sources = SourceMap::default();
    let mut files: Vec<FileId> = Vec::new();
    for schema in &document.schemas {
        files.push(sources.add(document.name.clone(), schema.text.clone()));
    }
    let catalog = Catalog::default();
    // Examples are stanzas around what the document is about: their own schemas are judged by too.
    let builtin = Library::builtin();
    let own: Vec<&str> = document
        .schemas
        .iter()
        .filter_map(|schema| xmpp_codegen::library::target_namespace(&schema.text))
        .collect();
    let given = files.len();
    for schema in builtin.documents() {
        if !schema
            .namespace()
            .is_some_and(|namespace| own.contains(&namespace))
        {
            files.push(sources.add(schema.path(), schema.text.to_string()));
        }
    }
    let (model, mut findings) = load(&mut sources, &files, &catalog, library);
    let is_own = |found: &Diagnostic| files[..given].contains(&found.span().file);
    findings.retain(is_own);
    let usable = match has_errors(&findings) {
        true => {
            // What stands around the payloads can still be judged.
            let mut others = SourceMap::default();
            let files: Vec<FileId> = builtin
                .documents()
                .iter()
                .map(|schema| others.add(schema.path(), schema.text.to_string()))
                .collect();
            load(&mut others, &files, &catalog, library).0
        }
        false => model,
    };
    let whole = sources.add(document.name.clone(), document.text.clone());
    let examples = judge(&document, &usable, whole, &sources);
    Checked {
        document,
        findings,
        sources,
        examples,
    }
}

/// `2 schemas with 1 error and 3 warnings`
pub(crate) fn about_schemas(checked: &Checked) -> String {
    let count = |severity| {
        checked
            .findings
            .iter()
            .filter(|found| found.severity == severity)
            .count()
    };
    let schemas = words::plural(checked.document.schemas.len(), "schema");
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => schemas,
        (errors, warnings) => format!("{schemas} with {}", words::findings(errors, warnings)),
    }
}

fn judge(document: &Document, model: &Model, file: FileId, sources: &SourceMap) -> Vec<Example> {
    let catalog = Catalog::default();
    let judge = Judge::new(model, &catalog);
    let strict = Strict::new(model);
    document
        .examples
        .iter()
        .map(|piece| {
            let (line, _) = sources.line_column(Span::new(file, piece.range.clone()));
            let mut example = Example {
                caption: piece.caption.clone(),
                line,
                verdict: Verdict::NotJudged,
                is_strict: true,
                findings: Vec::new(),
            };
            let (text, ahead) = stream(&piece.text);
            match xmpp_xml::Document::parse(&text, Limits::FILE) {
                Ok(read) => {
                    for payload in payloads(read.root(), &judge) {
                        example.judge(payload, (&judge, &strict), |violation| {
                            at_home(violation, ahead, file, sources)
                        });
                    }
                }
                Err(error) => {
                    example.verdict = Verdict::IllFormed;
                    let violation = Violation {
                        finding: error.finding(),
                        label: None,
                        schema: None,
                    };
                    example
                        .findings
                        .push(at_home(violation, ahead, file, sources));
                }
            }
            example
        })
        .collect()
}

impl Example {
    fn judge(
        &mut self,
        payload: Node<'_>,
        (judge, strict): (&Judge<'_>, &Strict<'_>),
        say: impl Fn(Violation) -> Diagnostic,
    ) {
        let before = self.findings.len();
        judge.check(payload, &mut |violation| {
            self.findings.push(say(violation));
            ControlFlow::Continue(())
        });
        if has_errors(&self.findings[before..]) {
            self.verdict = Verdict::Invalid;
        } else if self.verdict == Verdict::NotJudged {
            self.verdict = Verdict::Valid;
        }
        strict.check(payload, &mut |_| {
            self.is_strict = false;
            ControlFlow::Break(())
        });
    }
}

/// The finding at its place in the document.
fn at_home(
    mut violation: Violation,
    ahead: usize,
    file: FileId,
    sources: &SourceMap,
) -> Diagnostic {
    if let Some(position) = &mut violation.finding.position {
        let ahead = u64::try_from(ahead).unwrap_or_default();
        position.offset = position.offset.saturating_sub(ahead);
    }
    // The schemas of the document are other files under its name; only its examples are shown here.
    violation.schema = None;
    diagnostic(violation, file, sources)
}

/// The text as a part of a stream, and how much longer it became in front: several elements may stand side by side, those
/// without a namespace are stanzas. Comments become spaces, and so do lines of dots, by which an example leaves something out.
fn stream(text: &str) -> (String, usize) {
    const BEGIN: &str =
        "<example xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
    let mut all = BEGIN.to_owned();
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        let end = rest[at..]
            .find("-->")
            .map_or(rest.len(), |end| at + end + 3);
        all.push_str(&rest[..at]);
        let comment = &rest[at..end];
        all.extend(
            comment
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
        );
        rest = &rest[end..];
    }
    all.push_str(rest);
    all.push_str("</example>");
    (without_ellipses(&all), BEGIN.len())
}

fn without_ellipses(text: &str) -> String {
    let is_left_out = |line: &str| {
        let line = line.trim();
        !line.is_empty()
            && line
                .chars()
                .all(|character| matches!(character, '.' | '…' | ' '))
    };
    text.split_inclusive('\n')
        .map(|line| match is_left_out(line) {
            true => line
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
                .collect(),
            false => line.to_owned(),
        })
        .collect()
}

/// The elements that a schema is about: the outermost ones, and those inside elements that none is about.
fn payloads<'t>(root: Node<'t>, judge: &Judge<'_>) -> Vec<Node<'t>> {
    let mut found = Vec::new();
    let mut open: Vec<Node<'t>> = root.elements().collect();
    open.reverse();
    while let Some(node) = open.pop() {
        if judge.knows(node.namespace()) {
            found.push(node);
            continue;
        }
        let first = open.len();
        open.extend(node.elements());
        open[first..].reverse();
    }
    found
}

/// A document that cannot be read, as a finding.
pub(crate) fn unreadable(name: &str, text: &str, unread: Unread) -> (Diagnostic, SourceMap) {
    let mut sources = SourceMap::default();
    let file = sources.add(name, text);
    let span = Span::new(file, unread.at..unread.at);
    (unread.page.report(span, unread.why), sources)
}
