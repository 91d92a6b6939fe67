//! `idle-catalog-key`

use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::Page;
use crate::source::Span;

/// The page of `idle-catalog-key`.
pub const PAGE: Page = Page {
    name: "idle-catalog-key",
    severity: Severity::Warning,
    text: "\
## What it does
Reports a key of `written`, `implied`, `boxed` or `few` that changes nothing in the types: only an attribute with a default can be
written where it has it, only a child of a simple type that may be absent, with a default that Rust has a literal for, can mean it by
its absence, only a child that may be absent, and is more than text, can be kept behind a pointer, and only of what may occur more
than once can the first be kept in place.

## Why is this bad?
What it says is not so, and who reads it believes that it is.

## Example
```toml
[roster.written]
\"item/@name\" = true  # in roster.xsd: <xs:attribute name='name' type='xs:string'/>
```
",
};

/// The path addresses something that the key cannot change.
pub(crate) fn report(span: Span, path: &str, why: &str) -> Diagnostic {
    PAGE.report(span, format!("`{path}` changes nothing: {why}"))
}
