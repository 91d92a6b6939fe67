//! `inexpressible-wildcard`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `inexpressible-wildcard`.
pub const PAGE: Page = Page {
    name: "inexpressible-wildcard",
    severity: Severity::Error,
    text: "\
## What it does
Reports two wildcards of attributes that come together in one type and that no single wildcard can stand for.

## Why is this bad?
The type would need a wildcard that XML Schema cannot write down (XML Schema part 1 §3.10.6, cos-aw-union and cos-aw-intersect).

## Example
```xml
<xs:anyAttribute namespace='##other'/>   <!-- in the base -->
<xs:anyAttribute namespace='##local'/>   <!-- in the extension -->
```
",
};

/// No wildcard admits what `both` or `either` of the two admit.
pub(crate) fn report(span: Span, other: Span, which: &str) -> Diagnostic {
    PAGE.report(span, format!("no wildcard can say what {which} of these two admit"))
        .label(other, "the other wildcard")
        .help("make one of them `##any`, or list the namespaces of both")
}
