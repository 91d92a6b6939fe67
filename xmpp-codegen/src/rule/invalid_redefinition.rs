//! `invalid-redefinition`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `invalid-redefinition`.
pub const PAGE: Page = Page {
    name: "invalid-redefinition",
    severity: Severity::Error,
    text: "\
## What it does
Reports a component in `xs:redefine` that does not build on the component of the same name in the other document.

## Why is this bad?
A redefinition extends or restricts what is there; anything else would be a second definition
(XML Schema part 1 §4.2.2, src-redefine).

## Example
```xml
<xs:redefine schemaLocation='other.xsd'>
  <xs:simpleType name='short'><xs:restriction base='xs:string'/></xs:simpleType>  <!-- base='short' -->
</xs:redefine>
```
",
};

/// The component is no redefinition, and why.
pub(crate) fn report(span: Span, name: &str, why: &str) -> Diagnostic {
    PAGE.report(span, format!("`{name}` does not redefine the component of that name"))
        .at(why)
}
