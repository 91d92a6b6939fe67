//! Reading elements.

use super::{Decoder, Refused, Tag};
use crate::xml::Node;

/// A type that reads from an element.
///
/// Derive it for structs that are elements and for enums that are a choice of elements.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no element",
    note = "derive `FromXml` for it; the text of a child element is `#[xml(text_of = \"name\")]`"
)]
pub trait FromXml: Sized {
    /// Whether the element is one of those that this type reads, by namespace and name.
    fn matches(node: Node<'_>) -> bool;

    /// Reads an element that [`matches`](Self::matches). Callers use [`decode`](crate::decode), which checks that first.
    ///
    /// # Errors
    /// [`Refused`] where the value cannot be made. The finding was reported before.
    fn from_xml(node: Node<'_>, decoder: &mut Decoder<'_>) -> Result<Self, Refused>;

    /// Whether the element, although [`matches`](Self::matches) does not know it, reads as the member of an open choice that
    /// stands for unknown ones (RFC 6120 §8.3.2: an unknown condition is an undefined one).
    fn matches_unknown(_node: Node<'_>) -> bool {
        false
    }

    /// [`matches`](Self::matches), of an element whose name was looked up already.
    #[doc(hidden)]
    fn takes(tag: Tag<'_>) -> bool {
        Self::matches(tag.node)
    }

    /// Which alternative of a choice the element is, counted from 0: what [`takes`](Self::takes) finds out, for who goes on to read it.
    #[doc(hidden)]
    #[inline]
    fn position(tag: Tag<'_>) -> Option<usize> {
        Self::takes(tag).then_some(0)
    }

    /// [`from_xml`](Self::from_xml), of an element whose [`position`](Self::position) is known.
    ///
    /// # Errors
    /// As there.
    #[doc(hidden)]
    #[inline]
    fn from_xml_at(
        _position: Option<usize>,
        node: Node<'_>,
        decoder: &mut Decoder<'_>,
    ) -> Result<Self, Refused> {
        Self::from_xml(node, decoder)
    }

    /// The names of the elements that this type reads, for findings. Several names are a choice.
    fn names() -> Vec<&'static str> {
        Vec::new()
    }
}

impl<T: FromXml> FromXml for Box<T> {
    fn matches(node: Node<'_>) -> bool {
        T::matches(node)
    }

    fn from_xml(node: Node<'_>, decoder: &mut Decoder<'_>) -> Result<Self, Refused> {
        T::from_xml(node, decoder).map(Self::new)
    }

    fn matches_unknown(node: Node<'_>) -> bool {
        T::matches_unknown(node)
    }

    fn takes(tag: Tag<'_>) -> bool {
        T::takes(tag)
    }

    fn position(tag: Tag<'_>) -> Option<usize> {
        T::position(tag)
    }

    fn from_xml_at(
        position: Option<usize>,
        node: Node<'_>,
        decoder: &mut Decoder<'_>,
    ) -> Result<Self, Refused> {
        T::from_xml_at(position, node, decoder).map(Self::new)
    }

    fn names() -> Vec<&'static str> {
        T::names()
    }
}

/// A type that reads from an element and may borrow from its tape: the borrowed form of a type, such as `MessageRef<'_>`, or
/// the type itself.
///
/// The derive of [`FromXml`] implements it. Callers use [`decode_ref`](crate::decode_ref).
pub trait FromNode<'t>: Sized {
    /// The form that owns what it holds, which reads from the same elements.
    type Owned: FromXml;

    /// Reads an element that the type takes.
    ///
    /// # Errors
    /// [`Refused`] where the value cannot be made. The finding was reported before.
    fn from_node(node: Node<'t>, decoder: &mut Decoder<'_>) -> Result<Self, Refused>;

    /// The same, of an element whose [`position`](FromXml::position) is known.
    ///
    /// # Errors
    /// As there.
    #[doc(hidden)]
    #[inline]
    fn from_node_at(
        _position: Option<usize>,
        node: Node<'t>,
        decoder: &mut Decoder<'_>,
    ) -> Result<Self, Refused> {
        Self::from_node(node, decoder)
    }
}

impl<'t, T: FromNode<'t>> FromNode<'t> for Box<T> {
    type Owned = T::Owned;

    fn from_node(node: Node<'t>, decoder: &mut Decoder<'_>) -> Result<Self, Refused> {
        T::from_node(node, decoder).map(Self::new)
    }

    fn from_node_at(
        position: Option<usize>,
        node: Node<'t>,
        decoder: &mut Decoder<'_>,
    ) -> Result<Self, Refused> {
        T::from_node_at(position, node, decoder).map(Self::new)
    }
}
