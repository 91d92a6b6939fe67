//! `unresolved-reference`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `unresolved-reference`.
pub const PAGE: Page = Page {
    name: "unresolved-reference",
    severity: Severity::Error,
    text: "\
## What it does
Reports a reference to an element, attribute, group or attribute group that is not declared.

## Why is this bad?
The part of the schema that the reference stands for is missing.

## Example
```xml
<xs:element ref='itme'/>
```
",
};
