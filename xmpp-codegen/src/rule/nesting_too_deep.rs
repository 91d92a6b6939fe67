//! `nesting-too-deep`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `nesting-too-deep`.
pub const PAGE: Page = Page {
    name: "nesting-too-deep",
    severity: Severity::Error,
    text: "\
## What it does
Reports elements, groups or derivations nested deeper than the compiler follows.

## Why is this bad?
No schema written by a person is that deep. The limit keeps a hostile file from exhausting the machine.

## Example
```xml
<xs:sequence><xs:sequence><xs:sequence>…</xs:sequence></xs:sequence></xs:sequence>
```
",
};

/// Deeper than `limit`, at the first place that is.
pub(crate) fn report(span: Span, what: &str, limit: usize) -> Diagnostic {
    PAGE.report(span, format!("{what} are nested deeper than {limit} levels"))
        .help("name the inner parts and refer to them")
}
