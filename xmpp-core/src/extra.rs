//! What no field takes.

mod between;

pub(crate) use between::{Between, Place};

use std::collections::BTreeMap;
use tinyvec::TinyVec;

pub use crate::codec::ExtraAttribute;

use crate::codec::{Around, Inside};
use crate::xml::{Attribute, Writer};
use crate::{Element, ToXml};

/// Attributes and children of an element that no field of its type takes, in document order.
///
/// Reading keeps them and writing puts them back, so that an extension nobody compiled in travels through unharmed: a child behind
/// the one that it stood behind, where that is still there. It is one pointer, and null in the usual case. What stands inside
/// child elements that are no structs (a text, a flag) is kept here too and written back where it was; it counts for
/// [`is_empty`](Self::is_empty) and for equality.
///
/// Children that came in another order than that of the fields are written in theirs, as long as there are as many of each field
/// as there were. The order is kept here, and counts for nothing else.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Extra(Option<Box<Kept>>);

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(two)) => one == two,
            _ => self.is_empty() && other.is_empty(),
        }
    }
}

#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
struct Kept {
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    attributes: Vec<ExtraAttribute>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    children: Vec<Element>,
    /// Where the first of the children stood, as many as stood before something that a field holds.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    places: Vec<Place>,
    /// What stood inside child elements, by which value of its field each is: what belongs to one is found without a walk.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeMap::is_empty"))]
    inside: BTreeMap<usize, Vec<Inside>>,
    /// The field of each child, or [`KEPT`], where the children came in another order than the fields have.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Order::is_empty"))]
    order: Order,
}

/// Fields of children: few are kept in place.
pub(crate) type Order = TinyVec<[u16; 16]>;

/// Stands for a child that no field takes, in the order of all children.
pub(crate) const KEPT: u16 = u16::MAX;

/// Where children stood does not count: what is written in schema order reads as the same value.
impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.attributes == other.attributes
            && self.children == other.children
            && self.inside == other.inside
    }
}

impl Extra {
    /// Nothing.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Adds an attribute, of no namespace where that is empty.
    ///
    /// An attribute that is there already, as a field or here, makes the element unwritable.
    pub fn push_attribute(
        &mut self,
        namespace: impl Into<Box<str>>,
        name: impl Into<Box<str>>,
        value: impl Into<Box<str>>,
    ) {
        let attribute = ExtraAttribute::new(namespace.into(), name.into(), value.into());
        self.kept().attributes.push(attribute);
    }

    /// Adds an attribute as it was read.
    pub(crate) fn push_read(&mut self, attribute: Attribute<'_>) {
        self.kept().attributes.push(attribute.into());
    }

    /// Adds a child, after all that is there.
    pub fn push_child(&mut self, child: Element) {
        self.kept().children.push(child);
    }

    /// Drops everything.
    pub fn clear(&mut self) {
        self.0 = None;
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|kept| {
            kept.attributes.is_empty() && kept.children.is_empty() && kept.inside.is_empty()
        })
    }

    /// Whether not even an order is kept.
    #[doc(hidden)]
    pub const fn is_unset(&self) -> bool {
        self.0.is_none()
    }

    /// The attributes, in document order.
    pub fn attributes(&self) -> &[ExtraAttribute] {
        self.0.as_ref().map_or(&[], |kept| &kept.attributes)
    }

    /// The value of the attribute of that namespace (empty for none) and local name.
    pub fn attribute(&self, namespace: &str, name: &str) -> Option<&str> {
        self.attributes()
            .iter()
            .find(|attribute| attribute.name() == name && attribute.namespace() == namespace)
            .map(ExtraAttribute::value)
    }

    /// The children, in document order.
    pub fn children(&self) -> &[Element] {
        self.0.as_ref().map_or(&[], |kept| &kept.children)
    }

    /// Adds what was found inside a child element that is no struct.
    pub(crate) fn push_inside(&mut self, inside: Inside) {
        let notes = &mut self.kept().inside;
        notes.entry(inside.occurrence).or_default().push(inside);
    }

    /// Says where the first children stood.
    pub(crate) fn place(&mut self, places: Vec<Place>) {
        if !places.is_empty() {
            self.kept().places = places;
        }
    }

    /// Whether nothing at all is kept, not even an order.
    pub(crate) const fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// Says in which order all children came.
    pub(crate) fn set_order(&mut self, order: Order) {
        self.kept().order = order;
    }

    /// The order in which all children came, where it is not that of the fields.
    pub(crate) fn order(&self) -> Option<&[u16]> {
        let kept = self.0.as_ref()?;
        (!kept.order.is_empty()).then_some(&*kept.order)
    }

    /// The children that stood behind those of a field.
    pub(crate) fn between(&self, field: usize) -> Between<'_> {
        match &self.0 {
            Some(kept) => Between::new(&kept.children, &kept.places, field),
            None => Between::NOTHING,
        }
    }

    /// What is kept for one value of a field, counted from 0.
    pub(crate) fn around(&self, occurrence: usize) -> Around<'_> {
        match &self.0 {
            Some(kept) => {
                let notes = kept.inside.get(&occurrence);
                notes.map_or(Around::NOTHING, |notes| Around::new(notes))
            }
            None => Around::NOTHING,
        }
    }

    /// Writes the attributes into the start tag just opened.
    pub(crate) fn write_attributes(&self, writer: &mut Writer) {
        for attribute in self.attributes() {
            attribute.write(writer);
        }
    }

    /// Writes the children that stood before all that fields hold.
    pub(crate) fn write_first_children(&self, writer: &mut Writer) {
        if let Some(kept) = &self.0 {
            between::write_first(&kept.children, &kept.places, writer);
        }
    }

    /// Writes one of the children.
    pub(crate) fn write_child(&self, number: usize, writer: &mut Writer) {
        if let Some(child) = self.children().get(number) {
            child.to_xml(writer);
        }
    }

    /// Writes the children that stood behind all that fields hold.
    pub(crate) fn write_last_children(&self, writer: &mut Writer) {
        if let Some(kept) = &self.0 {
            let last = kept.children.get(kept.places.len()..).unwrap_or_default();
            last.iter().for_each(|child| child.to_xml(writer));
        }
    }

    fn kept(&mut self) -> &mut Kept {
        self.0.get_or_insert_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_extra_costs_one_pointer() {
        assert_eq!(size_of::<Extra>(), size_of::<usize>());
    }
}
