//! `missing-import`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::XML;
use crate::source::Span;

/// The page of `missing-import`.
pub const PAGE: Page = Page {
    name: "missing-import",
    severity: Severity::Error,
    text: "\
## What it does
Reports a name of another namespace without an `xs:import` of that namespace. A schema for it is at hand, so the name is understood.

## Why is this bad?
Strict tools refuse the schema: a prefix alone imports nothing (XML Schema part 1 §4.2.3, src-resolve).

## Example
```xml
<xs:attribute ref='xml:lang'/>  <!-- without <xs:import namespace='http://www.w3.org/XML/1998/namespace'/> -->
```
",
};

/// `prefix:…` of `namespace` is used; an import can be written at `inside` with the prefix `xs` of XML Schema.
pub(crate) fn report(span: Span, namespace: &str, inside: Span, xs: &str) -> Diagnostic {
    let colon = if xs.is_empty() { "" } else { ":" };
    let import = format!("\n  <{xs}{colon}import namespace='{namespace}'/>");
    let (name, note) = match namespace {
        XML => ("the `xml` namespace".to_owned(), "its attributes are known without a schema"),
        _ => (format!("`{namespace}`"), "a schema for it is at hand, so its names are understood"),
    };
    PAGE.report(span, format!("{name} is used and not imported"))
        .repaired(note)
        .edit("import it", inside, import)
}
