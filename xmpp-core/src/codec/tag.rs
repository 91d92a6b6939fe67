//! A child element with its name at hand.

use super::Namespace;
use crate::xml::Node;

/// An element, with its name looked up once for all that ask for it.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'t> {
    /// The element.
    pub node: Node<'t>,
    name: &'t [u8],
}

impl<'t> Tag<'t> {
    /// The element with its name.
    #[inline]
    pub fn of(node: Node<'t>) -> Self {
        Self {
            node,
            name: node.name_bytes(),
        }
    }

    /// The local name, as bytes: nobody who compares it asks where characters begin.
    #[inline]
    pub const fn name(self) -> &'t [u8] {
        self.name
    }

    /// The namespace name, empty for none.
    #[inline]
    pub fn namespace(self) -> &'t str {
        self.node.namespace()
    }

    /// Whether it is the element of that name.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is(self, namespace: Namespace, name: &str) -> bool {
        self.name == name.as_bytes() && namespace.is_of(self.node)
    }
}
