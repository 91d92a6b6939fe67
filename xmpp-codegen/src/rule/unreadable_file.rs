//! `unreadable-file`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{FileId, Span};

/// The page of `unreadable-file`.
pub const PAGE: Page = Page {
    name: "unreadable-file",
    severity: Severity::Error,
    text: "\
## What it does
Reports a schema, catalogue, directory or document that cannot be read, and a document that is not of the kind that is asked for.

## Why is this bad?
Nothing can be said about it.

## Example
```text
error[unreadable-file]: cannot read schemas/todo.xsd: No such file or directory
```
",
};

/// A file is no text in UTF-8 from there on; what is none is replaced in its source.
pub fn report_garbled(name: &str, file: FileId, at: usize) -> Diagnostic {
    let message = format!("cannot read {name}: it is not UTF-8");
    PAGE.report(Span::new(file, at..at + 1), message)
        .at("from here on")
        .help("save the file as UTF-8")
}
