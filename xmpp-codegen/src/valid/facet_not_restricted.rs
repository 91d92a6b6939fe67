//! `facet-not-restricted`

use super::Context;
use super::inherited::Inherited;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::facet::Facet;
use crate::model::{SimpleType, Type, Variety};
use crate::rule::Page;

/// The page of `facet-not-restricted`.
pub const PAGE: Page = Page {
    name: "facet-not-restricted",
    severity: Severity::Error,
    text: "\
## What it does
Reports a facet that admits more than the same facet of the base, or changes one that the base fixes.

## Why is this bad?
Whatever fits a restriction has to fit its base (XML Schema part 2 §4.3: length-valid-restriction,
maxLength-valid-restriction, totalDigits-valid-restriction, whiteSpace-valid-restriction and others).

## Example
```xml
<xs:simpleType name='short'><xs:restriction base='xs:string'><xs:maxLength value='8'/></xs:restriction></xs:simpleType>
<xs:simpleType name='long'><xs:restriction base='short'><xs:maxLength value='80'/></xs:restriction></xs:simpleType>
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
        if !facets.has_limits() {
            continue;
        }
        let inherited = Inherited::of(context.model, base);
        let numbers: [(_, _, _, Fits); 5] = [
            ("length", &facets.length, inherited.length, |own, base| own == base),
            ("minLength", &facets.min_length, inherited.min_length, |own, base| own >= base),
            ("maxLength", &facets.max_length, inherited.max_length, |own, base| own <= base),
            ("totalDigits", &facets.total_digits, inherited.total_digits, |own, base| own <= base),
            ("fractionDigits", &facets.fraction_digits, inherited.fraction_digits, |own, base| own <= base),
        ];
        for (name, own, base, fits) in numbers {
            diagnostics.extend(judge(name, own.as_ref(), base, |own, base| fits(*own, *base)));
        }
        if let (Some(own), true) = (&facets.fraction_digits, inherited.is_whole())
            && own.value > 0
        {
            diagnostics.push(PAGE.report(own.span, "a whole number has no digits after the point"));
        }
        if let (Some(own), Some(least)) = (&facets.min_length, inherited.min_length())
            && inherited.min_length.is_none()
            && own.value < least
        {
            diagnostics.push(PAGE.report(own.span, "a built-in list has one item or more"));
        }
        let bounds = [
            ("minInclusive", &facets.min_inclusive, inherited.min_inclusive),
            ("maxInclusive", &facets.max_inclusive, inherited.max_inclusive),
            ("minExclusive", &facets.min_exclusive, inherited.min_exclusive),
            ("maxExclusive", &facets.max_exclusive, inherited.max_exclusive),
        ];
        for (name, own, base) in bounds {
            // That it is within the bound of the base is judged as being a value of the base.
            diagnostics.extend(judge(name, own.as_ref(), base, |_, _| true));
        }
        diagnostics.extend(white_space(context, type_, &inherited, base));
    }
    diagnostics
}

/// Whether a facet's number is within that of the base.
type Fits = fn(u64, u64) -> bool;

fn judge<T: PartialEq>(name: &str, own: Option<&Facet<T>>, base: Option<&Facet<T>>, fits: impl Fn(&T, &T) -> bool) -> Option<Diagnostic> {
    let (own, base) = (own?, base?);
    if base.fixed && own.value != base.value {
        let report = PAGE.report(own.span, format!("`xs:{name}` is fixed in the base"));
        return Some(report.label(base.span, "fixed here").help("leave it out"));
    }
    if fits(&own.value, &base.value) {
        return None;
    }
    let report = PAGE.report(own.span, format!("`xs:{name}` admits what the base does not"));
    Some(report.label(base.span, "the facet of the base").help("say no more than the base says"))
}

/// White space is treated at least as in the base: kept, replaced, collapsed.
fn white_space(context: Context<'_>, type_: &SimpleType, inherited: &Inherited<'_>, base: Type) -> Option<Diagnostic> {
    let own = type_.facets.white_space.as_ref()?;
    if let Some(found) = judge("whiteSpace", Some(own), inherited.white_space, |own, base| own >= base) {
        return Some(found);
    }
    if inherited.white_space.is_none() && own.value < context.datatypes.white_space(base) {
        let message = "white space means nothing in the values of the base, and cannot be kept here";
        return Some(PAGE.report(own.span, message).help("leave it out"));
    }
    None
}
