//! What was found on elements that have no field for it.

use super::ExtraAttribute;
use crate::xml::{ElementName, Fragment, Writer, is_content_namespace};

/// Attributes and children of a child element that is no struct: a text, a flag, a variant without fields.
///
/// The struct around it keeps this in its `extra` and writes it back in its place.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Inside {
    /// Namespace of the child element.
    pub namespace: Box<str>,
    /// Local name of the child element.
    pub name: Box<str>,
    /// Which value of its field the child element is, counted from 0.
    pub occurrence: usize,
    /// Attributes.
    pub attributes: Vec<ExtraAttribute>,
    /// Child elements as they were sent.
    #[cfg_attr(feature = "serde", serde(with = "crate::element::fragments"))]
    pub children: Vec<Fragment>,
}

impl Inside {
    /// Writes the attributes into the start tag just opened.
    pub fn write_attributes(&self, writer: &mut Writer) {
        for attribute in &self.attributes {
            attribute.write(writer);
        }
    }

    /// Writes the children.
    pub fn write_children(&self, writer: &mut Writer) {
        for child in &self.children {
            writer.fragment(child);
        }
    }
}

/// What a struct keeps for one value of each of its fields.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    notes: &'a [Inside],
}

impl<'a> Around<'a> {
    /// Nothing is kept.
    pub const NOTHING: Self = Self { notes: &[] };

    /// These notes, at most one for each field.
    pub const fn new(notes: &'a [Inside]) -> Self {
        Self { notes }
    }

    /// What was found inside the child element of that name.
    pub fn find(self, name: &ElementName) -> Option<&'a Inside> {
        self.notes.iter().find(|note| {
            &*note.name == name.name()
                && name.namespace().map_or_else(
                    || is_content_namespace(&note.namespace),
                    |namespace| namespace == &*note.namespace,
                )
        })
    }
}
