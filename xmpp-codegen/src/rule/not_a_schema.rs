//! `not-a-schema`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `not-a-schema`.
pub const PAGE: Page = Page {
    name: "not-a-schema",
    severity: Severity::Error,
    text: "\
## What it does
Reports a file whose root is not `xs:schema` in the namespace `http://www.w3.org/2001/XMLSchema`.

## Why is this bad?
A schema in the namespace of an early draft means something else to every tool, and most refuse it.

## Example
```xml
<schema xmlns='http://www.w3.org/1999/XMLSchema'/>
```
",
};

/// The root element is `name` of that namespace.
pub(crate) fn report(span: Span, name: &str, namespace: &str) -> Diagnostic {
    let diagnostic = PAGE.report(span, format!("the root element is `{name}`, not `xs:schema`"));
    if namespace.is_empty() {
        return diagnostic.help("write `<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>`");
    }
    let diagnostic = diagnostic.note(format!("it is in the namespace `{namespace}`"));
    match namespace.contains("XMLSchema") {
        true => diagnostic.help("that is a draft; XML Schema 1.0 is `http://www.w3.org/2001/XMLSchema`"),
        false => diagnostic,
    }
}
