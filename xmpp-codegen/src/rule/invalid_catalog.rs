//! `invalid-catalog`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `invalid-catalog`.
pub const PAGE: Page = Page {
    name: "invalid-catalog",
    severity: Severity::Error,
    text: "\
## What it does
Reports a catalogue that is not TOML, or has a key that no section knows.

## Why is this bad?
Nothing of the catalogue can be applied.

## Example
```toml
[roster]
renames = {}  # rename
```
",
};
