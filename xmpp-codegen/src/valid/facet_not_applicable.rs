//! `facet-not-applicable`

use super::Context;
use super::derivation::primitive;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::datatype::Builtin;
use crate::model::facet::{Facet, Facets};
use crate::model::{Model, Type, Variety};
use crate::rule::Page;
use crate::source::Span;

/// The page of `facet-not-applicable`.
pub const PAGE: Page = Page {
    name: "facet-not-applicable",
    severity: Severity::Error,
    text: "\
## What it does
Reports a facet that means nothing for the type that it restricts.

## Why is this bad?
A number has no length, and text no bounds (XML Schema part 2 §4.1.5, cos-applicable-facets).

## Example
```xml
<xs:restriction base='xs:integer'><xs:maxLength value='5'/></xs:restriction>  <!-- xs:totalDigits -->
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
        let (kinds, noun) = applicable(context.model, base);
        let facets = &type_.facets;
        let applies = |kind| kinds.contains(&kind);
        if !facets.has_limits()
            && (facets.enumeration.is_empty() || applies(Kind::Enumeration))
            && (facets.patterns.is_empty() || applies(Kind::Pattern))
        {
            continue;
        }
        for (kind, name, span) in said(facets) {
            if !kinds.contains(&kind) {
                let message = format!("`xs:{name}` means nothing for {noun}");
                diagnostics.push(PAGE.report(span, message).help(help(kind)));
            }
        }
    }
    diagnostics
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Length,
    Bound,
    Digits,
    Enumeration,
    Pattern,
    Space,
}

const TEXT: &[Kind] = &[Kind::Length, Kind::Enumeration, Kind::Pattern, Kind::Space];
const ORDERED: &[Kind] = &[Kind::Bound, Kind::Enumeration, Kind::Pattern, Kind::Space];
const NUMBER: &[Kind] = &[Kind::Bound, Kind::Digits, Kind::Enumeration, Kind::Pattern, Kind::Space];

/// The facets of a type, by what it restricts in the end, and a noun for that.
fn applicable(model: &Model, base: Type) -> (&'static [Kind], &'static str) {
    let builtin = match primitive(model, base) {
        Type::Simple(id) => {
            return match model[id].variety {
                Variety::Union(_) => (&[Kind::Enumeration, Kind::Pattern], "a union"),
                _ => (TEXT, "a list"),
            };
        }
        Type::Builtin(builtin) => builtin,
        Type::Any | Type::Complex(_) => Builtin::AnySimpleType,
    };
    match builtin.primitive() {
        Builtin::AnySimpleType => (NUMBER_AND_TEXT, "any simple type"), // cannot be restricted, which is reported
        Builtin::Decimal => (NUMBER, "a number"),
        Builtin::Boolean => (&[Kind::Pattern, Kind::Space], "a truth value"),
        Builtin::Float | Builtin::Double => (ORDERED, "a floating point number"),
        Builtin::Duration
        | Builtin::DateTime
        | Builtin::Time
        | Builtin::Date
        | Builtin::GYearMonth
        | Builtin::GYear
        | Builtin::GMonthDay
        | Builtin::GDay
        | Builtin::GMonth => (ORDERED, "a time"),
        _ => (TEXT, "text"),
    }
}

const NUMBER_AND_TEXT: &[Kind] =
    &[Kind::Length, Kind::Bound, Kind::Digits, Kind::Enumeration, Kind::Pattern, Kind::Space];

/// The facets that a step says.
fn said(facets: &Facets) -> impl Iterator<Item = (Kind, &'static str, Span)> {
    const fn place<T>(facet: &Option<Facet<T>>) -> Option<Span> {
        match facet {
            Some(facet) => Some(facet.span),
            None => None,
        }
    }
    let said = [
        (Kind::Length, "length", place(&facets.length)),
        (Kind::Length, "minLength", place(&facets.min_length)),
        (Kind::Length, "maxLength", place(&facets.max_length)),
        (Kind::Digits, "totalDigits", place(&facets.total_digits)),
        (Kind::Digits, "fractionDigits", place(&facets.fraction_digits)),
        (Kind::Bound, "minInclusive", place(&facets.min_inclusive)),
        (Kind::Bound, "maxInclusive", place(&facets.max_inclusive)),
        (Kind::Bound, "minExclusive", place(&facets.min_exclusive)),
        (Kind::Bound, "maxExclusive", place(&facets.max_exclusive)),
        (Kind::Enumeration, "enumeration", facets.enumeration.first().map(|one| one.span)),
        (Kind::Pattern, "pattern", facets.patterns.first().map(|one| one.span)),
        (Kind::Space, "whiteSpace", place(&facets.white_space)),
    ];
    let said = said.into_iter();
    said.filter_map(|(kind, name, place)| Some((kind, name, place?)))
}

const fn help(kind: Kind) -> &'static str {
    match kind {
        Kind::Length => "lengths bound text and lists; numbers have `xs:totalDigits` and bounds",
        Kind::Bound => "bounds are for numbers and times; text and lists have lengths",
        Kind::Digits => "digits are counted in decimal numbers only",
        Kind::Enumeration | Kind::Pattern | Kind::Space => "leave it out",
    }
}
