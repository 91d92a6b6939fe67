//! The facets that bound a value: its length, its order, its digits (XSD part 2 §4.3), read once for many values.

use super::atom::Atom;
use super::number::Decimal;
use super::{Expected, Fault};
use crate::source::Span;
use std::cmp::Ordering;
use xmpp_xml::Rule;

/// One bound.
#[derive(Debug)]
pub(super) struct Limit {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// The length is as this one, in an order that is one of these.
    Length(u64, &'static [Ordering], &'static str),
    /// The value compares to this one, in an order that is one of these.
    Order(Atom, Box<str>, &'static [Ordering], &'static str),
    /// At most so many digits.
    TotalDigits(u64),
    /// At most so many digits after the point.
    FractionDigits(u64),
}

/// What a value is measured as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Characters,
    Octets,
    Items,
    /// A name, whose length nothing bounds (XSD part 2 §4.3.1, as later editions say it).
    Nothing,
}

impl Limit {
    /// Judges a value of that length and, for the other facets, with that value or text.
    pub(super) fn check(
        &self,
        unit: Unit,
        length: u64,
        atom: Option<&Atom>,
        text: &str,
    ) -> Result<(), Fault<'static>> {
        let (holds, expected) = match &self.kind {
            Kind::Length(bound, orders, words) => {
                let holds = unit == Unit::Nothing || orders.contains(&length.cmp(bound));
                (holds, format!("{words} {bound} {}", unit.word(*bound)))
            }
            Kind::Order(bound, written, orders, words) => {
                let order = atom.and_then(|atom| atom.order(bound));
                let holds = order.is_some_and(|order| orders.contains(&order));
                (holds, format!("a value of {words} {written}"))
            }
            Kind::TotalDigits(most) => (digits(text).0 <= *most, format!("at most {most} digits")),
            Kind::FractionDigits(most) => (
                digits(text).1 <= *most,
                format!("at most {most} digits after the point"),
            ),
        };
        match holds {
            true => Ok(()),
            false => Err(Fault {
                rule: Rule::FACET,
                expected: Expected::Phrase(expected.into()),
                span: Some(self.span),
            }),
        }
    }

    /// Whether it needs the value, and not only the text.
    pub(super) const fn needs_value(&self) -> bool {
        matches!(self.kind, Kind::Order(..))
    }

    /// Whether it needs the length.
    pub(super) const fn needs_length(&self) -> bool {
        matches!(self.kind, Kind::Length(..))
    }
}

impl Unit {
    const fn word(self, count: u64) -> &'static str {
        match (self, count) {
            (Self::Octets, 1) => "octet",
            (Self::Octets, _) => "octets",
            (Self::Items, 1) => "item",
            (Self::Items, _) => "items",
            (_, 1) => "character",
            (_, _) => "characters",
        }
    }
}

/// All digits that count, and those after the point.
fn digits(text: &str) -> (u64, u64) {
    let count = |digits: usize| u64::try_from(digits).unwrap_or(u64::MAX);
    Decimal::parse(text).map_or((0, 0), |number| {
        (count(number.digits()), count(number.fraction.len()))
    })
}
