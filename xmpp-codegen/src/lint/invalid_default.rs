//! `invalid-default`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Content, Model, Type, ValueConstraint, Variety, facet::Enumeration};
use crate::rule::{Page, closest};
use crate::source::Span;

/// The page of `invalid-default`.
pub const PAGE: Page = Page {
    name: "invalid-default",
    severity: Severity::Error,
    text: "\
## What it does
Reports a default or fixed value that is not among the values of its type.

## Why is this bad?
An element or attribute that is left out would have a value that its own type refuses
(XML Schema part 1 §3.2.6, §3.3.6).

## Example
```xml
<xs:attribute name='type' default='nomal'>  <!-- normal -->
  <xs:simpleType>
    <xs:restriction base='xs:string'><xs:enumeration value='normal'/></xs:restriction>
  </xs:simpleType>
</xs:attribute>
```
",
};

/// Every default and fixed value of elements, attributes and their uses.
pub(crate) fn check(model: &Model) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for element in &model.elements {
        let type_ = match element.type_ {
            Type::Complex(id) => match model[id].content {
                Content::Simple(type_) => type_,
                _ => continue,
            },
            type_ => type_,
        };
        diagnostics.extend(judge(model, type_, element.value.as_ref(), element.span));
    }
    for attribute in &model.attributes {
        diagnostics.extend(judge(model, attribute.type_, attribute.value.as_ref(), attribute.span));
    }
    for found in model.complex_types.iter().flat_map(|type_| &type_.attributes) {
        let declaration = &model[found.attribute];
        if found.value != declaration.value {
            diagnostics.extend(judge(model, declaration.type_, found.value.as_ref(), found.span));
        }
    }
    diagnostics.dedup_by(|second, first| second.span() == first.span());
    diagnostics
}

fn judge(model: &Model, type_: Type, value: Option<&ValueConstraint>, span: Span) -> Option<Diagnostic> {
    let (ValueConstraint::Default(value) | ValueConstraint::Fixed(value)) = value?;
    let known = values(model, type_)?;
    if known.iter().any(|known| known.value == *value || known.value == value.trim()) {
        return None;
    }
    let names: Vec<&str> = known.iter().map(|known| known.value.as_str()).collect();
    let shown = xmpp_xml::wording::shown(value);
    let report = PAGE.report(span, format!("the default `{shown}` is not among the values of its type"));
    let report = report.note(xmpp_xml::wording::expected(&names));
    Some(match closest(value, &names) {
        Some(meant) => report.help(format!("did you mean `{meant}`?")),
        None => report,
    })
}

/// The values that a type lists, itself or by the types that it restricts.
fn values(model: &Model, mut type_: Type) -> Option<&[Enumeration]> {
    while let Type::Simple(id) = type_ {
        let simple = &model[id];
        if !simple.facets.enumeration.is_empty() {
            return Some(&simple.facets.enumeration);
        }
        match simple.variety {
            Variety::Restriction(base) => type_ = base,
            Variety::List(_) | Variety::Union(_) => return None,
        }
    }
    None
}
