//! `unresolved-type`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `unresolved-type`.
pub const PAGE: Page = Page {
    name: "unresolved-type",
    severity: Severity::Error,
    text: "\
## What it does
Reports a type that is not defined.

## Why is this bad?
The element or attribute has no type, so nothing can be checked or generated for it.

## Example
```xml
<xs:extension base='empty'>  <!-- no type of this name -->
```
",
};

/// The type `name` is not in `namespace`.
pub(crate) fn report(span: Span, name: &str, namespace: &str) -> Diagnostic {
    let [before, namespace, behind] = super::Place(namespace).parts();
    let message = [
        "the type `", name, "` is not defined ", before, namespace, behind,
    ];
    PAGE.report(span, message.concat())
        .at("no `xs:simpleType` or `xs:complexType` has this name")
}
