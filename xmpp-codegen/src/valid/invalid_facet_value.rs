//! `invalid-facet-value`

use super::Context;
use super::derivation::primitive;
use super::inherited::Inherited;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::datatype::Builtin;
use crate::model::facet::Enumeration;
use crate::model::{Type, Variety};
use crate::rule::Page;
use crate::source::Span;
use std::cmp::Ordering;

/// The page of `invalid-facet-value`.
pub const PAGE: Page = Page {
    name: "invalid-facet-value",
    severity: Severity::Error,
    text: "\
## What it does
Reports a bound or an enumerated value that is no value of the type that it restricts.

## Why is this bad?
Nothing could ever have that value, so the restriction says something else than it seems to
(XML Schema part 2 §4.3.5.4, §4.3.7.4 and following: enumeration-valid-restriction, minInclusive-valid-restriction).

## Example
```xml
<xs:restriction base='xs:byte'><xs:maxInclusive value='1000'/></xs:restriction>
```
",
};

/// Every restriction of a simple type.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for type_ in &context.model.simple_types {
        let Variety::Restriction(base) = type_.variety else {
            continue;
        };
        let facets = &type_.facets;
        let is_notation = || primitive(context.model, base) == Type::Builtin(Builtin::Notation);
        let is_notation = !facets.enumeration.is_empty() && is_notation();
        for one in &facets.enumeration {
            if let Err(fault) = context.datatypes.check(base, &one.value, &one.bindings) {
                diagnostics.push(report(one.span, &one.value, &fault.label()));
            } else if is_notation && let Some(why) = unknown_notation(context, one) {
                diagnostics.push(report(one.span, &one.value, why));
            }
        }
        if !facets.has_bounds() {
            continue;
        }
        let inherited = Inherited::of(context.model, base);
        let bounds = [
            (&facets.min_inclusive, None),
            (&facets.max_inclusive, None),
            (&facets.min_exclusive, inherited.min_exclusive),
            (&facets.max_exclusive, inherited.max_exclusive),
        ];
        for (facet, same) in bounds {
            let Some(facet) = facet else { continue };
            let repeats = same.is_some_and(|same| {
                let order = context.datatypes.order(primitive(context.model, base), &facet.value, &same.value, &());
                order == Some(Ordering::Equal)
            });
            if let (false, Err(fault)) = (repeats, context.datatypes.check(base, &facet.value, &())) {
                diagnostics.push(report(facet.span, &facet.value, &fault.label()));
            }
        }
    }
    diagnostics
}

/// A value of `xs:NOTATION` names a notation of the schema (XSD part 2 §3.2.19).
fn unknown_notation(context: Context<'_>, value: &Enumeration) -> Option<&'static str> {
    let text = value.value.trim();
    let (prefix, local) = text.split_once(':').unwrap_or(("", text));
    let namespace = value.bindings.namespace(prefix)?;
    let known = context.model.notations.iter().any(|notation| {
        notation.name.is(namespace, local)
    });
    (!known).then_some("no `xs:notation` has this name")
}

fn report(span: Span, value: &str, why: &str) -> Diagnostic {
    let shown = xmpp_xml::wording::shown(value);
    PAGE.report(span, format!("`{shown}` is no value of the type that is restricted")).at(why)
    .help("write a value of that type, or restrict another type")
}
