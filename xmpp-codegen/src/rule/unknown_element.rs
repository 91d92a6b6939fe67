//! `unknown-element`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `unknown-element`.
pub const PAGE: Page = Page {
    name: "unknown-element",
    severity: Severity::Error,
    text: "\
## What it does
Reports an element that XML Schema 1.0 does not define.

## Why is this bad?
Tools refuse the file; those that do not ignore the element and what it was meant to say.

## Example
```xml
<xs:annotations>  <!-- xs:annotation -->
  <xs:documentation>…</xs:documentation>
</xs:annotations>
```
",
};

/// `name` stands in the namespace of XML Schema, which has no such element.
pub(crate) fn report(span: Span, name: &str) -> Diagnostic {
    PAGE.report(span, format!("XML Schema 1.0 has no element `{name}`"))
}
