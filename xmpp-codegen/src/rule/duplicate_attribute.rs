//! `duplicate-attribute`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Name;
use crate::source::Span;

/// The page of `duplicate-attribute`.
pub const PAGE: Page = Page {
    name: "duplicate-attribute",
    severity: Severity::Error,
    text: "\
## What it does
Reports a type that has two attributes of one name.

## Why is this bad?
XML allows an attribute once, so one of the two declarations never holds.

## Example
```xml
<xs:attribute name='jid'/>
<xs:attribute name='jid' use='required'/>
```
",
};

/// The attribute of that name was there at `first` already.
pub(crate) fn report(span: Span, first: Span, name: &Name) -> Diagnostic {
    PAGE.report(span, format!("the attribute `{}` is declared twice for one type", name.local))
        .label(first, "the first")
        .help("remove one of them")
}
