//! Whether one type is derived from another (XSD part 1 §3.4.6, §3.14.6: cos-ct-derived-ok, cos-st-derived-ok).

use super::Context;
use crate::model::datatype::Builtin;
use crate::model::{Bindings, Derivation, Model, Type, Variety, Ways};
use crate::source::Span;
use std::collections::BTreeSet;

const ANY_SIMPLE: Type = Type::Builtin(Builtin::AnySimpleType);

/// Whether `derived` is `base` or derived from it without any of the excluded ways.
pub(super) fn derives(model: &Model, derived: Type, base: Type, excluded: Ways) -> bool {
    Search {
        model,
        excluded,
        seen: None,
    }
    .derives(derived, base)
}

/// The type that a type is derived from, and how. `xs:anyType` is derived from nothing.
pub(super) fn step(model: &Model, type_: Type) -> Option<(Ways, Type)> {
    Some(match type_ {
        Type::Any => return None,
        ANY_SIMPLE => (Ways::RESTRICTION, Type::Any),
        Type::Builtin(builtin) => (Ways::RESTRICTION, Type::Builtin(builtin.base())),
        Type::Simple(id) => match model[id].variety {
            Variety::Restriction(base) => (Ways::RESTRICTION, base),
            Variety::List(_) | Variety::Union(_) => (Ways::RESTRICTION, ANY_SIMPLE),
        },
        Type::Complex(id) => match model[id].derivation {
            None => (Ways::RESTRICTION, Type::Any),
            Some((Derivation::Extension, base)) => (Ways::EXTENSION, base),
            Some((Derivation::Restriction, base)) => (Ways::RESTRICTION, base),
        },
    })
}

/// What `final` of a type excludes.
pub(super) fn final_(model: &Model, type_: Type) -> Ways {
    match type_ {
        Type::Any | Type::Builtin(_) => Ways::NONE,
        Type::Simple(id) => model[id].final_,
        Type::Complex(id) => model[id].final_,
    }
}

/// The members of a union, its restrictions included.
pub(super) fn members(model: &Model, type_: Type) -> Option<&[Type]> {
    match primitive(model, type_) {
        Type::Simple(id) => match &model[id].variety {
            Variety::Union(members) => Some(members),
            _ => None,
        },
        _ => None,
    }
}

/// The items of a list, its restrictions included.
pub(super) fn item(model: &Model, type_: Type) -> Option<Type> {
    match primitive(model, type_) {
        Type::Builtin(builtin) => builtin.item().map(Type::Builtin),
        Type::Simple(id) => match model[id].variety {
            Variety::List(item) => Some(item),
            _ => None,
        },
        _ => None,
    }
}

/// A simple type without its restrictions: a built-in type, a list or a union.
pub(super) fn primitive(model: &Model, mut type_: Type) -> Type {
    while let Type::Simple(id) = type_
        && let Variety::Restriction(base) = model[id].variety
    {
        type_ = base; // circles were cut
    }
    type_
}

/// Where a type is defined, and its name in a sentence, with a space before it.
pub(super) fn place(model: &Model, type_: Type) -> (Span, String) {
    let (span, name) = match type_ {
        Type::Any | Type::Builtin(_) => (Span::default(), None),
        Type::Simple(id) => (model[id].span, model[id].name.as_ref()),
        Type::Complex(id) => (model[id].span, model[id].name.as_ref()),
    };
    (
        span,
        name.map(|name| format!(" `{}`", name.local))
            .unwrap_or_default(),
    )
}

struct Search<'m> {
    model: &'m Model,
    excluded: Ways,
    /// Unions that were looked into.
    seen: Option<BTreeSet<(Type, Type)>>,
}

impl Search<'_> {
    fn derives(&mut self, derived: Type, base: Type) -> bool {
        let mut at = derived;
        loop {
            if at == base || self.is_member(at, base) {
                return true;
            }
            let Some((way, next)) = step(self.model, at) else {
                return false;
            };
            if self.excluded.has_any(way) {
                return false;
            }
            at = next;
        }
    }

    /// A type derived from a member of a union is derived from the union, as long as nothing restricts that.
    fn is_member(&mut self, derived: Type, base: Type) -> bool {
        let Type::Simple(id) = base else {
            return false;
        };
        let Variety::Union(members) = &self.model[id].variety else {
            return false;
        };
        if matches!(derived, Type::Any | Type::Complex(_))
            || !self.seen.get_or_insert_default().insert((derived, base))
        {
            return false;
        }
        members.iter().any(|member| self.derives(derived, *member))
    }
}

/// Whether two values of a type are equal.
pub(super) fn same(
    context: Context<'_>,
    type_: Type,
    one: (&str, &Bindings),
    other: (&str, &Bindings),
) -> bool {
    let key = |(text, bindings): (&str, &Bindings)| context.datatypes.key(type_, text, bindings);
    one.0 == other.0 || key(one).is_some_and(|one| key(other) == Some(one))
}
