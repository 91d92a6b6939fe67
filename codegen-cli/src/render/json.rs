//! One JSON object per line. The fields are described in `xmpp-codegen check --help`; names never change.

use super::place::Place;
use super::severity;
use serde::Serialize;
use xmpp_codegen::diagnostic::Diagnostic;
use xmpp_codegen::source::SourceMap;

#[derive(Serialize)]
struct Line<'d> {
    rule: &'d str,
    severity: &'static str,
    message: &'d str,
    label: Option<&'d str>,
    file: &'d str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    path: Option<&'d str>,
    answer: Option<String>,
    help: Option<&'d str>,
    edit: Option<Edit<'d>>,
    related: Vec<Related<'d>>,
    notes: &'d [String],
}

/// The edit that the help proposes.
#[derive(Serialize)]
struct Edit<'d> {
    #[serde(flatten)]
    at: At<'d>,
    text: &'d str,
}

/// Another place that belongs to the finding.
#[derive(Serialize)]
struct Related<'d> {
    #[serde(flatten)]
    at: At<'d>,
    message: &'d str,
}

#[derive(Serialize)]
struct At<'d> {
    file: &'d str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

pub(super) fn render(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let place = Place::of(diagnostic.span(), sources);
    let line = Line {
        rule: &diagnostic.rule,
        severity: severity(diagnostic.severity),
        message: &diagnostic.message,
        label: diagnostic
            .labels
            .first()
            .map(|label| label.text.as_str())
            .filter(|text| !text.is_empty()),
        file: place.file,
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        path: diagnostic.path.as_deref(),
        answer: diagnostic
            .answer
            .map(|answer| answer.to_xml())
            .filter(|answer| !answer.is_empty()),
        help: diagnostic.help.as_ref().map(|help| help.text.as_str()),
        edit: edit(diagnostic, sources),
        related: related(diagnostic, sources),
        notes: &diagnostic.notes,
    };
    let mut text = serde_json::to_string(&line).unwrap_or_default();
    text.push('\n');
    text
}

fn edit<'d>(diagnostic: &'d Diagnostic, sources: &'d SourceMap) -> Option<Edit<'d>> {
    let (span, text) = diagnostic.help.as_ref()?.edit.as_ref()?;
    Some(Edit {
        at: Place::of(*span, sources).into(),
        text,
    })
}

fn related<'d>(diagnostic: &'d Diagnostic, sources: &'d SourceMap) -> Vec<Related<'d>> {
    diagnostic
        .labels
        .iter()
        .skip(1)
        .map(|label| Related {
            at: Place::of(label.span, sources).into(),
            message: &label.text,
        })
        .collect()
}

impl<'d> From<Place<'d>> for At<'d> {
    fn from(place: Place<'d>) -> Self {
        Self {
            file: place.file,
            line: place.line,
            column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
        }
    }
}
