//! The attributes of XML Schema, each with a bit of its own.

use crate::model::is_same;

/// The attributes that XML Schema 1.0 defines, and those that are read in place of them.
const NAMES: &[&str] = &[
    "abstract",
    "attributeFormDefault",
    "base",
    "block",
    "blockDefault",
    "default",
    "elementFormDefault",
    "final",
    "finalDefault",
    "fixed",
    "form",
    "id",
    "itemType",
    "maxOccurs",
    "memberTypes",
    "minOccurs",
    "mixed",
    "name",
    "namespace",
    "nillable",
    "processContents",
    "public",
    "ref",
    "refer",
    "required",
    "schemaLocation",
    "source",
    "substitutionGroup",
    "system",
    "targetNamespace",
    "type",
    "use",
    "value",
    "version",
    "xpath",
];

/// The names by their slots.
const SLOTS: [&str; 64] = {
    let mut slots = [""; 64];
    let mut at = 0;
    while at < NAMES.len() {
        let slot = slot(NAMES[at]) as usize;
        assert!(slots[slot].is_empty(), "each name has a slot of its own");
        slots[slot] = NAMES[at];
        at += 1;
    }
    slots
};

/// The slot of a name, below 64: no two of those that XML Schema knows share one; others may stand anywhere.
#[inline]
pub(super) const fn slot(name: &str) -> u8 {
    match name.as_bytes() {
        bytes @ [first, .., last] => {
            let sum = bytes.len() * 43
                + *first as usize * 10
                + *last as usize * 14
                + bytes[1] as usize * 20;
            (sum % 64) as u8
        }
        _ => 0,
    }
}

/// Whether the name that stands in that slot is one of XML Schema's.
#[inline]
pub(super) fn is_known(slot: u8, name: &str) -> bool {
    is_same(SLOTS[usize::from(slot)], name)
}

/// A bit for the slot of each name.
#[inline]
pub(super) const fn marks(names: &[&str]) -> u64 {
    let mut marks = 0;
    let mut at = 0;
    while at < names.len() {
        marks |= 1 << slot(names[at]);
        at += 1;
    }
    marks
}
