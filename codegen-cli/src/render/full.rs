//! The look of rustc's diagnostics, by annotate-snippets.

use super::window::Window;
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet,
    renderer::DecorStyle,
};
use xmpp_codegen::diagnostic::{Diagnostic, Help, Label, Severity};
use xmpp_codegen::source::{FileId, SourceMap, Span};

pub(super) fn render(diagnostic: &Diagnostic, sources: &SourceMap, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = renderer
        .decor_style(DecorStyle::Ascii)
        .render(&groups(diagnostic, sources));
    text.push_str("\n\n");
    text
}

fn groups<'d>(diagnostic: &'d Diagnostic, sources: &'d SourceMap) -> Vec<Group<'d>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut primary = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.rule.as_str())
        .elements(causes(diagnostic, sources))
        .elements(
            diagnostic
                .notes
                .iter()
                .map(|note| Level::NOTE.message(note.as_str())),
        );
    let mut groups = Vec::new();
    match &diagnostic.help {
        Some(Help {
            text,
            edit: Some((span, replacement)),
        }) => {
            groups.push(
                Level::HELP
                    .secondary_title(text.as_str())
                    .elements(suggestion(*span, replacement, sources)),
            );
        }
        Some(Help { text, edit: None }) => {
            primary = primary.element(Level::HELP.message(text.as_str()));
        }
        None => {}
    }
    groups.insert(0, primary);
    groups
}

/// A snippet per file, in the order in which the labels name the files. The first label is the cause.
fn causes<'d>(diagnostic: &'d Diagnostic, sources: &'d SourceMap) -> Vec<Element<'d>> {
    let mut files: Vec<FileId> = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
        .into_iter()
        .flat_map(|file| cause(diagnostic, sources, file))
        .collect()
}

fn cause<'d>(diagnostic: &'d Diagnostic, sources: &'d SourceMap, file: FileId) -> Vec<Element<'d>> {
    let labels = || {
        diagnostic
            .labels
            .iter()
            .enumerate()
            .filter(move |(_, label)| label.span.file == file)
    };
    let Some(window) = Window::around(labels().map(|(_, label)| label.span), sources, file) else {
        return labels()
            .flat_map(|(_, label)| in_words(label, sources))
            .collect();
    };
    let annotations: Vec<_> = labels()
        .map(|(at, label)| annotation(at, label, &window))
        .collect();
    let snippet = Snippet::source(window.text)
        .path(sources.file(file).path.as_str())
        .line_start(window.line)
        .annotations(annotations);
    vec![snippet.into()]
}

/// A place on a line that is too long to be shown: where it is, and how it begins.
fn in_words<'d>(label: &'d Label, sources: &'d SourceMap) -> [Element<'d>; 2] {
    let (line, column) = sources.line_column(label.span);
    let origin = Origin::path(sources.file(label.span.file).path.as_str())
        .line(line as usize)
        .char_column(column as usize);
    let quoted = xmpp_xml::wording::shown(sources.snippet(label.span));
    let note = match label.text.as_str() {
        "" => format!("the line is too long to be shown; this is at `{quoted}`"),
        text => format!("the line is too long to be shown; at `{quoted}`: {text}"),
    };
    [origin.into(), Level::NOTE.message(note).into()]
}

fn annotation<'d>(at: usize, label: &'d Label, window: &Window<'_>) -> Annotation<'d> {
    let kind = match at {
        0 => AnnotationKind::Primary,
        _ => AnnotationKind::Context,
    };
    let text = Some(label.text.as_str()).filter(|text| !text.is_empty());
    kind.span(window.shift(label.span)).label(text)
}

/// The edit, as a difference, where its line can be shown.
fn suggestion<'d>(
    span: Span,
    replacement: &'d str,
    sources: &'d SourceMap,
) -> Option<Snippet<'d, Patch<'d>>> {
    let window = Window::around(std::iter::once(span), sources, span.file)?;
    let patch = Patch::new(window.shift(span), replacement);
    let snippet = Snippet::source(window.text)
        .path(sources.file(span.file).path.as_str())
        .line_start(window.line)
        .patch(patch);
    Some(snippet)
}
