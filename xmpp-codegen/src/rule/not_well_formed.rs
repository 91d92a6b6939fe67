//! `not-well-formed`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `not-well-formed`.
pub const PAGE: Page = Page {
    name: "not-well-formed",
    severity: Severity::Error,
    text: "\
## What it does
Reports a file that is not XML: tags that do not match, stray characters, undeclared prefixes of elements.

## Why is this bad?
Nothing can be read from such a file: every tool stops here.

## Example
```xml
<xs:extension base='xs:string'>
  <xs:attribute name='setup'/>
  </xs:attribute>  <!-- `/>` has already closed it -->
</xs:extension>
```
",
};
