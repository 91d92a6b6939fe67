//! Boxes: where a type would contain itself without end, or an enum would be as large as its largest variant.

use super::item::{Cardinality, Item, Module, TypeRef, VariantContent};
use std::collections::{BTreeMap, BTreeSet};

/// A type: index of its module, name.
type Node = (usize, String);

/// Larger variants than this many bytes are boxed, lest every value of the enum be as large.
const LARGE: usize = 160;

/// Boxes the fields and variants by which a type would hold itself directly, and large variants.
/// Variants come first, since a box there keeps the enum small as well.
pub(super) fn box_types(modules: &mut [Module]) {
    let mut edges = Edges::new(modules);
    for choices in [true, false] {
        for (at, module) in modules.iter_mut().enumerate() {
            for item in &mut module.items {
                if matches!(item, Item::Choice(_)) == choices {
                    edges.break_cycles(at, item);
                }
            }
        }
    }
    let sizes = sizes(modules, &edges);
    for (at, module) in modules.iter_mut().enumerate() {
        for item in module
            .items
            .iter_mut()
            .filter(|item| matches!(item, Item::Choice(_)))
        {
            for (type_, boxed) in direct(item) {
                let size = edges.node(at, type_).and_then(|node| sizes.get(&node));
                *boxed |= size.is_some_and(|size| *size > LARGE);
            }
        }
    }
}

/// About how many bytes each type takes, once cycles are broken.
fn sizes(modules: &mut [Module], edges: &Edges) -> BTreeMap<Node, usize> {
    let mut sizes = BTreeMap::new();
    // Each round settles the types that only hold settled ones.
    for _ in 0..ROUNDS {
        let before = sizes.clone();
        for (at, module) in modules.iter_mut().enumerate() {
            for item in &mut module.items {
                let node = (at, item.name().to_owned());
                let held: Vec<usize> = held(item)
                    .into_iter()
                    .map(|type_| {
                        edges.node(at, type_).map_or_else(
                            || plain_size(type_),
                            |node| *before.get(&node).unwrap_or(&WORD),
                        )
                    })
                    .collect();
                let size = match item {
                    Item::Struct(item) => {
                        held.iter().sum::<usize>()
                            + 3 * WORD * item.fields.len().saturating_sub(held.len())
                            + WORD
                    }
                    Item::Choice(_) => held.iter().max().copied().unwrap_or(0) + WORD,
                    Item::Values(_) => 1,
                    Item::Newtype(item) => plain_size(&item.type_),
                };
                sizes.insert(node, size);
            }
        }
        if sizes == before {
            break;
        }
    }
    sizes
}

const ROUNDS: usize = 16;

/// A pointer, or anything as small.
const WORD: usize = 8;

fn plain_size(type_: &TypeRef) -> usize {
    match type_ {
        TypeRef::Plain(
            "bool" | "i8" | "u8" | "i16" | "u16" | "i32" | "u32" | "f32" | "i64" | "u64" | "f64",
        ) => WORD,
        TypeRef::Standard(_) => WORD,
        TypeRef::Plain(_) | TypeRef::List(_) | TypeRef::Mixed(_) | TypeRef::Local(_) => 3 * WORD,
        TypeRef::Runtime(_) => 4 * WORD,
        TypeRef::Foreign { .. } => 12 * WORD,
    }
}

/// The types that an item holds, boxes and vectors left out.
fn held(item: &mut Item) -> Vec<&TypeRef> {
    direct(item)
        .into_iter()
        .filter(|(_, boxed)| !**boxed)
        .map(|(type_, _)| type_)
        .collect()
}

struct Edges {
    paths: BTreeMap<String, usize>,
    targets: BTreeMap<Node, Vec<Node>>,
}

impl Edges {
    fn new(modules: &mut [Module]) -> Self {
        let mut paths = BTreeMap::new();
        for (at, module) in modules.iter().enumerate() {
            paths.insert(module.path.clone(), at);
        }
        let mut edges = Self {
            paths,
            targets: BTreeMap::new(),
        };
        for (at, module) in modules.iter_mut().enumerate() {
            for item in &mut module.items {
                let from = (at, item.name().to_owned());
                let targets = direct(item)
                    .into_iter()
                    .filter_map(|(type_, _)| edges.node(at, type_))
                    .collect();
                edges.targets.insert(from, targets);
            }
        }
        edges.prune();
        edges
    }

    /// Drops the types that are part of no cycle, so that only few are searched: those that hold nothing, then those that
    /// hold only dropped ones.
    fn prune(&mut self) {
        let mut holders: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
        for (from, targets) in &self.targets {
            for target in targets {
                holders
                    .entry(target.clone())
                    .or_default()
                    .push(from.clone());
            }
        }
        let mut open: Vec<Node> = self
            .targets
            .iter()
            .filter(|(_, targets)| targets.is_empty())
            .map(|(node, _)| node.clone())
            .collect();
        while let Some(node) = open.pop() {
            self.targets.remove(&node);
            for holder in holders.remove(&node).unwrap_or_default() {
                if let Some(targets) = self.targets.get_mut(&holder) {
                    targets.retain(|target| *target != node);
                    if targets.is_empty() {
                        open.push(holder);
                    }
                }
            }
        }
    }

    fn node(&self, at: usize, type_: &TypeRef) -> Option<Node> {
        match type_ {
            TypeRef::Local(name) => Some((at, name.clone())),
            TypeRef::Foreign { module, name } => {
                self.paths.get(module).map(|at| (*at, name.clone()))
            }
            _ => None,
        }
    }

    fn reaches(&self, from: &Node, wanted: &Node) -> bool {
        if !self.targets.contains_key(wanted) {
            return false;
        }
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

    fn break_cycles(&mut self, at: usize, item: &mut Item) {
        let from = (at, item.name().to_owned());
        for (type_, boxed) in direct(item) {
            let to = self.node(at, type_);
            if to.is_some_and(|to| self.reaches(&to, &from)) {
                *boxed = true;
                self.cut(&from, at, type_);
            }
        }
    }

    fn cut(&mut self, from: &Node, at: usize, type_: &TypeRef) {
        let target = self.node(at, type_);
        if let (Some(target), Some(targets)) = (target, self.targets.get_mut(from))
            && let Some(found) = targets.iter().position(|known| *known == target)
        {
            targets.remove(found);
        }
    }
}

/// The types that an item holds without indirection, each with what says that there is one after all.
fn direct(item: &mut Item) -> Vec<(&TypeRef, &mut bool)> {
    match item {
        Item::Struct(item) => item
            .fields
            .iter_mut()
            .filter_map(|field| match &mut field.cardinality {
                Cardinality::One { boxed } | Cardinality::Optional { boxed } => {
                    Some((&field.type_, boxed))
                }
                Cardinality::Many { apart: true, .. } => None,
                Cardinality::Many { apart, .. } => Some((&field.type_, apart)),
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
