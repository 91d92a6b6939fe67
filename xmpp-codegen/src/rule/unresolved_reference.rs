//! `unresolved-reference`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `unresolved-reference`.
pub const PAGE: Page = Page {
    name: "unresolved-reference",
    severity: Severity::Error,
    text: "\
## What it does
Reports a reference to an element, attribute, group or attribute group that is not declared.

## Why is this bad?
The part of the schema that the reference stands for is missing.

## Example
```xml
<xs:element ref='itme'/>
```
",
};

/// The component `name` (`element`, `attribute group`) is not in `namespace`.
pub(crate) fn report(span: Span, what: &str, name: &str, namespace: &str) -> Diagnostic {
    let [before, namespace, behind] = super::Place(namespace).parts();
    let message = [
        "the ", what, " `", name, "` is not declared ", before, namespace, behind,
    ];
    PAGE.report(span, message.concat())
}
