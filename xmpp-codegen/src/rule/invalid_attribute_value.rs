//! `invalid-attribute-value`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `invalid-attribute-value`.
pub const PAGE: Page = Page {
    name: "invalid-attribute-value",
    severity: Severity::Error,
    text: "\
## What it does
Reports an attribute of the schema whose value is none of those allowed.

## Why is this bad?
Tools guess, and guess differently.

## Example
```xml
<xs:element ref='item' maxOccurs='many'/>  <!-- a number, or unbounded -->
```
",
};

/// The attribute's value is not what `expected` describes.
pub(crate) fn report(span: Span, attribute: &str, value: &str, expected: &str) -> Diagnostic {
    let shown = xmpp_xml::wording::shown(value);
    PAGE.report(span, format!("`{shown}` is not a value of `{attribute}`"))
        .at(format!("expected {expected}"))
}
