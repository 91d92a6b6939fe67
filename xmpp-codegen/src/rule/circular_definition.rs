//! `circular-definition`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `circular-definition`.
pub const PAGE: Page = Page {
    name: "circular-definition",
    severity: Severity::Error,
    text: "\
## What it does
Reports a component that is defined by itself: a group that contains itself, a type derived from itself.

## Why is this bad?
Its meaning never ends.

## Example
```xml
<xs:complexType name='a'>
  <xs:complexContent><xs:extension base='a'/></xs:complexContent>
</xs:complexType>
```
",
};
