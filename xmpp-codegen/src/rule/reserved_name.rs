//! `reserved-name`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `reserved-name`.
pub const PAGE: Page = Page {
    name: "reserved-name",
    severity: Severity::Error,
    text: "\
## What it does
Reports an attribute called `xmlns`, or one in the namespace of `xsi:type`.

## Why is this bad?
These attributes belong to XML and to the instance of every schema; no schema can declare them
(XML Schema part 1 §3.2.6, no-xmlns and no-xsi).

## Example
```xml
<xs:attribute name='xmlns' type='xs:anyURI'/>
```
",
};

/// The attribute may not be declared.
pub(crate) fn report(span: Span) -> Diagnostic {
    PAGE.report(span, "no schema can declare this attribute")
        .help("leave it out: every element may bear it anyway")
}
