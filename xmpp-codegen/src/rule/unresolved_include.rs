//! `unresolved-include`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `unresolved-include`.
pub const PAGE: Page = Page {
    name: "unresolved-include",
    severity: Severity::Error,
    text: "\
## What it does
Reports an included document that is not at hand.

## Why is this bad?
Its components are missing. Nothing is fetched from the network: documents are found by the stem of `schemaLocation`.

## Example
```xml
<xs:include schemaLocation='stanza.xsd'/>  <!-- stanza.xsd is not among the given files -->
```
",
};

/// No document of that stem is at hand.
pub(crate) fn report(span: Span, stem: &str) -> Diagnostic {
    PAGE.report(span, format!("no schema `{stem}` is at hand"))
        .note("documents are found by the stem of `schemaLocation`, and nothing is fetched")
        .help(format!("give `{stem}.xsd` besides"))
}
