//! Whether two elements mean the same, without recursion.

use crate::node::ContentIter;
use crate::{Attribute, Content, Node};

/// Compares names, attributes in any order, text and the order of content.
pub(super) fn same_infoset<'t>(left: Node<'t>, right: Node<'t>) -> bool {
    if !same_tag(left, right) {
        return false;
    }
    let mut open: Vec<(ContentIter<'t>, ContentIter<'t>)> = vec![(left.content(), right.content())];
    while let Some((left, right)) = open.last_mut() {
        match (left.next(), right.next()) {
            (None, None) => {
                open.pop();
            }
            (Some(Content::Text(left)), Some(Content::Text(right))) => {
                if left.value() != right.value() {
                    return false;
                }
            }
            (Some(Content::Element(left)), Some(Content::Element(right))) => {
                if !same_tag(left, right) {
                    return false;
                }
                open.push((left.content(), right.content()));
            }
            _ => return false,
        }
    }
    true
}

fn same_tag(left: Node<'_>, right: Node<'_>) -> bool {
    if left.name() != right.name() || left.namespace() != right.namespace() {
        return false;
    }
    let (left, right) = (sorted(left), sorted(right));
    left.len() == right.len()
        && left
            .iter()
            .zip(&right)
            .all(|(left, right)| key(*left) == key(*right) && left.value() == right.value())
}

fn sorted(node: Node<'_>) -> Vec<Attribute<'_>> {
    let mut attributes: Vec<_> = node.attributes().collect();
    attributes.sort_by_key(|attribute| key(*attribute));
    attributes
}

fn key(attribute: Attribute<'_>) -> (&str, &str) {
    (attribute.name(), attribute.namespace())
}
