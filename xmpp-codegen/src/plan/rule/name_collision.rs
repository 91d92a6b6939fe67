//! `name-collision`

use crate::diagnostic::Severity;
use crate::rule::Page;

/// The page of `name-collision`.
pub const PAGE: Page = Page {
    name: "name-collision",
    severity: Severity::Warning,
    text: "\
## What it does
Reports two types, fields or values whose names in Rust would be the same.

## Why is this bad?
One of them gets a number or a suffix, which says nothing to who reads the code. A name in the catalogue does.

## Example
```xml
<xs:element name='stream-error'/>
<xs:element name='StreamError'/>
```
",
};
