//! `unreadable-file`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `unreadable-file`.
pub const PAGE: Page = Page {
    name: "unreadable-file",
    severity: Severity::Error,
    text: "\
## What it does
Reports a schema, catalogue or directory that cannot be read.

## Why is this bad?
Nothing can be said about it.

## Example
```text
error[unreadable-file]: cannot read schemas/todo.xsd: No such file or directory
```
",
};
