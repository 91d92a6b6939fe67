//! `conflicting-properties`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `conflicting-properties`.
pub const PAGE: Page = Page {
    name: "conflicting-properties",
    severity: Severity::Error,
    text: "\
## What it does
Reports properties that exclude each other: a type by name and an anonymous one, `ref` with `name`, `default` with `fixed`.

## Why is this bad?
One of the two is ignored, and which one depends on the tool. With repairs, a named type and an anonymous one are read together
where that loses nothing: the anonymous one is made from the other, or adds attributes to it.

## Example
```xml
<xs:element name='token' type='xs:string'>
  <xs:complexType/>
</xs:element>
```
",
};

/// `second` is said where `first` was said already.
pub(crate) fn report(span: Span, first: (Span, &str), second: &str) -> Diagnostic {
    PAGE.report(span, format!("{second} and {} exclude each other", first.1))
        .label(first.0, format!("{} is given here", first.1))
        .help("keep one of them")
}

/// `what` is given a second time.
pub(crate) fn report_second(span: Span, first: Span, what: &str) -> Diagnostic {
    PAGE.report(span, format!("there can be only one {what}"))
        .label(first, "the first")
        .help("keep one of them")
}
