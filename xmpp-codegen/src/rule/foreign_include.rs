//! `foreign-include`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `foreign-include`.
pub const PAGE: Page = Page {
    name: "foreign-include",
    severity: Severity::Error,
    text: "\
## What it does
Reports an included document of another target namespace.

## Why is this bad?
`xs:include` joins documents of one namespace (XML Schema part 1 §4.2.1); others are imported.

## Example
```xml
<xs:schema targetNamespace='urn:example:a'>
  <xs:include schemaLocation='b.xsd'/>  <!-- targetNamespace='urn:example:b' -->
</xs:schema>
```
",
};

/// The included document is of the namespace `found`, the including one of `own`.
pub(crate) fn report(span: Span, target: Span, found: &str, own: &str) -> Diagnostic {
    let own = if own.is_empty() { "has no target namespace" } else { own };
    PAGE.report(span, format!("the included schema is of another namespace: `{found}`"))
        .note(format!("the including schema: {own}"))
        .label(target, "said here")
        .help("import it: `<xs:import namespace='…'/>`")
}

/// The imported document is of `found` where `wanted` is imported.
pub(crate) fn report_import(span: Span, target: Span, found: &str, wanted: &str) -> Diagnostic {
    let name = |namespace: &str| match namespace {
        "" => "no namespace".to_owned(),
        _ => format!("`{namespace}`"),
    };
    let message = format!("the document is of {}, and {} is imported", name(found), name(wanted));
    PAGE.report(span, message)
        .label(target, "its namespace")
        .help("import the namespace that the document has")
}
