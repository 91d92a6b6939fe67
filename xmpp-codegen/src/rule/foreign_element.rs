//! `foreign-element`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `foreign-element`.
pub const PAGE: Page = Page {
    name: "foreign-element",
    severity: Severity::Error,
    text: "\
## What it does
Reports an element of another namespace outside `xs:appinfo` and `xs:documentation`.

## Why is this bad?
Most often a prefix was forgotten, and the component is not part of the schema.

## Example
```xml
<xs:sequence>
  <any namespace='##other'/>  <!-- <xs:any namespace='##other'/> -->
</xs:sequence>
```
",
};

/// `name` of the given namespace stands among schema elements.
pub(crate) fn report(span: Span, name: &str, namespace: &str) -> Diagnostic {
    let message = match namespace {
        "" => format!("`{name}` is in no namespace, so it is not part of the schema"),
        _ => format!("`{name}` is in the namespace `{namespace}`, so it is not part of the schema"),
    };
    PAGE.report(span, message)
}
