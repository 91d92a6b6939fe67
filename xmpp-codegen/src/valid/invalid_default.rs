//! `invalid-default`

use super::Context;
use super::particle::Part;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::datatype::Builtin;
use crate::model::{Bindings, Content, Type, ValueConstraint, Variety};
use crate::rule::Page;
use crate::source::Span;
use crate::value::Fault;

/// The page of `invalid-default`.
pub const PAGE: Page = Page {
    name: "invalid-default",
    severity: Severity::Error,
    text: "\
## What it does
Reports a default or fixed value that is no value of its type: not one of a list, not a number, outside its bounds.

## Why is this bad?
An element or attribute that is left out would have a value that its own type refuses
(XML Schema part 1 §3.2.6, §3.3.6: a-props-correct, e-props-correct, cos-valid-default).

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
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let model = context.model;
    let mut diagnostics = Vec::new();
    for element in &model.elements {
        if element.value.is_none() {
            continue;
        }
        match text(context, element.type_) {
            Some(type_) => diagnostics.extend(judge(context, type_, element.value.as_ref(), &element.bindings, element.span)),
            None => {
                let message = format!("`{}` has a default, and its content cannot be text alone", element.name.local);
                diagnostics.push(PAGE.report(element.span, message).help("leave the value out"));
            }
        }
    }
    for attribute in model.attributes.iter().filter(|attribute| attribute.value.is_some()) {
        diagnostics.extend(judge(context, attribute.type_, attribute.value.as_ref(), &attribute.bindings, attribute.span));
    }
    for found in model.complex_types.iter().flat_map(|type_| &type_.attributes) {
        let declaration = &model[found.attribute];
        if found.value != declaration.value {
            diagnostics.extend(judge(context, declaration.type_, found.value.as_ref(), &found.bindings, found.span));
        }
    }
    diagnostics.sort_by_key(Diagnostic::span);
    diagnostics.dedup_by(|second, first| second.span() == first.span());
    diagnostics
}

/// The type of the text that an element can have instead of content (cos-valid-default.2).
fn text(context: Context<'_>, type_: Type) -> Option<Type> {
    let Type::Complex(id) = type_ else {
        return Some(type_);
    };
    match &context.model[id].content {
        Content::Simple(type_) => Some(*type_),
        Content::Mixed(None) => Some(Type::Any),
        Content::Mixed(Some(particle)) => match Part::of(context, particle) {
            Ok(Some(part)) if !part.is_emptiable() => None,
            _ => Some(Type::Any),
        },
        Content::Empty | Content::Elements(_) => None,
    }
}

fn judge(context: Context<'_>, type_: Type, value: Option<&ValueConstraint>, bindings: &Bindings, span: Span) -> Option<Diagnostic> {
    let (value, kind) = match value? {
        ValueConstraint::Default(value) => (value, "default"),
        ValueConstraint::Fixed(value) => (value, "fixed value"),
    };
    if is_listed(context, type_, value) {
        return None;
    }
    let fault = context.datatypes.check(type_, value, bindings).err()?;
    Some(report(&fault, value, kind, span))
}

/// Whether a type is a list of values, and the value is written as one of them: most are such.
fn is_listed(context: Context<'_>, type_: Type, value: &str) -> bool {
    let Type::Simple(id) = type_ else {
        return false;
    };
    let type_ = &context.model[id];
    let facets = &type_.facets;
    let is_plain = facets.patterns.is_empty() && !facets.has_limits();
    match type_.variety {
        Variety::Restriction(base @ Type::Builtin(builtin)) => {
            let means_more = matches!(builtin, Builtin::QName | Builtin::Notation); // by the prefixes in scope
            let mut values = facets.enumeration.iter();
            is_plain && !means_more && values.any(|one| one.value == value) && context.datatypes.is_valid(base, value, &())
        }
        _ => false,
    }
}

/// What is wrong with the value.
pub(crate) fn report(fault: &Fault<'_>, value: &str, kind: &str, span: Span) -> Diagnostic {
    let shown = xmpp_xml::wording::shown(value);
    let report = PAGE.report(span, format!("the {kind} `{shown}` is no value of its type"));
    let (label, help) = (fault.label(), fault.help(value));
    let is_slip = help != label;
    let report = report.note(label);
    if is_slip { report.help(help) } else { report }
}
