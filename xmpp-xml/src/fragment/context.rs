//! What the names inside an element need from outside of it.

use crate::escape::push_attribute;
use crate::names::same;
use crate::node::declared_prefix;
use crate::tape::{Entry, Kind, PREFIXED};
use crate::{Attribute, Binding, Node};

/// The declarations that an element needs from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Context {
    /// In the order in which they are needed; the default namespace only where it is not empty.
    pub(crate) bindings: Box<[Binding]>,
    /// A name inside has no prefix and no default namespace declared for it inside: that of the place counts.
    pub(crate) inherits_default: bool,
}

impl Context {
    /// What the element needs. Usually nothing, which is known without looking inside.
    pub(crate) fn of(node: Node<'_>) -> Self {
        let mut context = Self::default();
        if node.is_self_contained() {
            return context;
        }
        let mut bindings = Vec::new();
        for_each_unbound(node, |prefix, namespace| {
            context.inherits_default |= prefix.is_empty();
            let known = |binding: &Binding| same(&binding.prefix, prefix);
            if !namespace.is_empty() && !bindings.iter().any(known) {
                bindings.push(Binding::new(prefix, namespace));
            }
        });
        context.bindings = bindings.into();
        context
    }
}

/// Appends ` xmlns:prefix='namespace'`.
pub(crate) fn push_declaration(out: &mut String, prefix: &str, namespace: &str) {
    if prefix.is_empty() {
        out.push_str(" xmlns='");
    } else {
        out.push_str(" xmlns:");
        out.push_str(prefix);
        out.push_str("='");
    }
    // Namespaces come from text that was read, or were checked: they have no character that XML cannot carry.
    let _ = push_attribute(out, namespace);
    out.push('\'');
}

/// Calls `found` with the prefix and namespace of each name inside `node` that is not bound inside.
fn for_each_unbound(node: Node<'_>, mut found: impl FnMut(&str, &str)) {
    let tape = node.tape();
    // Declarations in scope, and the index up to which they are.
    let mut declared: Vec<(u32, Entry)> = Vec::new();
    // Prefixes of values that were looked for outside.
    let mut of_values: Vec<&str> = Vec::new();
    for index in node.index()..node.entry().extent {
        let entry = tape.entry(index);
        match entry.kind() {
            Kind::Element => {
                while declared.last().is_some_and(|&(until, _)| until < index) {
                    declared.pop();
                }
                let mut own = Node::new(tape, index).declarations();
                while let Some(declaration) = own.next_entry() {
                    declared.push((entry.extent, declaration));
                }
            }
            Kind::Attribute if entry.has(PREFIXED) => {}
            _ => continue,
        }
        let (prefix, _) = tape.split_name(entry);
        let is_unbound = |prefix: &str| {
            let mut inside = declared.iter().rev();
            prefix != "xml" && !inside.any(|&(_, own)| same(declared_prefix(tape, own), prefix))
        };
        if is_unbound(prefix) {
            found(prefix, tape.namespace(entry));
        }
        // The value of `xsi:type` is a name too.
        if entry.kind() == Kind::Attribute
            && let Some(prefix) = Attribute::new(tape, index, node.index()).type_prefix()
            && is_unbound(prefix)
            && !of_values.contains(&prefix)
        {
            of_values.push(prefix);
            found(prefix, node.bound(prefix).unwrap_or_default());
        }
    }
}
