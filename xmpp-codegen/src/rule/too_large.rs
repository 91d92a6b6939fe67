//! `too-large`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `too-large`.
pub const PAGE: Page = Page {
    name: "too-large",
    severity: Severity::Error,
    text: "\
## What it does
Reports schemas that grow beyond measure when groups are expanded and types inherit.

## Why is this bad?
A small file can stand for a model that no machine holds. Schemas written by people stay far below the limit.

## Example
```xml
<xs:complexType name='t1'><xs:attributeGroup ref='ten-thousand-attributes'/></xs:complexType>
<xs:complexType name='t2'><xs:attributeGroup ref='ten-thousand-attributes'/></xs:complexType>
<!-- and so on, ten thousand times -->
```
",
};

/// The type at which the limit was passed.
pub(crate) fn report(span: Span, limit: usize) -> Diagnostic {
    PAGE.report(span, format!("the schemas expand to more than {limit} attributes and particles"))
        .at("the limit is passed here")
        .help("let fewer types share large groups and bases")
}
