//! `unresolved-import`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `unresolved-import`.
pub const PAGE: Page = Page {
    name: "unresolved-import",
    severity: Severity::Error,
    text: "\
## What it does
Reports a namespace that is used and for which no schema is at hand.

## Why is this bad?
What the names of that namespace mean is unknown.

## Example
```xml
<xs:import namespace='urn:example:elsewhere'/>
<xs:element ref='elsewhere:thing'/>
```
",
};
