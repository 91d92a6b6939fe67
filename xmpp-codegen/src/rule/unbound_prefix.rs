//! `unbound-prefix`

use super::Page;
use super::closest;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `unbound-prefix`.
pub const PAGE: Page = Page {
    name: "unbound-prefix",
    severity: Severity::Error,
    text: "\
## What it does
Reports a reference whose prefix is bound to no namespace.

## Why is this bad?
The name cannot be looked up, so the type or element it means is unknown.

## Example
```xml
<xs:element ref='data:x'/>  <!-- no xmlns:data in scope -->
```
",
};

/// `prefix` is not among those that are bound.
pub(crate) fn report(span: Span, prefix: &str, bound: &[&str]) -> Diagnostic {
    let diagnostic = PAGE
        .report(span, format!("the prefix `{prefix}` is bound to no namespace"));
    match closest(prefix, bound) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help(format!("declare `xmlns:{prefix}` on `xs:schema`, and import its namespace")),
    }
}
