//! A child element with its name at hand.

use super::Namespace;
use crate::xml::{KnownName, NameKey, Node};

/// An element, with its name looked up once for all that ask for it.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'t> {
    /// The element.
    pub node: Node<'t>,
    /// What its local name is told by.
    key: NameKey,
}

impl<'t> Tag<'t> {
    /// The element with its name.
    #[inline]
    pub fn of(node: Node<'t>) -> Self {
        Self {
            node,
            key: node.name_key(),
        }
    }

    /// How many bytes its local name has.
    #[inline(always)]
    pub const fn name_length(self) -> u16 {
        self.key.length()
    }

    /// Whether it has that local name.
    #[inline(always)]
    pub fn is_named(self, name: KnownName) -> bool {
        self.node.is_named(self.key, name)
    }

    /// The namespace name, empty for none.
    #[inline]
    pub fn namespace(self) -> &'t str {
        self.node.namespace()
    }

    /// Whether it is the element of that name.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is(self, namespace: Namespace, name: KnownName) -> bool {
        self.is_named(name) && namespace.is_of(self.node)
    }
}
