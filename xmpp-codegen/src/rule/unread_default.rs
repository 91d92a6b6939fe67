//! `unread-default`

use super::Page;
use crate::diagnostic::Severity;

/// The page of `unread-default`.
pub const PAGE: Page = Page {
    name: "unread-default",
    severity: Severity::Error,
    text: "\
## What it does
Reports an element that lacks an attribute for which the document type has a default.

## Why is this bad?
Document types are read for their entities alone: the attribute would count as absent here, and be there for other tools
(XML 1.0 §3.3.2).

## Example
```xml
<!DOCTYPE xs:schema [<!ATTLIST xs:schema elementFormDefault CDATA 'qualified'>]>
<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>  <!-- qualified or not? -->
```
",
};
