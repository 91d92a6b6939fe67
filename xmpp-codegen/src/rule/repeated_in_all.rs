//! `repeated-in-all`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `repeated-in-all`.
pub const PAGE: Page = Page {
    name: "repeated-in-all",
    severity: Severity::Error,
    text: "\
## What it does
Reports a particle of `xs:all` that may occur more than once, or an `xs:all` that may be repeated.

## Why is this bad?
XML Schema 1.0 allows each child of `xs:all` at most once, so strict tools refuse the schema.

## Example
```xml
<xs:all>
  <xs:element name='candidate' maxOccurs='unbounded'/>
</xs:all>
```
",
};

/// `what` may occur more than once.
pub(crate) fn report(span: Span, what: &str) -> Diagnostic {
    PAGE.report(span, format!("{what} may not be repeated"))
        .help("use `<xs:choice minOccurs='0' maxOccurs='unbounded'>`, or `xs:sequence` if the order is fixed")
        .repaired("it is read as repeatable")
}
