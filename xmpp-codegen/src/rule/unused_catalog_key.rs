//! `unused-catalog-key`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `unused-catalog-key`.
pub const PAGE: Page = Page {
    name: "unused-catalog-key",
    severity: Severity::Error,
    text: "\
## What it does
Reports a key of the catalogue that addresses nothing in the schema.

## Why is this bad?
The schema has changed, or the key has a slip: what it says is lost without notice.

## Example
```toml
[roster.rename]
\"qeury\" = \"Roster\"
```
",
};

/// The path addresses nothing.
pub(crate) fn report(span: Span, path: &str) -> Diagnostic {
    PAGE.report(span, format!("`{path}` addresses nothing in the schema"))
}

/// The section speaks of no schema.
pub(crate) fn report_section(span: Span, name: &str) -> Diagnostic {
    PAGE.report(span, format!("there is no schema `{name}`"))
}
