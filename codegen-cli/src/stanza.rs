//! Documents before the judge: from bytes to diagnostics.

mod reading;

use crate::input::Input;
use crate::render::MOST;
use crate::words;
use std::ops::ControlFlow;
use xmpp_codegen::diagnostic::{Diagnostic, Help, Label, Severity};
use xmpp_codegen::instance::{Judge, Violation};
use xmpp_codegen::source::{FileId, SourceMap, Span};
use xmpp_xml::{Answer, Node, is_content_namespace};

/// What the judge says about a document.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// In the order of the document.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Every file that the diagnostics name.
    pub(crate) sources: SourceMap,
    /// How many elements stand one after the other in the document.
    pub(crate) stanzas: usize,
    /// Whether there is more to say than was said.
    pub(crate) more: bool,
    /// Why nobody answers the stanza of the first finding, if nobody does.
    unanswered: Option<&'static str>,
}

impl Verdict {
    /// Judges a document: one element, several, or a stream.
    pub(crate) fn of(input: &Input, judge: &Judge<'_>, schemas: &SourceMap) -> Self {
        let mut hearing = Hearing::default();
        let stanzas = reading::read(&input.bytes, &mut |item| hearing.item(judge, item));
        let mut verdict = Self {
            diagnostics: Vec::new(),
            sources: SourceMap::default(),
            stanzas,
            more: hearing.found.len() > MOST,
            unanswered: None,
        };
        if hearing.found.is_empty() {
            return verdict;
        }
        hearing.found.truncate(MOST);
        hearing.found.sort_by_key(|found| found.offset);
        verdict.unanswered = hearing.found.first().and_then(|found| found.unanswered);
        verdict.sources = schemas.clone();
        let file = verdict.sources.add(&*input.name, input.text());
        verdict.diagnostics = hearing
            .found
            .into_iter()
            .map(|found| found.diagnostic(file, &verdict.sources))
            .collect();
        verdict
    }

    /// How many diagnostics have that severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// The last line about the document: how much is wrong, and what a server answers.
    pub(crate) fn summary(&self, name: &str) -> String {
        let more = if self.more { "at least " } else { "" };
        let counted = words::findings(self.count(Severity::Error), self.count(Severity::Warning));
        let among = match self.stanzas {
            0 | 1 => String::new(),
            several => format!(" in {several} elements"),
        };
        let answer = self
            .diagnostics
            .iter()
            .filter_map(|diagnostic| diagnostic.answer)
            .find(|answer| *answer != Answer::Nothing);
        let answer = match (answer, self.unanswered) {
            (None, _) => String::new(),
            (Some(answer), None) => format!("; a server answers {answer}"),
            (Some(answer), Some(reason)) => format!("; the answer is {answer}, but {reason}"),
        };
        format!("{name}: {more}{counted}{among}{answer}")
    }
}

/// A violation in the file of one document, as it is printed.
pub(crate) fn diagnostic(violation: Violation, file: FileId, sources: &SourceMap) -> Diagnostic {
    let offset = offset(&violation);
    let found = Found {
        violation,
        offset,
        unanswered: None,
    };
    found.diagnostic(file, sources)
}

fn offset(violation: &Violation) -> usize {
    violation
        .finding
        .position
        .and_then(|position| usize::try_from(position.offset).ok())
        .unwrap_or_default()
}

/// What was found so far.
#[derive(Default)]
struct Hearing {
    found: Vec<Found>,
}

/// A violation at its place in the file.
struct Found {
    violation: Violation,
    offset: usize,
    unanswered: Option<&'static str>,
}

impl Hearing {
    fn item(&mut self, judge: &Judge<'_>, item: reading::Found<'_>) -> ControlFlow<()> {
        match item {
            reading::Found::Element { node, base } => {
                let unanswered = unanswered(node);
                judge.check(node, &mut |violation| self.add(violation, base, unanswered));
            }
            reading::Found::Error { error, base } => {
                let violation = Violation {
                    finding: error.finding(),
                    label: None,
                    schema: None,
                };
                return self.add(violation, base, None);
            }
        }
        match self.found.len() > MOST {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    fn add(
        &mut self,
        violation: Violation,
        base: usize,
        unanswered: Option<&'static str>,
    ) -> ControlFlow<()> {
        let offset = offset(&violation);
        self.found.push(Found {
            violation,
            offset: base + offset,
            unanswered,
        });
        match self.found.len() > MOST {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

/// Why nobody answers a stanza, whatever is wrong with it.
fn unanswered(node: Node<'_>) -> Option<&'static str> {
    if !is_content_namespace(node.namespace()) {
        return None;
    }
    let type_ = node.attribute("", "type")?.value();
    match (node.name(), &*type_) {
        ("message" | "presence" | "iq", "error") => {
            Some("an error is never answered with an error (RFC 6120 §8.3.1)")
        }
        ("iq", "result") => Some("a result is never answered (RFC 6120 §8.2.3)"),
        _ => None,
    }
}

impl Found {
    fn diagnostic(self, file: FileId, sources: &SourceMap) -> Diagnostic {
        let finding = self.violation.finding;
        let answer = finding.answer();
        let rule = finding.rule.name().to_owned();
        let label = self
            .violation
            .label
            .unwrap_or_else(|| whereabouts(&rule, &finding.path));
        let mut labels = vec![Label {
            span: Span::new(file, self.offset..self.offset + finding.length),
            text: label,
        }];
        if let Some(schema) = self.violation.schema {
            labels.push(Label {
                span: start_tag(schema, sources),
                text: reason(&rule).to_owned(),
            });
        }
        let help = finding
            .help
            .filter(|help| *help != labels[0].text)
            .map(|text| Help { text, edit: None });
        Diagnostic {
            rule,
            severity: match answer {
                Answer::Nothing => Severity::Warning,
                _ => Severity::Error,
            },
            message: finding.message,
            labels,
            notes: Vec::new(),
            help,
            path: Some(finding.path).filter(|path| !path.is_empty()),
            answer: Some(answer),
            repair: None,
        }
    }
}

/// The path, as a label; of a long one its ends.
fn whereabouts(rule: &str, path: &str) -> String {
    const LONGEST: usize = 120;
    let path = &match path.char_indices().nth(LONGEST) {
        None => path.to_owned(),
        Some(_) => format!("{}…{}", start(path, LONGEST / 2), end(path, LONGEST / 2)),
    };
    match rule {
        _ if path.is_empty() => String::new(),
        "missing-attribute" | "missing-child" | "too-few-children" | "unexpected-text" => {
            format!("in `{path}`")
        }
        _ => format!("at `{path}`"),
    }
}

fn start(text: &str, characters: usize) -> &str {
    let at = text.char_indices().nth(characters);
    at.map_or(text, |(at, _)| &text[..at])
}

fn end(text: &str, characters: usize) -> &str {
    let at = text.char_indices().nth_back(characters.saturating_sub(1));
    at.map_or(text, |(at, _)| &text[at..])
}

/// What the place in the schema has to do with it.
fn reason(rule: &str) -> &'static str {
    match rule {
        "missing-attribute" | "missing-child" | "too-few-children" => "required by the schema",
        "surplus-child" | "ambiguous-choice" => "limited by the schema",
        _ => "declared here",
    }
}

/// The first line of a declaration, without what is inside it.
fn start_tag(span: Span, sources: &SourceMap) -> Span {
    let text = sources.snippet(span);
    let length = text
        .find('>')
        .map_or(text.len(), |end| end + 1)
        .min(text.find('\n').unwrap_or(text.len()));
    let start = span.range().start;
    Span::new(span.file, start..start + length)
}
