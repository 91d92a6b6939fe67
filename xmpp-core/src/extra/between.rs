//! Children that no field takes and that stand between those that fields hold.

use crate::xml::Writer;
use crate::{Element, ToXml};

/// Behind which of the children that fields hold another child stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub(crate) enum Place {
    /// Before all of them.
    First,
    /// Behind one value of a field; both are counted from 0.
    Behind {
        /// Which field, in the order of declaration.
        field: usize,
        /// Which of its values.
        occurrence: usize,
    },
}

/// The children that stood behind those of one field, while these are written.
pub(crate) struct Between<'e> {
    /// In document order, so that the occurrences go up for each field.
    children: &'e [Element],
    places: &'e [Place],
    field: usize,
}

impl<'e> Between<'e> {
    /// None.
    pub(crate) const NOTHING: Self = Self {
        children: &[],
        places: &[],
        field: 0,
    };

    /// Of these children, those that stood behind the field; the others are passed over.
    pub(crate) const fn new(children: &'e [Element], places: &'e [Place], field: usize) -> Self {
        Self {
            children,
            places,
            field,
        }
    }

    /// Writes what stood behind that value of the field.
    #[inline]
    pub(crate) fn write_behind(&mut self, occurrence: usize, writer: &mut Writer) {
        if !self.places.is_empty() {
            self.write(occurrence, writer);
        }
    }

    /// Writes what stood behind values of the field that are there no more.
    #[inline]
    pub(crate) fn write_rest(&mut self, writer: &mut Writer) {
        self.write_behind(usize::MAX, writer);
    }

    #[cold]
    fn write(&mut self, written: usize, writer: &mut Writer) {
        while let ([child, children @ ..], [place, places @ ..]) = (self.children, self.places) {
            if let Place::Behind { field, occurrence } = *place
                && field == self.field
            {
                if occurrence > written {
                    return;
                }
                child.to_xml(writer);
            }
            (self.children, self.places) = (children, places);
        }
    }
}

/// Writes the children that stood before all that fields hold.
pub(super) fn write_first(children: &[Element], places: &[Place], writer: &mut Writer) {
    let first = children.iter().zip(places);
    first
        .take_while(|(_, place)| **place == Place::First)
        .for_each(|(child, _)| child.to_xml(writer));
}
