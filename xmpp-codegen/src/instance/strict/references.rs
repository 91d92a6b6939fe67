//! IDs and references to them (XSD part 1 §3.15.4).

use std::collections::HashMap;

/// More IDs, references and keys than these are not kept.
pub(super) const MOST: usize = 1_000_000;

/// The IDs of a document, and the references to them.
#[derive(Debug)]
pub(super) struct References<N> {
    /// Which element, by its number, has an ID.
    ids: HashMap<String, u32>,
    references: Vec<(String, N)>,
    kept: usize,
}

impl<N: Copy> References<N> {
    pub(super) fn new() -> Self {
        Self {
            ids: HashMap::new(),
            references: Vec::new(),
            kept: 0,
        }
    }

    /// Whether another one can be kept.
    pub(super) const fn has_room(&mut self) -> bool {
        self.kept += 1;
        self.kept <= MOST
    }

    /// Gives an element an ID, and says whether no other has it.
    pub(super) fn id(&mut self, id: &str, element: u32) -> bool {
        *self.ids.entry(id.to_owned()).or_insert(element) == element
    }

    pub(super) fn reference(&mut self, id: &str, at: N) {
        self.references.push((id.to_owned(), at));
    }

    /// The references that lead nowhere.
    pub(super) fn unresolved(&mut self) -> Vec<(String, N)> {
        let mut references = std::mem::take(&mut self.references);
        references.retain(|(id, _)| !self.ids.contains_key(id));
        references
    }
}
