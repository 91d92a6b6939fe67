//! `invalid-derivation`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `invalid-derivation`.
pub const PAGE: Page = Page {
    name: "invalid-derivation",
    severity: Severity::Error,
    text: "\
## What it does
Reports a type derived from one that does not allow it: `xs:simpleContent` over a type with children, a list of lists.

## Why is this bad?
The derived type contradicts its base.

## Example
```xml
<xs:simpleContent>
  <xs:extension base='itemType'/>  <!-- itemType has child elements -->
</xs:simpleContent>
```
",
};

/// What is wrong, in a sentence.
pub(crate) fn report(span: Span, wrong: impl Into<String>) -> Diagnostic {
    PAGE.report(span, wrong)
}
