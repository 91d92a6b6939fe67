//! `xs:unique`, `xs:key` and `xs:keyref` while a document is walked (XSD part 1 §3.11.4, §3.11.5).

use super::references::MOST;
use crate::model::identity::{Constraint, Kind, NameTest, Path, Selection};
use crate::model::{ConstraintId, Model};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The constraints that are being judged.
#[derive(Debug)]
pub(super) struct Identity<'m, N> {
    model: &'m Model,
    scopes: Vec<Scope<'m, N>>,
    /// Keys that a reference further out may ask for, by the depth of the element that holds them.
    tables: Vec<(usize, ConstraintId, Table)>,
    kept: usize,
}

/// A constraint at the element that has it.
#[derive(Debug)]
struct Scope<'m, N> {
    id: ConstraintId,
    constraint: &'m Constraint,
    depth: usize,
    table: Table,
    /// For an `xs:keyref`: what must be found.
    wanted: Vec<(String, N)>,
    /// Elements that the selector leads to and that are not yet at their end.
    open: Vec<Open<N>>,
}

/// Elements by the values of their fields; `None` for values that several have, which therefore identify none.
type Table = HashMap<String, Option<u32>>;

/// An element that is selected.
#[derive(Debug)]
struct Open<N> {
    depth: usize,
    element: u32,
    node: N,
    fields: Vec<Field>,
}

/// A field of a selected element.
#[derive(Clone, Debug, Default)]
enum Field {
    #[default]
    Absent,
    Value(String),
    /// Several values, or none that is simple; this was reported.
    Wrong,
}

/// What is wrong with the keys of a document.
#[derive(Debug)]
pub(super) enum Broken<'m, N> {
    Duplicate(&'m Constraint, N),
    Absent(&'m Constraint, N),
    NotOne(&'m Constraint, N),
    NotSimple(&'m Constraint, N),
    Nillable(&'m Constraint, N),
    Unresolved(&'m Constraint, N),
    TooMany,
}

/// A field that an element is, to be answered with its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    scope: usize,
    open: usize,
    field: usize,
}

/// A value of a field.
#[derive(Debug)]
pub(super) enum Value {
    Key(String),
    Nothing,
    NotSimple,
}

impl<'m, N: Copy> Identity<'m, N> {
    pub(super) const fn new(model: &'m Model) -> Self {
        Self {
            model,
            scopes: Vec::new(),
            tables: Vec::new(),
            kept: 0,
        }
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_idle(&self) -> bool {
        self.scopes.is_empty()
    }

    /// Begins the constraints of an element.
    pub(super) fn begin(&mut self, constraints: &[ConstraintId], depth: usize) {
        for &id in constraints {
            self.scopes.push(Scope {
                id,
                constraint: &self.model[id],
                depth,
                table: Table::new(),
                wanted: Vec::new(),
                open: Vec::new(),
            });
        }
    }

    /// An element begins, the names of those around it and its own being given: selects it where a selector leads to it, and
    /// returns the fields that it or its attributes are, the latter with the attribute's name.
    pub(super) fn element(
        &mut self,
        names: &[(&str, &str)],
        element: u32,
        node: N,
    ) -> Vec<(Wanted, Option<&'m NameTest>)> {
        let depth = names.len() - 1;
        let mut wanted = Vec::new();
        for (at, scope) in self.scopes.iter_mut().enumerate() {
            let below = &names[scope.depth + 1..];
            if leads_to(&scope.constraint.selector, below) {
                scope.open.push(Open {
                    depth,
                    element,
                    node,
                    fields: vec![Field::Absent; scope.constraint.fields.len()],
                });
            }
            for (open_at, open) in scope.open.iter().enumerate() {
                let below = &names[open.depth + 1..];
                for (field, selection) in scope.constraint.fields.iter().enumerate() {
                    for path in selection.paths.iter().filter(|path| matches(path, below)) {
                        let place = Wanted {
                            scope: at,
                            open: open_at,
                            field,
                        };
                        let known = |(other, attribute): &(Wanted, Option<&NameTest>)| {
                            other.scope == at
                                && other.open == open_at
                                && other.field == field
                                && *attribute == path.attribute.as_ref()
                        };
                        if !wanted.iter().any(known) {
                            wanted.push((place, path.attribute.as_ref()));
                        }
                    }
                }
            }
        }
        wanted
    }

    /// Gives the value of a field.
    pub(super) fn value(
        &mut self,
        wanted: Wanted,
        value: Value,
        is_nillable: bool,
        node: N,
    ) -> Option<Broken<'m, N>> {
        let scope = self.scopes.get_mut(wanted.scope)?;
        let field = scope
            .open
            .get_mut(wanted.open)?
            .fields
            .get_mut(wanted.field)?;
        if is_nillable && scope.constraint.kind == Kind::Key {
            *field = Field::Wrong;
            return Some(Broken::Nillable(scope.constraint, node));
        }
        match (&field, value) {
            (Field::Wrong, _) | (_, Value::Nothing) => None,
            (_, Value::NotSimple) => {
                *field = Field::Wrong;
                Some(Broken::NotSimple(scope.constraint, node))
            }
            (Field::Absent, Value::Key(key)) => {
                *field = Field::Value(key);
                None
            }
            (Field::Value(_), Value::Key(_)) => {
                *field = Field::Wrong;
                Some(Broken::NotOne(scope.constraint, node))
            }
        }
    }

    /// An element ends: enters it where it was selected, and ends its own constraints.
    pub(super) fn end(
        &mut self,
        depth: usize,
        is_referred: impl Fn(ConstraintId) -> bool,
    ) -> Vec<Broken<'m, N>> {
        let mut broken = Vec::new();
        for scope in &mut self.scopes {
            while scope.open.last().is_some_and(|open| open.depth == depth) {
                if let Some(open) = scope.open.pop() {
                    self.kept += 1;
                    match self.kept {
                        0..=MOST => broken.extend(scope.enter(open)),
                        kept if kept == MOST + 1 => broken.push(Broken::TooMany),
                        _ => {}
                    }
                }
            }
        }
        // Keys before the references to them, whichever stands first in the schema.
        let own = self.scopes.iter().position(|scope| scope.depth == depth);
        let ending = self.scopes.split_off(own.unwrap_or(self.scopes.len()));
        let (references, keys): (Vec<_>, Vec<_>) = ending
            .into_iter()
            .partition(|scope| matches!(scope.constraint.kind, Kind::KeyRef(_)));
        for scope in keys {
            if is_referred(scope.id) {
                self.merge(depth, scope.id, scope.table, true);
            }
        }
        let is_full = self.kept > MOST;
        for scope in references.into_iter().filter(|_| !is_full) {
            let Kind::KeyRef(refer) = scope.constraint.kind else {
                continue;
            };
            let table = self
                .tables
                .iter()
                .find(|(at, id, _)| *at == depth && *id == refer)
                .map(|(_, _, table)| table);
            for (key, node) in scope.wanted {
                if !table.is_some_and(|table| matches!(table.get(&key), Some(Some(_)))) {
                    broken.push(Broken::Unresolved(scope.constraint, node));
                }
            }
        }
        self.hand_up(depth);
        broken
    }

    /// The keys in an element are also keys in the one around it, as far as they are not ambiguous there.
    fn hand_up(&mut self, depth: usize) {
        let first = self.tables.iter().position(|(at, ..)| *at == depth);
        let tables = self.tables.split_off(first.unwrap_or(self.tables.len()));
        if depth == 0 || self.scopes.is_empty() {
            return; // nobody further out can refer to them
        }
        for (_, id, table) in tables {
            self.merge(depth - 1, id, table, false);
        }
    }

    fn merge(&mut self, depth: usize, id: ConstraintId, mut table: Table, own: bool) {
        let known = self
            .tables
            .iter_mut()
            .find(|(at, known, _)| *at == depth && *known == id);
        let Some((_, _, known)) = known else {
            self.tables.push((depth, id, table));
            return;
        };
        if own {
            // What is the element's own outdoes what its children bring.
            std::mem::swap(known, &mut table);
            #[expect(clippy::iter_over_hash_type, reason = "each key is entered once")]
            for (key, element) in table {
                known.entry(key).or_insert(element);
            }
            return;
        }
        if table.len() > known.len() {
            std::mem::swap(known, &mut table);
        }
        // The order does not matter: whatever is in both identifies nothing.
        #[expect(
            clippy::iter_over_hash_type,
            reason = "the outcome is the same in any order"
        )]
        for (key, element) in table {
            match known.entry(key) {
                Entry::Vacant(vacant) => drop(vacant.insert(element)),
                Entry::Occupied(mut occupied) if *occupied.get() != element => {
                    occupied.insert(None);
                }
                Entry::Occupied(_) => {}
            }
        }
    }
}

impl<'m, N: Copy> Scope<'m, N> {
    /// Enters an element that was selected, whose fields are all known.
    fn enter(&mut self, open: Open<N>) -> Option<Broken<'m, N>> {
        let mut key = String::new();
        for field in &open.fields {
            match field {
                Field::Value(value) => {
                    // The length in front, so that values do not run into each other.
                    key.push_str(&format!("{}:{value}", value.len()));
                }
                Field::Absent if self.constraint.kind == Kind::Key => {
                    return Some(Broken::Absent(self.constraint, open.node));
                }
                Field::Absent | Field::Wrong => return None,
            }
        }
        if let Kind::KeyRef(_) = self.constraint.kind {
            self.wanted.push((key, open.node));
            return None;
        }
        match self.table.insert(key, Some(open.element)) {
            Some(_) => Some(Broken::Duplicate(self.constraint, open.node)),
            None => None,
        }
    }
}

fn leads_to(selection: &Selection, below: &[(&str, &str)]) -> bool {
    selection.paths.iter().any(|path| matches(path, below))
}

/// Whether the steps of a path lead over these elements to the last of them.
fn matches(path: &Path, below: &[(&str, &str)]) -> bool {
    let Some(ahead) = below.len().checked_sub(path.steps.len()) else {
        return false;
    };
    (ahead == 0 || path.anywhere)
        && path
            .steps
            .iter()
            .zip(&below[ahead..])
            .all(|(step, (namespace, local))| step.admits(namespace, local))
}
