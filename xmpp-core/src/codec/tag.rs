//! A child element with its name at hand.

use super::Namespace;
use crate::xml::Node;

/// An element, with the two halves of its name looked up once for all that ask for them.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'t> {
    /// The element.
    pub node: Node<'t>,
    /// The namespace name, empty for none.
    pub namespace: &'t str,
    /// The local name.
    pub name: &'t str,
}

impl<'t> Tag<'t> {
    /// The element with its name.
    #[inline]
    pub fn of(node: Node<'t>) -> Self {
        Self {
            node,
            namespace: node.namespace(),
            name: node.name(),
        }
    }

    /// Whether it is the element of that name.
    #[inline]
    pub fn is(self, namespace: Namespace, name: &str) -> bool {
        self.name == name && namespace.is(self.namespace)
    }
}
