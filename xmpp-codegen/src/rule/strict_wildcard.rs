//! `strict-wildcard`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `strict-wildcard`.
pub const PAGE: Page = Page {
    name: "strict-wildcard",
    severity: Severity::Warning,
    text: "\
## What it does
Reports a wildcard that leaves `processContents` out, and is read as `lax`.

## Why is this bad?
XML Schema then means `strict`: a document is refused as soon as it carries an extension whose schema is not at hand, which in XMPP is ordinary traffic.

## Example
```xml
<xs:any namespace='##other'/>  <!-- add processContents='lax' -->
```
",
};

/// A wildcard, `any` or `anyAttribute`; an attribute can be added at `end`.
pub(crate) fn report(span: Span, wildcard: &str, end: Span) -> Diagnostic {
    PAGE.report(
        span,
        format!("`xs:{wildcard}` is strict unless told otherwise, and is read as lax"),
    )
    .note("strict would refuse every extension whose schema is not at hand")
    .edit("say so in the schema", end, " processContents='lax'")
}
