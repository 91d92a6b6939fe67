//! `invalid-facet`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `invalid-facet`.
pub const PAGE: Page = Page {
    name: "invalid-facet",
    severity: Severity::Error,
    text: "\
## What it does
Reports a facet that does not fit: a length that is no number, a minimum above the maximum, a facet given twice.

## Why is this bad?
No value, or every value, satisfies it.

## Example
```xml
<xs:maxLength value='many'/>
```
",
};

/// The facet of that name, and what is wrong with it.
pub(crate) fn report(span: Span, facet: &str, wrong: &str) -> Diagnostic {
    PAGE.report(span, format!("`xs:{facet}` {wrong}"))
}
