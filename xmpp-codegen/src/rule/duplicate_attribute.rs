//! `duplicate-attribute`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `duplicate-attribute`.
pub const PAGE: Page = Page {
    name: "duplicate-attribute",
    severity: Severity::Error,
    text: "\
## What it does
Reports a type that has two attributes of one name.

## Why is this bad?
XML allows an attribute once, so one of the two declarations never holds.

## Example
```xml
<xs:attribute name='jid'/>
<xs:attribute name='jid' use='required'/>
```
",
};
