//! Where children stood that no field takes, and in which order children came.

use super::Shape;
use crate::extra::{KEPT, Order, Place as ExtraPlace};
use crate::xml::Node;

/// Of so many children the fields are noted while they come; of more they are looked for, where it matters.
pub(super) const FEW: usize = 16;

/// What is noted for a child that no field takes, and that is kept.
pub(super) const NOTED_AS_KEPT: u8 = u8::MAX;

/// The field of a child as [`Extra`] has it.
pub(super) const fn noted_field(at: &u8) -> u16 {
    match *at {
        NOTED_AS_KEPT => KEPT,
        at => at as u16,
    }
}

/// Where the children that are kept stand, as many as stand before something that a field holds.
pub(super) fn noted_places(noted: &[u8]) -> Vec<ExtraPlace> {
    let is_kept = |at: &&u8| **at == NOTED_AS_KEPT;
    let last = noted.iter().rposition(|at| *at != NOTED_AS_KEPT);
    let noted = &noted[..last.map_or(0, |last| last + 1)];
    let mut places = Vec::with_capacity(noted.iter().filter(is_kept).count());
    let mut place = ExtraPlace::First;
    for (number, at) in noted.iter().enumerate() {
        if *at == NOTED_AS_KEPT {
            places.push(place);
            continue;
        }
        place = ExtraPlace::Behind {
            field: usize::from(*at),
            occurrence: noted[..number]
                .iter()
                .filter(|before| *before == at)
                .count(),
        };
    }
    places
}

/// The same of more children than were noted.
#[cold]
pub(super) fn places(
    shape: &Shape,
    node: Node<'_>,
    kept: impl Iterator<Item = usize>,
) -> Vec<ExtraPlace> {
    let mut kept = kept.peekable();
    let (mut places, mut whole) = (Vec::new(), 0);
    let mut counts = vec![0_usize; shape.fields.len()];
    let mut last = ExtraPlace::First;
    for child in node.elements() {
        if kept.next_if_eq(&child.offset()).is_some() {
            places.push(last);
            continue;
        }
        if let Some(field) = shape.field_of(child, node) {
            last = ExtraPlace::Behind {
                field,
                occurrence: counts[field],
            };
            counts[field] += 1;
            whole = places.len();
        }
    }
    places.truncate(whole);
    places
}

/// The field of each child, in the order of the document; what belongs to none and is not kept is left out.
#[cold]
pub(super) fn order(shape: &Shape, node: Node<'_>, kept: impl Iterator<Item = usize>) -> Order {
    let mut kept = kept.peekable();
    let of = |child: Node<'_>| {
        if kept.next_if_eq(&child.offset()).is_some() {
            return Some(KEPT);
        }
        let field = shape.field_of(child, node)?;
        u16::try_from(field).ok()
    };
    node.elements().filter_map(of).collect()
}
