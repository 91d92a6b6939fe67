//! `impossible-default`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{DEPTH_LIMIT, Model, Type, ValueConstraint, Variety};
use crate::rule::Page;
use crate::source::Span;
use crate::value;

/// The page of `impossible-default`.
pub const PAGE: Page = Page {
    name: "impossible-default",
    severity: Severity::Error,
    text: "\
## What it does
Reports a default or fixed value that is no value of the type that the catalogue gives: no address, or no base64.

## Why is this bad?
An element or attribute that is left out would have a value that its own type refuses.

## Example
```toml
[roster.type]
\"item/@jid\" = \"BareJid\"  # in roster.xsd: <xs:attribute name='jid' type='xs:string' default='@'/>
```
",
};

/// Every default and fixed value of a type that XML Schema does not have. The others were judged before the catalogue was read.
pub(crate) fn check(model: &Model) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut look_at = |type_: Type, value: &ValueConstraint, span: Span| {
        if is_foreign(model, type_) {
            diagnostics.extend(judge(model, type_, value, span));
        }
    };
    for one in &model.elements {
        if let Some(value) = &one.value {
            look_at(one.type_, value, one.span);
        }
    }
    for one in &model.attributes {
        if let Some(value) = &one.value {
            look_at(one.type_, value, one.span);
        }
    }
    for one in model.complex_types.iter().flat_map(|type_| &type_.attributes) {
        if let Some(value) = &one.value {
            look_at(model[one.attribute].type_, value, one.span);
        }
    }
    diagnostics.sort_by_key(Diagnostic::span);
    diagnostics.dedup_by(|second, first| second.span() == first.span());
    diagnostics
}

/// Whether a type restricts one that XML Schema does not have.
fn is_foreign(model: &Model, mut type_: Type) -> bool {
    for _ in 0..=DEPTH_LIMIT {
        match type_ {
            Type::Builtin(builtin) => return builtin.is_catalog_only(),
            Type::Simple(id) => match model[id].variety {
                Variety::Restriction(base) => type_ = base,
                Variety::List(_) | Variety::Union(_) => return false,
            },
            Type::Any | Type::Complex(_) => return false,
        }
    }
    false
}

fn judge(model: &Model, type_: Type, value: &ValueConstraint, span: Span) -> Option<Diagnostic> {
    let (ValueConstraint::Default(value) | ValueConstraint::Fixed(value)) = value;
    let fault = value::check(model, type_, value).err()?;
    let shown = xmpp_xml::wording::shown(value);
    let report = PAGE.report(span, format!("the default `{shown}` is no value of the type that the catalogue gives"));
    Some(report.note(fault.label()))
}
