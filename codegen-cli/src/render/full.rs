//! The look of rustc's diagnostics, by annotate-snippets.

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Patch, Renderer, Snippet, renderer::DecorStyle,
};
use std::ops::Range;
use xmpp_codegen::diagnostic::{Diagnostic, Help, Severity};
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
                    .element(suggestion(*span, replacement, sources)),
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
fn causes<'d>(
    diagnostic: &'d Diagnostic,
    sources: &'d SourceMap,
) -> Vec<Snippet<'d, Annotation<'d>>> {
    let mut files: Vec<FileId> = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
        .into_iter()
        .map(|file| cause(diagnostic, sources, file))
        .collect()
}

fn cause<'d>(
    diagnostic: &'d Diagnostic,
    sources: &'d SourceMap,
    file: FileId,
) -> Snippet<'d, Annotation<'d>> {
    let labels = || {
        diagnostic
            .labels
            .iter()
            .enumerate()
            .filter(move |(_, label)| label.span.file == file)
    };
    let window = Window::around(labels().map(|(_, label)| label.span), sources, file);
    let annotations = labels().map(|(at, label)| {
        let kind = match at {
            0 => AnnotationKind::Primary,
            _ => AnnotationKind::Context,
        };
        let text = Some(label.text.as_str()).filter(|text| !text.is_empty());
        kind.span(window.shift(label.span)).label(text)
    });
    Snippet::source(window.text)
        .path(sources.file(file).path.as_str())
        .line_start(window.line)
        .annotations(annotations)
}

fn suggestion<'d>(
    span: Span,
    replacement: &'d str,
    sources: &'d SourceMap,
) -> Snippet<'d, Patch<'d>> {
    let window = Window::around(std::iter::once(span), sources, span.file);
    Snippet::source(window.text)
        .path(sources.file(span.file).path.as_str())
        .line_start(window.line)
        .patch(Patch::new(window.shift(span), replacement))
}

/// The lines that some spans of one file touch: all that the renderer needs to see of it, however long the file is.
struct Window<'s> {
    text: &'s str,
    start: usize,
    line: usize,
}

impl<'s> Window<'s> {
    fn around(spans: impl Iterator<Item = Span>, sources: &'s SourceMap, file: FileId) -> Self {
        let text = sources.file(file).text.as_str();
        let (first, last) = spans.fold((text.len(), 0), |(first, last), span| {
            let range = clamp(span.range(), text);
            (first.min(range.start), last.max(range.end))
        });
        let first = first.min(last);
        let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[last..]
            .find('\n')
            .map_or(text.len(), |length| last + length);
        Self {
            text: &text[start..end],
            start,
            line: text[..start].matches('\n').count() + 1,
        }
    }

    /// The span as a range of the window.
    fn shift(&self, span: Span) -> Range<usize> {
        let range = span.range();
        let shift = |at: usize| at.saturating_sub(self.start);
        clamp(shift(range.start)..shift(range.end), self.text)
    }
}

/// The range within the text and on boundaries of characters, at least one character wide where there is one.
fn clamp(range: Range<usize>, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
    start..end
}
