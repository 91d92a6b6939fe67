//! The facets of one step of restriction (XSD part 2 §4.3).

use super::number::{self, Decimal};
use super::{Base, Expected, Fault, is_xml_space};
use crate::model::Text;
use crate::model::datatype::Builtin;
use crate::model::facet::{Facet, Facets};
use crate::regex::{self, Pattern};
use crate::source::Span;
use std::cmp::Ordering;
use xmpp_xml::Rule;

/// Judges text, whose white space is normalized, and which is a value of the base.
pub(super) fn check<'m>(facets: &'m Facets, base: Base<'_>, text: &str) -> Result<(), Fault<'m>> {
    enumeration(facets, text)?;
    length(facets, base, text)?;
    bounds(facets, base, text)?;
    digits(facets, base, text)?;
    patterns(facets, text)
}

fn patterns<'m>(facets: &'m Facets, text: &str) -> Result<(), Fault<'m>> {
    let Some(first) = facets.patterns.first() else {
        return Ok(());
    };
    let matches = |pattern: &Facet<Text>| {
        Pattern::new(&pattern.value).map_or(true, |pattern| pattern.matches(text).unwrap_or(true))
    };
    if facets.patterns.iter().any(matches) {
        return Ok(());
    }
    let written = || facets.patterns.iter().map(|pattern| pattern.value.as_str());
    let shown =
        regex::portable(written()).unwrap_or_else(|| written().collect::<Vec<_>>().join("|"));
    Err(broken_facet(
        first.span,
        xmpp_xml::wording::expected_pattern(&shown),
    ))
}

fn enumeration<'m>(facets: &'m Facets, text: &str) -> Result<(), Fault<'m>> {
    let values = &facets.enumeration;
    let same =
        |value: &str| value == text || value.split(is_xml_space).eq(text.split(is_xml_space));
    if values.is_empty() || values.iter().any(|one| same(&one.value)) {
        return Ok(());
    }
    Err(Fault {
        rule: Rule::INVALID_VALUE,
        expected: Expected::OneOf(values.iter().map(|one| one.value.as_str()).collect()),
        span: None,
    })
}

fn length<'m>(facets: &'m Facets, base: Base<'_>, text: &str) -> Result<(), Fault<'m>> {
    let (length, unit) = measure(base, text);
    let limits = [
        (&facets.length, Ordering::Equal, "exactly"),
        (&facets.min_length, Ordering::Less, "at least"),
        (&facets.max_length, Ordering::Greater, "at most"),
    ];
    for (facet, wrong, words) in limits {
        let Some(facet) = facet else { continue };
        let order = length.cmp(&facet.value);
        let broken = match wrong {
            Ordering::Equal => order != Ordering::Equal,
            _ => order == wrong,
        };
        if broken {
            let unit = if facet.value == 1 { unit.0 } else { unit.1 };
            return Err(broken_facet(
                facet.span,
                format!("{words} {} {unit}", facet.value),
            ));
        }
    }
    Ok(())
}

/// The length that the facets of length bound, and its unit (XSD part 2 §4.3.1).
fn measure(base: Base<'_>, text: &str) -> (u64, (&'static str, &'static str)) {
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    match base {
        Base::List(_) | Base::Builtin(Builtin::NmTokens | Builtin::IdRefs | Builtin::Entities) => (
            count(text.split_ascii_whitespace().count()),
            ("item", "items"),
        ),
        Base::Builtin(Builtin::HexBinary) => (count(text.len() / 2), ("octet", "octets")),
        Base::Builtin(Builtin::Base64Binary | Builtin::MimeBase64) => {
            let is_digit = |character: &char| *character != '=' && !is_xml_space(*character);
            let digits = text.chars().filter(is_digit).count();
            (count(digits * 3 / 4), ("octet", "octets"))
        }
        Base::Any | Base::Builtin(_) | Base::Union(_) => {
            (count(text.chars().count()), ("character", "characters"))
        }
    }
}

fn bounds<'m>(facets: &'m Facets, base: Base<'_>, text: &str) -> Result<(), Fault<'m>> {
    let limits = [
        (&facets.min_inclusive, Ordering::Less, false, "at least"),
        (&facets.max_inclusive, Ordering::Greater, false, "at most"),
        (&facets.min_exclusive, Ordering::Less, true, "more than"),
        (&facets.max_exclusive, Ordering::Greater, true, "less than"),
    ];
    for (facet, wrong, exclusive, words) in limits {
        let Some(facet) = facet else { continue };
        let order = compare(base, text, &facet.value);
        if order == Some(wrong) || (exclusive && order == Some(Ordering::Equal)) {
            return Err(broken_facet(
                facet.span,
                format!("a value of {words} {}", facet.value),
            ));
        }
    }
    Ok(())
}

/// Compares numbers; other values have no order here.
fn compare(base: Base<'_>, text: &str, bound: &str) -> Option<Ordering> {
    match base {
        Base::Builtin(Builtin::Float | Builtin::Double) => {
            number::float(text)?.partial_cmp(&number::float(bound.trim())?)
        }
        Base::Builtin(_) => Some(Decimal::parse(text)?.cmp(&Decimal::parse(bound.trim())?)),
        Base::Any | Base::List(_) | Base::Union(_) => None,
    }
}

fn digits<'m>(facets: &'m Facets, base: Base<'_>, text: &str) -> Result<(), Fault<'m>> {
    let Base::Builtin(_) = base else {
        return Ok(());
    };
    let Some(number) = Decimal::parse(text) else {
        return Ok(());
    };
    let exceeds = |facet: &&'m Facet<u64>, digits: usize| {
        u64::try_from(digits).is_ok_and(|digits| digits > facet.value)
    };
    if let Some(facet) = facets.total_digits.as_ref()
        && exceeds(&facet, number.digits())
    {
        return Err(broken_facet(
            facet.span,
            format!("at most {} digits", facet.value),
        ));
    }
    if let Some(facet) = facets.fraction_digits.as_ref()
        && exceeds(&facet, number.fraction.len())
    {
        return Err(broken_facet(
            facet.span,
            format!("at most {} digits after the point", facet.value),
        ));
    }
    Ok(())
}

fn broken_facet(span: Span, expected: String) -> Fault<'static> {
    Fault {
        rule: Rule::FACET,
        expected: Expected::Phrase(expected.into()),
        span: Some(span),
    }
}
