//! `duplicate-component`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Name;
use crate::source::Span;

/// The page of `duplicate-component`.
pub const PAGE: Page = Page {
    name: "duplicate-component",
    severity: Severity::Error,
    text: "\
## What it does
Reports two components of one kind and one name.

## Why is this bad?
A reference to the name could mean either.

## Example
```xml
<xs:element name='address'/>
<xs:element name='address'/>
```
",
};

/// `what` (`element`, `type`) of that name was declared at `first` already.
pub(crate) fn report(span: Span, first: Span, what: &str, name: &Name) -> Diagnostic {
    PAGE.report(span, format!("there are two {what}s `{}`", name.local))
        .label(first, "the first")
        .help("rename or remove one")
}

/// Two schemas of one namespace share components; one diagnostic for all of them.
pub(crate) fn report_schemas(span: Span, first: Span, namespace: &str, example: &str, count: usize) -> Diagnostic {
    let message = match count {
        1 => format!("two schemas of `{namespace}` both declare {example}"),
        _ => format!("two schemas of `{namespace}` both declare {example} and {} more", count - 1),
    };
    PAGE.report(span, message)
        .label(first, "the first")
        .help("compile one of the two schemas, or let one include the other")
}
