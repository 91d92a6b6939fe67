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

/// The attribute of that name stands at `span`, and stood at `first` already, for the type at `owner`.
/// A group that comes by two ways has one place for both.
pub(crate) fn report(span: Span, first: Span, owner: Span, name: &Name) -> Diagnostic {
    let message = format!("the attribute `{}` is declared twice for one type", name.local);
    if span == first {
        return PAGE
            .report(owner, message)
            .label(span, "this declaration comes by two ways")
            .help("remove one of the references to it");
    }
    PAGE.report(span, message)
        .label(first, "the first")
        .help("remove one of them")
}
