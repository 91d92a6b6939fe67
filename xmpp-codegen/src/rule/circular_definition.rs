//! `circular-definition`

use crate::model::Text;
use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `circular-definition`.
pub const PAGE: Page = Page {
    name: "circular-definition",
    severity: Severity::Error,
    text: "\
## What it does
Reports a component that is defined by itself: a group that contains itself, a type derived from itself.

## Why is this bad?
Its meaning never ends.

## Example
```xml
<xs:complexType name='a'>
  <xs:complexContent><xs:extension base='a'/></xs:complexContent>
</xs:complexType>
```
",
};

/// The components of a circle, each with its name: the first contains or is derived from the second, and so on.
pub(crate) fn report(what: &str, circle: &[(Span, Text)]) -> Diagnostic {
    let (span, name) = circle.first().cloned().unwrap_or_default();
    let mut diagnostic = PAGE.report(span, format!("{what} `{name}` is defined by itself"));
    for (span, name) in circle.iter().skip(1).take(4) {
        diagnostic = diagnostic.label(*span, format!("by way of `{name}`"));
    }
    diagnostic.help("take one of the references away")
}
