//! `foreign-include`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `foreign-include`.
pub const PAGE: Page = Page {
    name: "foreign-include",
    severity: Severity::Error,
    text: "\
## What it does
Reports an included document of another target namespace.

## Why is this bad?
`xs:include` joins documents of one namespace (XML Schema part 1 §4.2.1); others are imported.

## Example
```xml
<xs:schema targetNamespace='urn:example:a'>
  <xs:include schemaLocation='b.xsd'/>  <!-- targetNamespace='urn:example:b' -->
</xs:schema>
```
",
};
