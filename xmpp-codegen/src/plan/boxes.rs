//! Recursive types: where one would contain itself without end, a field is boxed.

use super::item::{Cardinality, Item, Module, TypeRef, VariantContent};
use std::collections::{BTreeMap, BTreeSet};

/// A type: index of its module, name.
type Node = (usize, String);

/// Boxes the fields and variants by which a type would hold itself directly.
pub(super) fn box_recursion(modules: &mut [Module]) {
    let mut edges = Edges::new(modules);
    for at in 0..modules.len() {
        let mut items = std::mem::take(&mut modules[at].items);
        for item in &mut items {
            let from = (at, item.name().to_owned());
            for (type_, boxed) in direct(item) {
                let to = edges.node(at, type_);
                if to.is_some_and(|to| edges.reaches(&to, &from)) {
                    *boxed = true;
                    edges.cut(&from, at, type_);
                }
            }
        }
        modules[at].items = items;
    }
}

struct Edges {
    paths: BTreeMap<String, usize>,
    targets: BTreeMap<Node, Vec<Node>>,
}

impl Edges {
    fn new(modules: &mut [Module]) -> Self {
        let mut paths = BTreeMap::new();
        for (at, module) in modules.iter().enumerate() {
            paths.insert(module.name.clone(), at);
        }
        let mut edges = Self {
            paths,
            targets: BTreeMap::new(),
        };
        for (at, module) in modules.iter_mut().enumerate() {
            for item in &mut module.items {
                let from = (at, item.name().to_owned());
                let targets = direct(item).into_iter().filter_map(|(type_, _)| edges.node(at, type_)).collect();
                edges.targets.insert(from, targets);
            }
        }
        edges
    }

    fn node(&self, at: usize, type_: &TypeRef) -> Option<Node> {
        match type_ {
            TypeRef::Local(name) => Some((at, name.clone())),
            TypeRef::Foreign { module, name } => {
                let module = module.rsplit("::").next().unwrap_or(module);
                self.paths.get(module).map(|at| (*at, name.clone()))
            }
            _ => None,
        }
    }

    fn reaches(&self, from: &Node, wanted: &Node) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            if node == wanted {
                return true;
            }
            if seen.insert(node) {
                open.extend(self.targets.get(node).into_iter().flatten());
            }
        }
        false
    }

    fn cut(&mut self, from: &Node, at: usize, type_: &TypeRef) {
        let target = self.node(at, type_);
        if let (Some(target), Some(targets)) = (target, self.targets.get_mut(from)) {
            if let Some(found) = targets.iter().position(|known| *known == target) {
                targets.remove(found);
            }
        }
    }
}

/// The types that an item holds without indirection.
fn direct(item: &mut Item) -> Vec<(&TypeRef, &mut bool)> {
    match item {
        Item::Struct(item) => item
            .fields
            .iter_mut()
            .filter_map(|field| match &mut field.cardinality {
                Cardinality::One { boxed } | Cardinality::Optional { boxed } => Some((&field.type_, boxed)),
                Cardinality::Many { .. } => None,
            })
            .collect(),
        Item::Choice(item) => item
            .variants
            .iter_mut()
            .filter_map(|variant| match &mut variant.content {
                VariantContent::Child { type_, boxed } => Some((&*type_, boxed)),
                VariantContent::Unit | VariantContent::Text(_) => None,
            })
            .collect(),
        Item::Values(_) | Item::Newtype(_) => Vec::new(),
    }
}
