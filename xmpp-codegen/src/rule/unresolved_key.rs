//! `unresolved-key`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `unresolved-key`.
pub const PAGE: Page = Page {
    name: "unresolved-key",
    severity: Severity::Error,
    text: "\
## What it does
Reports an `xs:keyref` whose `refer` names no `xs:key` or `xs:unique`, or one with another number of fields.

## Why is this bad?
What the values should match is unknown (XML Schema part 1 §3.11.6, c-props-correct).

## Example
```xml
<xs:keyref name='who' refer='people'>…</xs:keyref>  <!-- no xs:key name='people' -->
```
",
};

/// `refer` names nothing.
pub(crate) fn report(span: Span, local: &str) -> Diagnostic {
    PAGE.report(span, format!("no `xs:key` or `xs:unique` is called `{local}`"))
        .help("name one, or declare it")
}

/// The key has another number of fields.
pub(crate) fn report_fields(span: Span, key: Span, fields: usize, keys: usize) -> Diagnostic {
    PAGE.report(span, format!("the reference has {fields} fields, and the key has {keys}"))
        .label(key, "the key")
        .help("give both the same number of fields")
}
