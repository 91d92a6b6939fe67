//! The tree of a document of general XML.

use super::{Attribute, Kind, Part, Tree, narrow, wide};
use crate::parse::XSD;
use crate::parse::construct::Construct;
use crate::parse::known::{is_known, slot};
use roxmltree::NodeType;
use std::ops::Range;

impl<'i> Tree<'i> {
    /// The tree of a document of general XML.
    pub(in crate::parse) fn of_general(document: &'i roxmltree::Document<'i>, text: &str) -> Self {
        let mut tree = Self::default();
        let mut numbers = Vec::new();
        for node in document.root_element().descendants() {
            let (kind, construct, name) = match node.node_type() {
                NodeType::Element => {
                    let (name, namespace) = (node.tag_name().name(), node.tag_name().namespace());
                    let construct = Construct::of(name);
                    let kind = Kind::of(namespace == Some(XSD), namespace, construct);
                    (kind, construct, name)
                }
                NodeType::Text => {
                    let text = node.text().unwrap_or_default();
                    (Kind::Text, Construct::Other, text)
                }
                _ => continue,
            };
            tree.elements += usize::from(construct == Construct::Element);
            let range = node.range();
            let tag = match kind {
                Kind::Text => None,
                _ => crate::parse::tags::end_of_tag(&text[range.clone()]),
            };
            let attributes = narrow(tree.attributes.len());
            tree.attributes
                .extend(node.attributes().map(|one| Attribute::of_general(&one)));
            let parent = node
                .parent()
                .and_then(|parent| numbers.get(parent.id().get_usize()).copied());
            let scope = tree.general_scope(node, parent);
            let index = narrow(tree.parts.len());
            numbers.resize(node.id().get_usize(), index); // of comments, that nothing is in
            numbers.push(index);
            let (marks, is_strange) = tree.marks(attributes);
            tree.parts.push(Part {
                kind,
                construct,
                name,
                namespace: node.tag_name().namespace(),
                attributes: attributes..narrow(tree.attributes.len()),
                marks,
                is_strange,
                has_more: false,
                scope,
                parent,
                next: index + 1,
                range: narrow(range.start)
                    ..narrow(tag.map_or(range.end, |length| range.start + length)),
            });
        }
        tree.settled()
    }

    /// What is behind the descendants of each part: it is behind its last child's.
    fn settled(mut self) -> Self {
        for at in (0..self.parts.len()).rev() {
            let next = self.parts[at].next;
            let is_more = self.parts[at].kind != Kind::Construct;
            if let Some(parent) = self.parts[at].parent {
                let parent = &mut self.parts[parent as usize];
                parent.next = parent.next.max(next);
                parent.has_more |= is_more;
            }
        }
        self
    }

    /// The marks of the attributes from that one on, and whether one of them is none that XML Schema knows.
    fn marks(&self, first: u32) -> (u64, bool) {
        let mut found = (0, false);
        for one in &self.attributes[first as usize..] {
            found.0 |= 1 << one.slot;
            found.1 |= one.namespace.is_some() || !is_known(one.slot, one.name);
        }
        found
    }

    /// The namespaces in scope of a node: the parent's where it declares none.
    fn general_scope(&mut self, node: roxmltree::Node<'i, 'i>, parent: Option<u32>) -> Range<u32> {
        let found = node.namespaces().map(|one| (one.name(), one.uri()));
        if let Some(parent) = parent {
            let outer = self.parts[parent as usize].scope.clone();
            if found.clone().eq(self.scopes[wide(&outer)].iter().copied()) {
                return outer;
            }
        }
        let start = narrow(self.scopes.len());
        self.scopes.extend(found);
        start..narrow(self.scopes.len())
    }
}

impl<'i> Attribute<'i> {
    fn of_general(one: &roxmltree::Attribute<'i, 'i>) -> Self {
        let narrow_range = |range: Range<usize>| narrow(range.start)..narrow(range.end);
        Self {
            name: one.name(),
            slot: slot(one.name()),
            namespace: one.namespace(),
            value: one.value(),
            qualified_name: narrow_range(one.range_qname()),
            value_range: narrow_range(one.range_value()),
        }
    }
}
