//! The namespace of a type: one, or the family of content namespaces.

use crate::xml::{Node, is_content_namespace};

/// The namespace that a type, or a child element of it, is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// This one; empty for none.
    Of(&'static str),
    /// Any of the content namespaces, whichever the stream has (RFC 6120 §4.8.2).
    Content,
}

impl Namespace {
    /// Whether this is the namespace meant.
    #[inline]
    pub fn is(self, namespace: &str) -> bool {
        match self {
            Self::Of(name) => name == namespace,
            Self::Content => is_content_namespace(namespace),
        }
    }

    /// Whether the element is in this namespace.
    #[inline]
    pub fn is_of(self, node: Node<'_>) -> bool {
        match self {
            Self::Of(name) => node.is_in(name),
            Self::Content => node.is_in_content(),
        }
    }

    /// Whether the element has this namespace and that local name.
    #[inline]
    pub fn is_element(self, node: Node<'_>, name: &str) -> bool {
        node.name() == name && self.is(node.namespace())
    }
}
