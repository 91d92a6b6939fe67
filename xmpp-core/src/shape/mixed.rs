//! Where mixed content is gathered while its element is read.

use super::Tag;
use super::read::Reading;
use crate::FromXml;
use crate::codec::{Children, MixedItem};

/// A field of mixed content.
pub struct MixedSlot<T> {
    pieces: Vec<T>,
}

/// A field for mixed content.
pub const fn mixed_of<V: Children<Item = T, Store = Vec<T>>, T: MixedItem>() -> MixedSlot<T> {
    MixedSlot { pieces: Vec::new() }
}

impl<T: MixedItem> MixedSlot<T> {
    /// Takes a text.
    pub fn text(&mut self, text: &str) {
        let goes_on = self.pieces.last_mut().is_some_and(|last| last.append(text));
        if !goes_on && !text.is_empty() {
            self.pieces.push(T::of_text(text));
        }
    }

    /// Takes a child that no other field takes, where it stands.
    pub fn child<'t>(&mut self, reading: &mut Reading<'_, 't, '_>, wildcard: &str, child: Tag<'t>) {
        let is_known = T::Child::takes(child) || T::Child::matches_unknown(child.node);
        if !is_known {
            reading.among_text(wildcard, child);
        }
        let occurrence = self.pieces.len();
        if let Ok(piece) = T::from_xml(child.node, reading.decoder) {
            self.pieces.push(piece);
        }
        reading.keep_inside(occurrence, is_known && self.pieces.len() > occurrence);
    }

    /// Takes the text that the element stands for, where it is empty.
    pub fn empty_element(&mut self, reading: &Reading<'_, '_, '_>, text: &str) {
        let node = reading.node();
        if node.takes_default() && node.elements().next().is_none() {
            self.text(text);
        }
    }

    /// How many pieces there are.
    pub const fn came(&self) -> usize {
        self.pieces.len()
    }

    /// The field where it is gathered.
    pub const fn look(&self) -> Option<&Vec<T>> {
        Some(&self.pieces)
    }

    /// Whether there is something to take, which there always is.
    pub const fn is_made(&self) -> bool {
        true
    }

    /// The field.
    pub fn into_field(self, _: impl FnOnce() -> Vec<T>) -> Vec<T> {
        self.pieces
    }
}
