//! `not-judged`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `not-judged`.
pub const PAGE: Page = Page {
    name: "not-judged",
    severity: Severity::Warning,
    text: "\
## What it does
Names a construct that is read and not yet judged, such as `xs:key`.

## Why is this bad?
Documents that break it are accepted.

## Example
```xml
<xs:unique name='jids'><xs:selector xpath='item'/><xs:field xpath='@jid'/></xs:unique>
```
",
};

/// `construct` is read, and documents are not judged by it.
pub(crate) fn report(span: Span, construct: &str) -> Diagnostic {
    PAGE.report(span, format!("`xs:{construct}` is not judged yet: documents that break it are accepted"))
}
