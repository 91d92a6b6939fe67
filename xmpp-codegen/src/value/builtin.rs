//! What holds of the values of a built-in type as a whole: for facets that came from another type.

use super::limit::Unit;
use super::number::Decimal;
use super::{Base, Derivation, lexical, normalize};
use crate::model::datatype::Builtin;
use crate::model::{Model, Type};
use std::cmp::Ordering;

/// What a bound says of a type that it was not written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// It bounds its values.
    Within,
    /// All its values are within the bound.
    Beyond,
    /// It is no value of the type.
    Foreign,
}

/// Whether text is a value of it.
pub(crate) fn is_value(builtin: Builtin, text: &str) -> bool {
    lexical::check(builtin, &normalize(text, lexical::white_space(builtin))).is_ok()
}

/// Whether facets of length mean the same for both: characters, octets or items (XSD part 2 §4.3.1).
pub(crate) fn is_measured_alike(model: &Model, old: Type, new: Builtin) -> bool {
    let old = match Derivation::of(model, old).base {
        Base::Builtin(builtin) => unit(builtin),
        Base::List(_) => Some(Unit::Items),
        Base::Any | Base::Union(_) => Some(Unit::Characters),
    };
    old.is_some() && old == unit(new)
}

/// What a least or largest value says of the type; an exclusive one is none of the values itself.
pub(crate) fn bound(builtin: Builtin, bound: &str, least: bool, exclusive: bool) -> Bound {
    let (lowest, highest) = lexical::bounds(builtin).unwrap_or_default();
    let end = if least { lowest } else { highest };
    let outwards = if least {
        Ordering::Less
    } else {
        Ordering::Greater
    };
    let order = end.and_then(|end| Some(Decimal::parse(bound)?.cmp(&Decimal::parse(end)?)));
    match order {
        Some(order) if order == outwards || (order == Ordering::Equal && !exclusive) => {
            Bound::Beyond
        }
        _ if is_value(builtin, bound) => Bound::Within,
        _ => Bound::Foreign,
    }
}

fn unit(builtin: Builtin) -> Option<Unit> {
    match builtin.primitive() {
        Builtin::NmTokens | Builtin::IdRefs | Builtin::Entities => Some(Unit::Items),
        Builtin::HexBinary | Builtin::Base64Binary => Some(Unit::Octets),
        Builtin::String
        | Builtin::AnySimpleType
        | Builtin::AnyUri
        | Builtin::QName
        | Builtin::Notation => Some(Unit::Characters),
        _ => None,
    }
}
