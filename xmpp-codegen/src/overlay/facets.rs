//! What becomes of the facets of a type that the catalogue replaces: what they mean for the new one too still holds.

use crate::model::datatype::Builtin;
use crate::model::facet::{Facet, Facets};
use crate::model::{DEPTH_LIMIT, Model, SimpleType, SimpleTypeId, Text, Type, Variety};
use crate::source::Span;
use crate::value::{self, Bound};
use std::collections::BTreeSet;

/// A facet that the new type cannot have: its name and place.
pub(super) type Dropped = (&'static str, Span);

/// The new type with the facets of the old one, in steps without names.
pub(super) fn carry(
    model: &mut Model,
    old: Type,
    new: Builtin,
    dropped: &mut Vec<Dropped>,
) -> Type {
    let mut steps = Vec::new();
    let mut at = old;
    while let (Type::Simple(id), true) = (at, steps.len() < DEPTH_LIMIT) {
        steps.push(id);
        match model[id].variety {
            Variety::Restriction(base) => at = base,
            Variety::List(_) | Variety::Union(_) => {
                lose_parts(model, id, new, dropped);
                break;
            }
        }
    }
    let mut type_ = Type::Builtin(new);
    for id in steps.into_iter().rev() {
        let facets = of_step(model, id, new, dropped);
        if facets.is_empty() {
            continue;
        }
        let step = SimpleType {
            name: None,
            variety: Variety::Restriction(type_),
            facets,
            ..model[id].clone()
        };
        let number = u32::try_from(model.simple_types.len()).unwrap_or(u32::MAX);
        model.simple_types.push(step);
        type_ = Type::Simple(SimpleTypeId(number));
    }
    type_
}

/// The facets of one step that the new type can have.
pub(super) fn of_step(
    model: &Model,
    id: SimpleTypeId,
    new: Builtin,
    dropped: &mut Vec<Dropped>,
) -> Facets {
    Heir::of(model, id, new).inherit(&model[id].facets, dropped)
}

/// The facets of the items of a list, or of the members of a union: what holds for a part cannot be said of the whole. Nothing is lost
/// where a part without facets has all values of the new type.
pub(super) fn lose_parts(
    model: &Model,
    whole: SimpleTypeId,
    new: Builtin,
    dropped: &mut Vec<Dropped>,
) {
    let mut lost = Vec::new();
    let mut seen = BTreeSet::new();
    let mut parts = vec![(Type::Simple(whole), false)];
    while let Some((part, mut restricted)) = parts.pop() {
        let id = match part {
            Type::Simple(id) if seen.insert((id, restricted)) => id,
            Type::Builtin(old) if !restricted && is_derived(new, old) => return,
            _ => continue,
        };
        // Those of the whole are kept, or told, as the facets of a step.
        if id != whole {
            let facets = &model[id].facets;
            let before = lost.len();
            let kept = Heir::of(model, id, new).inherit(facets, &mut lost);
            lost.extend(places(&kept));
            restricted |= lost.len() > before;
        }
        match &model[id].variety {
            Variety::Restriction(base) => parts.push((*base, restricted)),
            Variety::List(item) => parts.push((*item, restricted)),
            Variety::Union(members) => {
                parts.extend(members.iter().map(|member| (*member, restricted)));
            }
        }
    }
    dropped.append(&mut lost);
}

/// Whether all values of a type are values of the other, white space apart.
fn is_derived(type_: Builtin, from: Builtin) -> bool {
    if matches!(from, Builtin::NormalizedString | Builtin::Token) {
        return true;
    }
    let mut at = type_;
    while at != from && at != at.base() {
        at = at.base();
    }
    at == from || from == Builtin::String
}

/// The facets that are there, each with the place of its first.
fn places(facets: &Facets) -> impl Iterator<Item = Dropped> {
    let lengths = [
        ("length", &facets.length),
        ("minLength", &facets.min_length),
        ("maxLength", &facets.max_length),
        ("totalDigits", &facets.total_digits),
        ("fractionDigits", &facets.fraction_digits),
    ];
    let bounds = [
        ("minInclusive", &facets.min_inclusive),
        ("maxInclusive", &facets.max_inclusive),
        ("minExclusive", &facets.min_exclusive),
        ("maxExclusive", &facets.max_exclusive),
    ];
    let pattern = facets.patterns.first();
    let lengths = lengths.map(|(name, facet)| Some((name, facet.as_ref()?.span)));
    let bounds = bounds.map(|(name, facet)| Some((name, facet.as_ref()?.span)));
    let pattern = pattern.map(|first| ("pattern", first.span));
    let all = lengths.into_iter().chain(bounds).chain([pattern]);
    all.flatten()
}

/// What becomes of a facet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    /// All values of the new type have it anyway.
    Implied,
    Dropped,
}

struct Heir {
    /// Whether the length of its values is that of the old ones.
    alike: bool,
    new: Builtin,
}

impl Heir {
    fn of(model: &Model, old: SimpleTypeId, new: Builtin) -> Self {
        Self {
            alike: value::is_measured_alike(model, Type::Simple(old), new),
            new,
        }
    }

    fn inherit(&self, old: &Facets, dropped: &mut Vec<Dropped>) -> Facets {
        // A list of values is what is replaced: who names another type wants others.
        dropped.extend(
            old.enumeration
                .first()
                .map(|first| ("enumeration", first.span)),
        );
        let mut patterns = old.patterns.clone();
        if let (false, Some(first)) = (self.new.keeps_text(), old.patterns.first()) {
            dropped.push(("pattern", first.span));
            patterns.clear();
        }
        let mut length = |name, facet: &Option<Facet<u64>>| {
            let fate = |facet: &Facet<u64>| self.length(name == "minLength" && facet.value <= 1);
            keep(name, facet, fate, dropped)
        };
        let (length, min_length, max_length) = (
            length("length", &old.length),
            length("minLength", &old.min_length),
            length("maxLength", &old.max_length),
        );
        let mut bound = |name, facet: &Option<Facet<Text>>| {
            keep(
                name,
                facet,
                |facet| self.bound(name, facet.value.trim()),
                dropped,
            )
        };
        let (min_inclusive, max_inclusive, min_exclusive, max_exclusive) = (
            bound("minInclusive", &old.min_inclusive),
            bound("maxInclusive", &old.max_inclusive),
            bound("minExclusive", &old.min_exclusive),
            bound("maxExclusive", &old.max_exclusive),
        );
        let mut digits =
            |name, facet: &Option<Facet<u64>>| keep(name, facet, |_| self.digits(), dropped);
        Facets {
            enumeration: Vec::new(),
            patterns,
            length,
            min_length,
            max_length,
            min_inclusive,
            max_inclusive,
            min_exclusive,
            max_exclusive,
            total_digits: digits("totalDigits", &old.total_digits),
            fraction_digits: digits("fractionDigits", &old.fraction_digits),
            // The other types have habits of their own.
            white_space: old.white_space.clone().filter(|_| self.new.keeps_text()),
        }
    }

    fn length(&self, least: bool) -> Fate {
        match self.alike {
            _ if least && !value::is_value(self.new, "") => Fate::Implied,
            true => Fate::Kept,
            false => Fate::Dropped,
        }
    }

    fn bound(&self, name: &str, bound: &str) -> Fate {
        match value::bound(
            self.new,
            bound,
            name.starts_with("min"),
            name.ends_with("Exclusive"),
        ) {
            Bound::Beyond => Fate::Implied,
            Bound::Within => Fate::Kept,
            Bound::Foreign => Fate::Dropped,
        }
    }

    fn digits(&self) -> Fate {
        match self.new.primitive() {
            Builtin::Decimal => Fate::Kept,
            _ => Fate::Dropped,
        }
    }
}

fn keep<T: Clone>(
    name: &'static str,
    facet: &Option<Facet<T>>,
    fate: impl Fn(&Facet<T>) -> Fate,
    dropped: &mut Vec<Dropped>,
) -> Option<Facet<T>> {
    let facet = facet.as_ref()?;
    let fate = fate(facet);
    if fate == Fate::Dropped {
        dropped.push((name, facet.span));
    }
    (fate == Fate::Kept).then(|| facet.clone())
}
