//! The way from the root to an element or attribute, for people.

use crate::{Attribute, Node};
use std::fmt::Write;

pub(super) fn of_element(target: Node<'_>) -> String {
    let mut node = Node::new(target.tape(), 0);
    let mut path = node.name().to_owned();
    while node.index() != target.index() {
        // The child whose subtree holds the target. Found by skipping subtrees, so no parent is stored for this.
        let Some(child) = node
            .elements()
            .find(|child| child.entry().extent > target.index())
        else {
            break;
        };
        push_step(&mut path, node, child);
        node = child;
    }
    path
}

pub(super) fn of_attribute(attribute: Attribute<'_>) -> String {
    format!(
        "{}/@{}",
        of_element(attribute.element()),
        attribute.qualified_name()
    )
}

fn push_step(path: &mut String, parent: Node<'_>, child: Node<'_>) {
    let namesakes = || {
        parent
            .elements()
            .filter(move |sibling| sibling.name() == child.name())
    };
    path.push('/');
    path.push_str(child.name());
    if namesakes().nth(1).is_some() {
        let before = namesakes()
            .take_while(|sibling| sibling.index() < child.index())
            .count();
        let _ = write!(path, "[{}]", before + 1);
    }
}
