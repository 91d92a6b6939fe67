//! The values of the atomic types, their equality and their order (XSD part 2 §3.2).

use super::calendar::{self, Moment};
use super::datatypes::Scope;
use super::duration::Duration;
use super::number::Decimal;
use super::strict;
use crate::model::datatype::Builtin;
use std::cmp::Ordering;

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Atom {
    Boolean(bool),
    /// A decimal number, as it was written.
    Decimal(Box<str>),
    Float(f32),
    Double(f64),
    Duration(Duration),
    Moment(Moment),
    Octets(Vec<u8>),
    Text(Box<str>),
    /// A namespace and a local name.
    Name(Box<str>, Box<str>),
}

impl Atom {
    /// Reads text, whose white space is normalized; nothing if it is no value of the type.
    pub(super) fn parse(builtin: Builtin, text: &str, scope: &dyn Scope) -> Option<Self> {
        let primitive = strict::primitive(builtin);
        if primitive == Builtin::QName || primitive == Builtin::Notation {
            let (prefix, local) = text.split_once(':').unwrap_or(("", text));
            let namespace = scope.namespace(prefix)?;
            return strict::is_valid(builtin, text)
                .then(|| Self::Name(namespace.into(), local.into()));
        }
        if !strict::is_valid(builtin, text) {
            return None;
        }
        Some(match primitive {
            Builtin::Boolean => Self::Boolean(matches!(text, "true" | "1")),
            Builtin::Decimal => Self::Decimal(text.into()),
            // Of the names of special numbers, all are Rust's too.
            Builtin::Float => Self::Float(text.parse().ok()?),
            Builtin::Double => Self::Double(text.parse().ok()?),
            Builtin::Duration => Self::Duration(Duration::parse(text)?),
            Builtin::HexBinary => Self::Octets(strict::hex_octets(text)),
            Builtin::Base64Binary => Self::Octets(strict::base64_octets(text)),
            Builtin::DateTime
            | Builtin::Time
            | Builtin::Date
            | Builtin::GYearMonth
            | Builtin::GYear
            | Builtin::GMonthDay
            | Builtin::GDay
            | Builtin::GMonth => Self::Moment(calendar::parse(primitive, text)?),
            _ => Self::Text(text.into()),
        })
    }

    /// The order of two values of one type; none where there is none.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Decimal(one), Self::Decimal(two)) => {
                Some(Decimal::parse(one)?.cmp(&Decimal::parse(two)?))
            }
            (Self::Float(one), Self::Float(two)) => float_order(f64::from(*one), f64::from(*two)),
            (Self::Double(one), Self::Double(two)) => float_order(*one, *two),
            (Self::Duration(one), Self::Duration(two)) => one.order(two),
            (Self::Moment(one), Self::Moment(two)) => one.order(two),
            _ => None,
        }
    }

    /// Text that two values of one primitive type share where they are equal, and only there.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Boolean(value) => value.to_string(),
            Self::Decimal(text) => Decimal::parse(text).map_or_else(String::new, |it| it.key()),
            Self::Float(value) => float_key(f64::from(*value)),
            Self::Double(value) => float_key(*value),
            Self::Duration(duration) => duration.key(),
            Self::Moment(moment) => moment.key(),
            Self::Octets(octets) => octets.iter().map(|octet| format!("{octet:02X}")).collect(),
            Self::Text(text) => text.to_string(),
            Self::Name(namespace, local) => format!("{{{namespace}}}{local}"),
        }
    }
}

/// Not a number equals itself, and has no order with others.
fn float_order(one: f64, two: f64) -> Option<Ordering> {
    match one.is_nan() && two.is_nan() {
        true => Some(Ordering::Equal),
        false => one.partial_cmp(&two),
    }
}

fn float_key(value: f64) -> String {
    // Both zeros are one.
    (value + 0.0).to_string()
}
