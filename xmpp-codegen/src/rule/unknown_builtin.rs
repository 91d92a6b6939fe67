//! `unknown-builtin`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `unknown-builtin`.
pub const PAGE: Page = Page {
    name: "unknown-builtin",
    severity: Severity::Error,
    text: "\
## What it does
Reports a type of the XML Schema namespace that XML Schema 1.0 part 2 does not define.

## Why is this bad?
No tool knows it.

## Example
```xml
<xs:attribute name='size' type='xs:number'/>  <!-- xs:integer, xs:decimal -->
```
",
};
