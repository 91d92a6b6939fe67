//! The facets that a simple type has from all its steps of restriction.

use crate::model::datatype::Builtin;
use crate::model::facet::{Facet, Facets, WhiteSpace};
use crate::model::{Model, Text, Type, Variety};

/// Of every facet the one nearest to the type.
#[derive(Debug, Default)]
pub(super) struct Inherited<'m> {
    pub(super) length: Option<&'m Facet<u64>>,
    pub(super) min_length: Option<&'m Facet<u64>>,
    pub(super) max_length: Option<&'m Facet<u64>>,
    pub(super) total_digits: Option<&'m Facet<u64>>,
    pub(super) fraction_digits: Option<&'m Facet<u64>>,
    pub(super) min_inclusive: Option<&'m Facet<Text>>,
    pub(super) max_inclusive: Option<&'m Facet<Text>>,
    pub(super) min_exclusive: Option<&'m Facet<Text>>,
    pub(super) max_exclusive: Option<&'m Facet<Text>>,
    pub(super) white_space: Option<&'m Facet<WhiteSpace>>,
    /// The built-in type at the end of the steps, if it is one.
    pub(super) builtin: Option<Builtin>,
}

impl<'m> Inherited<'m> {
    pub(super) fn of(model: &'m Model, mut type_: Type) -> Self {
        let mut inherited = Self::default();
        loop {
            match type_ {
                Type::Simple(id) => {
                    inherited.take(&model[id].facets);
                    match model[id].variety {
                        Variety::Restriction(base) => type_ = base, // circles were cut
                        Variety::List(_) | Variety::Union(_) => return inherited,
                    }
                }
                Type::Builtin(builtin) => {
                    inherited.builtin = Some(builtin);
                    return inherited;
                }
                Type::Any | Type::Complex(_) => return inherited,
            }
        }
    }

    fn take(&mut self, facets: &'m Facets) {
        fn first<'m, T>(slot: &mut Option<&'m Facet<T>>, facet: &'m Option<Facet<T>>) {
            *slot = slot.or(facet.as_ref());
        }
        first(&mut self.length, &facets.length);
        first(&mut self.min_length, &facets.min_length);
        first(&mut self.max_length, &facets.max_length);
        first(&mut self.total_digits, &facets.total_digits);
        first(&mut self.fraction_digits, &facets.fraction_digits);
        first(&mut self.min_inclusive, &facets.min_inclusive);
        first(&mut self.max_inclusive, &facets.max_inclusive);
        first(&mut self.min_exclusive, &facets.min_exclusive);
        first(&mut self.max_exclusive, &facets.max_exclusive);
        first(&mut self.white_space, &facets.white_space);
    }

    /// The shortest length. The built-in lists have one item or more.
    pub(super) fn min_length(&self) -> Option<u64> {
        let said = self.min_length.map(|facet| facet.value);
        let builtin = self.builtin.is_some_and(|builtin| builtin.item().is_some());
        said.or_else(|| builtin.then_some(1))
    }

    /// Whether it is of whole numbers, which have no digits after the point.
    pub(super) fn is_whole(&self) -> bool {
        let mut at = self.builtin;
        while let Some(builtin) = at {
            if builtin == Builtin::Integer {
                return true;
            }
            at = Some(builtin.base()).filter(|base| *base != Builtin::AnySimpleType);
        }
        false
    }
}
