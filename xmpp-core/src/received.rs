//! Stanzas as they came.

use crate::xml::{Node, Writer};
use crate::{Element, Findings, FromXml, Jid, decode};
use std::ops::Deref;

/// A value that was read, and the bytes it was read from.
///
/// Who forwards a stanza forwards its bytes ([`forward`](Self::forward)); who changes it takes the value
/// ([`into_value`](Self::into_value)) and writes that. The value cannot be changed in place, so bytes and value always say
/// the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received<T> {
    value: T,
    element: Element,
}

impl<T> Received<T> {
    /// Reads a value leniently and keeps the bytes; see [`decode`].
    pub fn read(node: Node<'_>, findings: &mut impl Findings) -> Option<Self>
    where
        T: FromXml,
    {
        let value = decode(node, findings)?;
        Some(Self {
            value,
            element: Element::from(node),
        })
    }

    /// The value.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// The bytes as an element.
    pub const fn element(&self) -> &Element {
        &self.element
    }

    /// The value alone, to change it.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Value and bytes.
    pub fn into_parts(self) -> (T, Element) {
        (self.value, self.element)
    }

    /// Writes the bytes with this `from` in place of the one that is there, which a server must stamp (RFC 6120 §8.1.2.1).
    /// Without one, the `from` that is there stays.
    ///
    /// On a stream of another content namespace the stanza's own elements change to it (RFC 6120 §4.8.3). Nothing else does.
    pub fn forward(&self, from: Option<&Jid>, writer: &mut Writer) {
        writer.forward_fragment(self.element.as_fragment(), from.map(Jid::as_str));
    }
}

impl<T> Deref for Received<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
