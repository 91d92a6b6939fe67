//! `duplicate-component`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `duplicate-component`.
pub const PAGE: Page = Page {
    name: "duplicate-component",
    severity: Severity::Error,
    text: "\
## What it does
Reports two components of one kind and one name.

## Why is this bad?
A reference to the name could mean either.

## Example
```xml
<xs:element name='address'/>
<xs:element name='address'/>
```
",
};
