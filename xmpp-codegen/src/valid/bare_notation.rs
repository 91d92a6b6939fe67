//! `bare-notation`

use super::Context;
use super::derivation::primitive;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::datatype::Builtin;
use crate::model::{Content, Type, Variety};
use crate::rule::Page;

/// The page of `bare-notation`.
pub const PAGE: Page = Page {
    name: "bare-notation",
    severity: Severity::Error,
    text: "\
## What it does
Reports an element or attribute whose type is `xs:NOTATION` without a list of notations.

## Why is this bad?
Only a list of names says which notations are meant (XML Schema part 2 §3.2.19, enumeration-required-notation).

## Example
```xml
<xs:attribute name='kind' type='xs:NOTATION'/>
```
",
};

/// Every element and attribute.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let model = context.model;
    let elements = model.elements.iter().map(|one| (one.type_, one.span));
    let attributes = model.attributes.iter().map(|one| (one.type_, one.span));
    let contents = model.complex_types.iter().filter_map(|one| match one.content {
        Content::Simple(type_) => Some((type_, one.span)),
        _ => None,
    });
    let uses = elements.chain(attributes).chain(contents);
    let bare = uses.filter(|(type_, _)| is_bare(context, *type_));
    let report = |span| PAGE.report(span, "`xs:NOTATION` needs a list of the notations").help("restrict it with `xs:enumeration`");
    bare.map(|(_, span)| report(span)).collect()
}

fn is_bare(context: Context<'_>, mut type_: Type) -> bool {
    if primitive(context.model, type_) != Type::Builtin(Builtin::Notation) {
        return false;
    }
    while let Type::Simple(id) = type_ {
        let step = &context.model[id];
        match step.variety {
            Variety::Restriction(base) if step.facets.enumeration.is_empty() => type_ = base,
            _ => return false,
        }
    }
    true
}
