//! `anchored-pattern`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Model;
use crate::regex::unanchored;
use crate::rule::Page;
use crate::source::Span;

/// The page of `anchored-pattern`.
pub const PAGE: Page = Page {
    name: "anchored-pattern",
    severity: Severity::Warning,
    text: "\
## What it does
Reports a pattern that begins with `^` or ends with `$`.

## Why is this bad?
A pattern of XML Schema always covers the whole value, and has no anchors: `^` and `$` stand for themselves
(XML Schema part 2, appendix F). No ordinary value matches. With repairs, values that match without the two are taken as well.

## Example
```xml
<xs:pattern value='^[0-9]+$'/>  <!-- [0-9]+ -->
```
",
};

/// Every pattern of every simple type.
pub(crate) fn check(model: &Model) -> Vec<Diagnostic> {
    let patterns = model.simple_types.iter().flat_map(|type_| &type_.facets.patterns);
    patterns
        .filter_map(|pattern| Some(report(pattern.span, unanchored(&pattern.value)?)))
        .collect()
}

fn report(span: Span, meant: &str) -> Diagnostic {
    PAGE.report(span, "`^` and `$` are ordinary characters in a pattern of XML Schema")
        .note("a pattern always covers the whole value")
        .edit("leave them out", span, escaped(meant))
        .repaired("values that match without them are taken, too")
}

/// The pattern as it may stand in an attribute, whatever its quotes.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('\'', "&apos;").replace('"', "&quot;")
}
