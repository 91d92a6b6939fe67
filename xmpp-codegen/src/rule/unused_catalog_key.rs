//! `unused-catalog-key`

use super::Page;
use crate::diagnostic::Severity;

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
