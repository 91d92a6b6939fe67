//! `invalid-occurrence`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `invalid-occurrence`.
pub const PAGE: Page = Page {
    name: "invalid-occurrence",
    severity: Severity::Error,
    text: "\
## What it does
Reports `minOccurs` above `maxOccurs`.

## Why is this bad?
Nothing can satisfy it.

## Example
```xml
<xs:element ref='item' minOccurs='2'/>  <!-- maxOccurs is 1 unless given -->
```
",
};

/// Between `min` and `max` lies nothing.
pub(crate) fn report(span: Span, min: u32, max: u32) -> Diagnostic {
    PAGE.report(span, format!("`minOccurs` is {min} and `maxOccurs` is {max}"))
        .help("raise `maxOccurs` or lower `minOccurs`; each is 1 unless given")
}
