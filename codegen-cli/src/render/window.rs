//! What the renderer sees of a file: not more than a person does, however long the file or its lines.

use std::ops::Range;
use xmpp_codegen::source::{FileId, SourceMap, Span};

/// The longest line that is shown as it stands, and the most text between the labels of one file.
const LONGEST_LINE: usize = 4096;
const LONGEST: usize = 256 * 1024;

/// A piece of a file, with the number of its first line.
pub(super) struct Window<'s> {
    pub(super) text: &'s str,
    pub(super) line: usize,
    /// Where the piece begins in the file.
    start: usize,
}

impl<'s> Window<'s> {
    /// The lines that some spans of one file touch, unless they are too long to be shown.
    pub(super) fn around(
        spans: impl Iterator<Item = Span>,
        sources: &'s SourceMap,
        file: FileId,
    ) -> Option<Self> {
        let text = sources.file(file).text.as_str();
        let (first, last) = spans.fold((text.len(), 0), |(first, last), span| {
            let range = clamp(span.range(), text);
            (first.min(range.start), last.max(range.end))
        });
        let first = first.min(last);
        let (start, end) = (line_start(text, first), line_end(text, last));
        let is_short = end - start <= LONGEST
            && text[start..end]
                .split('\n')
                .all(|line| line.len() <= LONGEST_LINE);
        is_short.then(|| Self {
            text: &text[start..end],
            line: line_number(sources, file, start),
            start,
        })
    }

    /// The span as a range of the window.
    pub(super) fn shift(&self, span: Span) -> Range<usize> {
        let range = span.range();
        let shift = |at: usize| at.saturating_sub(self.start);
        clamp(shift(range.start)..shift(range.end), self.text)
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |length| at + length)
}

fn line_number(sources: &SourceMap, file: FileId, at: usize) -> usize {
    sources.line_column(Span::new(file, at..at)).0 as usize
}

/// The range within the text and on boundaries of characters.
fn clamp(range: Range<usize>, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
    start..end
}
