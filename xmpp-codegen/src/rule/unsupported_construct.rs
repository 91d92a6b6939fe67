//! `unsupported-construct`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `unsupported-construct`.
pub const PAGE: Page = Page {
    name: "unsupported-construct",
    severity: Severity::Error,
    text: "\
## What it does
Names a construct that the compiler does not read yet.

## Why is this bad?
The schema would lose what the construct says.

## Example
```xml
<xs:redefine schemaLocation='base.xsd'/>
```
",
};

/// `construct` is not read.
pub(crate) fn report(span: Span, construct: &str, help: &str) -> Diagnostic {
    PAGE.report(span, format!("`xs:{construct}` is not supported yet")).help(help)
}
