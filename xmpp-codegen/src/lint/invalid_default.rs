//! `invalid-default`

use crate::diagnostic::{Diagnostic, Severity};
use crate::value::check as check_value;
use crate::model::{Content, Model, Type, ValueConstraint};
use crate::rule::Page;
use crate::source::Span;

/// The page of `invalid-default`.
pub const PAGE: Page = Page {
    name: "invalid-default",
    severity: Severity::Error,
    text: "\
## What it does
Reports a default or fixed value that is no value of its type: not one of a list, not a number, outside its bounds.

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
    let (value, kind) = match value? {
        ValueConstraint::Default(value) => (value, "default"),
        ValueConstraint::Fixed(value) => (value, "fixed value"),
    };
    let fault = check_value(model, type_, value).err()?;
    let shown = xmpp_xml::wording::shown(value);
    let report = PAGE.report(span, format!("the {kind} `{shown}` is no value of its type"));
    let (label, help) = (fault.label(), fault.help(value));
    let is_slip = help != label;
    let report = report.note(label);
    Some(if is_slip { report.help(help) } else { report })
}
