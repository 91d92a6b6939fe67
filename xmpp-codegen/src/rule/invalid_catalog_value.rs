//! `invalid-catalog-value`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `invalid-catalog-value`.
pub const PAGE: Page = Page {
    name: "invalid-catalog-value",
    severity: Severity::Error,
    text: "\
## What it does
Reports a value of the catalogue that does not fit its key.

## Why is this bad?
It cannot be applied.

## Example
```toml
[roster.type]
\"item/@jid\" = \"Jidd\"
```
",
};
