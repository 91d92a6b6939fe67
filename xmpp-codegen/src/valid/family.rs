//! Substitution groups: which elements may stand for which (XSD part 1 §3.3.6, cos-equiv-class).

use super::derivation::{derives, step};
use crate::model::{ElementId, Model, Type, Ways};
use std::collections::BTreeMap;

/// The members of every substitution group.
#[derive(Debug, Default)]
pub(crate) struct Families {
    members: Option<BTreeMap<ElementId, Vec<ElementId>>>,
}

/// All groups together may have this many members; what is beyond is left out of account.
const LIMIT: usize = 200_000;

impl Families {
    pub(super) fn of(model: &Model) -> Self {
        let mut families = Self::default();
        let mut size = 0;
        for (at, element) in model.elements.iter().enumerate() {
            let id = ElementId(u32::try_from(at).unwrap_or(u32::MAX));
            let mut head = element.substitutes;
            while let Some(found) = head {
                size += 1;
                if size > LIMIT {
                    return families;
                }
                if !is_blocked(model, id, found) {
                    let members = families.members.get_or_insert_default();
                    members.entry(found).or_default().push(id);
                }
                head = model[found].substitutes; // circles were cut
            }
        }
        families
    }

    /// The elements that may stand for this one, itself left out.
    pub(super) fn members(&self, head: ElementId) -> &[ElementId] {
        let members = self.members.as_ref().and_then(|all| all.get(&head));
        members.map_or(&[], Vec::as_slice)
    }
}

/// Whether `block` of the head keeps the element from standing for it (cos-equiv-derived-ok-rec).
fn is_blocked(model: &Model, member: ElementId, head: ElementId) -> bool {
    let (member, head) = (&model[member], &model[head]);
    let mut block = head.block;
    if block.has_any(Ways::SUBSTITUTION) {
        return true;
    }
    let mut type_ = member.type_;
    while type_ != head.type_ {
        if let Type::Complex(id) = type_
            && type_ != member.type_
        {
            block = block.and(model[id].block);
        }
        match step(model, type_) {
            Some((_, base)) => type_ = base,
            None => break,
        }
    }
    if let Type::Complex(id) = head.type_ {
        block = block.and(model[id].block);
    }
    !derives(model, member.type_, head.type_, block)
}
