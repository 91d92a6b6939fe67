//! `incomplete-component`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `incomplete-component`.
pub const PAGE: Page = Page {
    name: "incomplete-component",
    severity: Severity::Error,
    text: "\
## What it does
Reports a component without an attribute or child that it cannot do without.

## Why is this bad?
A declaration without a name, or a facet without a value, declares nothing.

## Example
```xml
<xs:attribute use='required'/>  <!-- neither name nor ref -->
```
",
};

/// `construct` lacks `what`.
pub(crate) fn report(span: Span, construct: &str, what: &str) -> Diagnostic {
    PAGE.report(span, format!("`xs:{construct}` lacks {what}")).help(format!("add {what}"))
}
