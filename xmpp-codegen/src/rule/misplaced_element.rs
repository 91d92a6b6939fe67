//! `misplaced-element`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `misplaced-element`.
pub const PAGE: Page = Page {
    name: "misplaced-element",
    severity: Severity::Error,
    text: "\
## What it does
Reports an element of XML Schema that stands where it may not.

## Why is this bad?
Tools disagree about such an element: some refuse the file, some drop the element and everything in it.

## Example
```xml
<xs:complexType>
  <xs:element name='item'/>  <!-- belongs inside xs:sequence, xs:choice or xs:all -->
</xs:complexType>
```
",
};

/// `child` stands in `parent`, which takes `expected`.
pub(crate) fn report(span: Span, child: &str, parent: &str, expected: &str) -> Diagnostic {
    let message = format!("`xs:{child}` may not stand in `xs:{parent}` here");
    let diagnostic = PAGE.report(span, message);
    match way_out(child, parent) {
        Some(help) => diagnostic.at(format!("`xs:{parent}` takes {expected}")).help(help),
        None => diagnostic.help(format!("`xs:{parent}` takes {expected}")),
    }
}

fn way_out(child: &str, parent: &str) -> Option<&'static str> {
    Some(match (child, parent) {
        ("element" | "any", "complexType" | "extension" | "restriction") => {
            "put it into an `xs:sequence`, `xs:choice` or `xs:all`"
        }
        ("sequence" | "choice" | "all" | "attribute" | "attributeGroup" | "any", "element") => {
            "put it into an `xs:complexType` of the element"
        }
        ("simpleContent" | "complexContent", "element") => "put it into an `xs:complexType`",
        ("restriction" | "list" | "union", "element" | "attribute") => {
            "put it into an `xs:simpleType`"
        }
        ("any", "all") => "`xs:all` holds elements only: use `xs:sequence`, or a repeated `xs:choice`",
        ("sequence" | "choice" | "all", "all") => {
            "`xs:all` holds elements only, and stands alone: use `xs:sequence`"
        }
        ("all", "sequence" | "choice") => "`xs:all` stands alone in its type: use `xs:sequence`",
        ("sequence" | "choice" | "all" | "group", "complexType" | "extension" | "restriction") => {
            "a type has one model group, and it stands before the attributes: move it, or wrap both in an `xs:sequence`"
        }
        ("annotation", _) => "an annotation comes first, and there is one",
        ("import" | "include" | "redefine", "schema") => "move it before the first component",
        ("enumeration" | "pattern", "simpleType" | "extension") => "put it into an `xs:restriction`",
        _ => return None,
    })
}
