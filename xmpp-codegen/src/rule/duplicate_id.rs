//! `duplicate-id`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `duplicate-id`.
pub const PAGE: Page = Page {
    name: "duplicate-id",
    severity: Severity::Error,
    text: "\
## What it does
Reports an `id` that another element of the schema document has already.

## Why is this bad?
An `id` names one place of the document (the schema for schemas, type `xs:ID`).

## Example
```xml
<xs:element name='tea' id='drink'/>
<xs:element name='coffee' id='drink'/>
```
",
};

/// The `id` was given before.
pub(crate) fn report(span: Span, id: &str) -> Diagnostic {
    PAGE.report(span, format!("the `id` `{id}` is given twice"))
        .help("rename one of the two")
        .repaired("nothing refers to an `id`, so it is left out of account")
}
