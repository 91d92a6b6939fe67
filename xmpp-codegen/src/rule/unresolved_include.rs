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
Its components are missing. Nothing is fetched from the network: documents are found by their path and by the stem of `schemaLocation`.
That is an error where one of them is used (XML Schema part 1 §4.2.1).

## Example
```xml
<xs:include schemaLocation='stanza.xsd'/>  <!-- stanza.xsd is not among the given files -->
```
",
};

/// No document of that stem is at hand. Unless it has to be there, that alone is a warning: whatever is missed makes it an error.
pub(crate) fn report(span: Span, stem: &str, needed: bool) -> Diagnostic {
    let mut report = PAGE.report(span, format!("no schema `{stem}` is at hand"));
    if !needed {
        report.severity = Severity::Warning;
    }
    report
        .note("documents are found by their path and by the stem of `schemaLocation`, and nothing is fetched")
        .help(format!("give `{stem}.xsd` besides"))
}
