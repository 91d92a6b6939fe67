//! `conflicting-facets`

use super::Context;
use super::derivation::primitive;
use super::inherited::Inherited;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::facet::Facets;
use crate::model::{SimpleTypeId, Type, Variety};
use crate::rule::Page;
use crate::source::Span;
use std::cmp::Ordering;

/// The page of `conflicting-facets`.
pub const PAGE: Page = Page {
    name: "conflicting-facets",
    severity: Severity::Error,
    text: "\
## What it does
Reports two facets of one type that no value can meet both, or that say the same thing twice.

## Why is this bad?
The type has no values, or it is unclear which facet counts (XML Schema part 2 §4.3: length-minLength-maxLength,
minLength-less-than-equal-to-maxLength, minInclusive-less-than-equal-to-maxInclusive, minInclusive-minExclusive and others).

## Example
```xml
<xs:restriction base='xs:string'><xs:minLength value='5'/><xs:maxLength value='3'/></xs:restriction>
```
",
};

/// Every restriction of a simple type.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (at, type_) in context.model.simple_types.iter().enumerate() {
        let Variety::Restriction(base) = type_.variety else {
            continue;
        };
        if !type_.facets.has_limits() {
            continue;
        }
        let id = SimpleTypeId(u32::try_from(at).unwrap_or(u32::MAX));
        let all = Inherited::of(context.model, Type::Simple(id));
        diagnostics.extend(lengths(&type_.facets, &all, &Inherited::of(context.model, base)));
        diagnostics.extend(bounds(context, &type_.facets, &all, base));
    }
    diagnostics
}

fn lengths(own: &Facets, all: &Inherited<'_>, inherited: &Inherited<'_>) -> Option<Diagnostic> {
    let says = own.length.is_some() || own.min_length.is_some() || own.max_length.is_some();
    if let (true, Some(min), Some(max)) = (says, all.min_length, all.max_length)
        && min.value > max.value
    {
        return Some(report(("minLength", min.span), ("maxLength", max.span), "is more than"));
    }
    if let (true, Some(length)) = (says, all.length) {
        // Beside a length, a bound stands only where the base has the same and no length.
        let new = |own: bool, base: Option<u64>, bound: u64| {
            own && !(inherited.length.is_none() && base == Some(bound))
        };
        if let Some(min) = all.min_length
            && (new(own.min_length.is_some(), inherited.min_length(), min.value) || min.value > length.value)
        {
            return Some(report(("minLength", min.span), ("length", length.span), "stands beside"));
        }
        let most = inherited.max_length.map(|facet| facet.value);
        if let Some(max) = all.max_length
            && (new(own.max_length.is_some(), most, max.value) || max.value < length.value)
        {
            return Some(report(("maxLength", max.span), ("length", length.span), "stands beside"));
        }
    }
    let digits = own.total_digits.is_some() || own.fraction_digits.is_some();
    match (all.total_digits, all.fraction_digits) {
        (Some(total), Some(fraction)) if digits && fraction.value > total.value => {
            Some(report(("fractionDigits", fraction.span), ("totalDigits", total.span), "is more than"))
        }
        _ => None,
    }
}

fn bounds(context: Context<'_>, own: &Facets, all: &Inherited<'_>, base: Type) -> Option<Diagnostic> {
    if let (Some(one), Some(other)) = (&own.min_inclusive, &own.min_exclusive) {
        return Some(report(("minInclusive", one.span), ("minExclusive", other.span), "stands beside"));
    }
    if let (Some(one), Some(other)) = (&own.max_inclusive, &own.max_exclusive) {
        return Some(report(("maxInclusive", one.span), ("maxExclusive", other.span), "stands beside"));
    }
    // Of the inclusive and the exclusive bound, the step's own counts.
    let lower = match (&own.min_inclusive, &own.min_exclusive) {
        (Some(facet), _) => Some(("minInclusive", facet, true)),
        (_, Some(facet)) => Some(("minExclusive", facet, true)),
        _ => all.min_inclusive.map(|facet| ("minInclusive", facet, false))
            .or_else(|| all.min_exclusive.map(|facet| ("minExclusive", facet, false))),
    };
    let upper = match (&own.max_inclusive, &own.max_exclusive) {
        (Some(facet), _) => Some(("maxInclusive", facet, true)),
        (_, Some(facet)) => Some(("maxExclusive", facet, true)),
        _ => all.max_inclusive.map(|facet| ("maxInclusive", facet, false))
            .or_else(|| all.max_exclusive.map(|facet| ("maxExclusive", facet, false))),
    };
    let ((low, min, own_min), (high, max, own_max)) = (lower?, upper?);
    if !own_min && !own_max {
        return None;
    }
    let order = context.datatypes.order(primitive(context.model, base), &min.value, &max.value, &())?;
    let both = |name: &str| low.ends_with(name) && high.ends_with(name);
    let wrong = match order {
        Ordering::Greater => true,
        Ordering::Equal => !both("Inclusive") && !both("Exclusive"),
        Ordering::Less => false,
    };
    wrong.then(|| report((low, min.span), (high, max.span), "is not below"))
}

fn report((first, span): (&str, Span), (second, other): (&str, Span), how: &str) -> Diagnostic {
    PAGE.report(span, format!("`xs:{first}` {how} `xs:{second}`"))
        .label(other, "the other facet")
        .help("change or remove one of the two")
}
