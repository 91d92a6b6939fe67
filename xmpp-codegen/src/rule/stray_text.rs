//! `stray-text`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `stray-text`.
pub const PAGE: Page = Page {
    name: "stray-text",
    severity: Severity::Error,
    text: "\
## What it does
Reports text outside `xs:documentation` and `xs:appinfo`.

## Why is this bad?
Strict tools refuse the file. Usually a note was meant.

## Example
```xml
<xs:schema …>
  The protocol is defined in XEP-0000.
</xs:schema>
```
",
};

/// Text directly inside `parent`.
pub(crate) fn report(span: Span, parent: &str) -> Diagnostic {
    PAGE.report(span, format!("text may not stand in `xs:{parent}`"))
        .help("put it into `<xs:annotation><xs:documentation>`, or into a comment")
}
