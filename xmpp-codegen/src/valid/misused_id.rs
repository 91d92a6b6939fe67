//! `misused-id`

use super::Context;
use super::derivation::derives;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::datatype::Builtin;
use crate::model::{Content, Type, Ways};
use crate::rule::Page;
use crate::source::Span;
use std::collections::BTreeSet;

/// The page of `misused-id`.
pub const PAGE: Page = Page {
    name: "misused-id",
    severity: Severity::Error,
    text: "\
## What it does
Reports two attributes of type `xs:ID` in one type, and a default or fixed value of that type.

## Why is this bad?
An element has at most one identifier, and one that a schema gives would be the same for all
(XML Schema part 1 §3.2.6, §3.3.6, §3.4.6: a-props-correct.3, e-props-correct.5, ct-props-correct.5).

## Example
```xml
<xs:attribute name='number' type='xs:ID' default='one'/>
```
",
};

/// Every attribute, element and complex type.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let model = context.model;
    let is_id = |type_| match type_ {
        Type::Any => false,
        Type::Builtin(builtin) => builtin == Builtin::Id, // no other is derived from it
        type_ => derives(model, type_, Type::Builtin(Builtin::Id), Ways::NONE),
    };
    let mut diagnostics = Vec::new();
    let mut seen: Option<BTreeSet<_>> = None;
    let mut is_new = |places| seen.get_or_insert_default().insert(places);
    for type_ in &model.complex_types {
        let ids = type_.attributes.iter().filter(|found| is_id(model[found.attribute].type_));
        let ids: Vec<_> = ids.collect();
        if let [first, second, ..] = ids.as_slice()
            && is_new((first.span, second.span))
        {
            let report = PAGE.report(second.span, "a type has at most one attribute of type `xs:ID`");
            diagnostics.push(report.label(first.span, "the first").help("make one of them an `xs:NCName`"));
        }
        for found in ids.iter().filter(|found| found.value.is_some()) {
            if model[found.attribute].value.is_none() && is_new((found.span, found.span)) {
                diagnostics.push(report(found.span));
            }
        }
    }
    let attributes = model.attributes.iter().map(|one| (one.type_, &one.value, one.span));
    let elements = model.elements.iter().map(|one| {
        let type_ = match one.type_ {
            Type::Complex(id) => match model[id].content {
                Content::Simple(type_) => type_,
                _ => one.type_,
            },
            type_ => type_,
        };
        (type_, &one.value, one.span)
    });
    for (type_, value, span) in attributes.chain(elements) {
        if value.is_some() && is_id(type_) {
            diagnostics.push(report(span));
        }
    }
    diagnostics
}

fn report(span: Span) -> Diagnostic {
    PAGE.report(span, "an `xs:ID` has no default and no fixed value")
        .help("leave the value out")
}
