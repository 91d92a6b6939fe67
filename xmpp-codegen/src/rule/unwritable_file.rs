//! `unwritable-file`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `unwritable-file`.
pub const PAGE: Page = Page {
    name: "unwritable-file",
    severity: Severity::Error,
    text: "\
## What it does
Reports a generated file that cannot be written.

## Why is this bad?
The code would be that of an earlier run, or none.

## Example
```text
error[unwritable-file]: cannot write src/generated/todo.rs: Permission denied
```
",
};
