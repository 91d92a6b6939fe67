//! `invalid-path`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `invalid-path`.
pub const PAGE: Page = Page {
    name: "invalid-path",
    severity: Severity::Error,
    text: "\
## What it does
Reports an `xpath` of `xs:selector` or `xs:field` that is not in the small part of XPath that XML Schema knows.

## Why is this bad?
Only child steps, a first `.//`, `|`, and an attribute at the end of a field have a meaning
(XML Schema part 1 §3.11.6, c-selector-xpath and c-fields-xpaths).

## Example
```xml
<xs:selector xpath='//item[@jid]'/>  <!-- .//item -->
```
",
};

/// The path is wrong, and why.
pub(crate) fn report(span: Span, path: &str, why: &str) -> Diagnostic {
    PAGE.report(span, format!("`{path}` is no path of an identity constraint"))
        .at(why)
        .help("write child steps such as `q:list/q:item`, after `.//` for any depth")
}
