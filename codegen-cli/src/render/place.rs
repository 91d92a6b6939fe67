//! Lines and columns of spans.

use xmpp_codegen::source::{SourceMap, Span};

/// A span in an editor's terms: lines and columns from 1, a column being one character, the end after the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place<'s> {
    pub(super) file: &'s str,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

impl<'s> Place<'s> {
    pub(super) fn of(span: Span, sources: &'s SourceMap) -> Self {
        let end = Span {
            start: span.end.max(span.start),
            ..span
        };
        let (line, column) = sources.line_column(span);
        let (end_line, end_column) = sources.line_column(end);
        Self {
            file: &sources.file(span.file).path,
            line,
            column,
            end_line,
            end_column,
        }
    }
}
