//! `unresolved-type`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `unresolved-type`.
pub const PAGE: Page = Page {
    name: "unresolved-type",
    severity: Severity::Error,
    text: "\
## What it does
Reports a type that is not defined.

## Why is this bad?
The element or attribute has no type, so nothing can be checked or generated for it.

## Example
```xml
<xs:extension base='empty'>  <!-- no type of this name -->
```
",
};
