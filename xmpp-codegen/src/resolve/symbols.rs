//! The global components, numbered and found by name.

use super::compose::Composed;
use crate::diagnostic::Diagnostic;
use crate::model::{
    AttributeId, ComplexTypeId, ElementId, GroupId, Name, SimpleTypeId, Text, is_same,
};
use crate::parse::schema::{Component, Document};
use crate::rule::{Near, duplicate_component, invalid_redefinition};
use crate::source::Span;
use foldhash::fast::RandomState;
use std::collections::hash_map;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};

/// The kinds of name: a type and an element may share one (XSD part 1 §2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Type,
    Element,
    Attribute,
    Group,
    AttributeGroup,
    Notation,
}

impl Space {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Element => "element",
            Self::Attribute => "attribute",
            Self::Group => "group",
            Self::AttributeGroup => "attribute group",
            Self::Notation => "notation",
        }
    }
}

/// A global component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Element(ElementId),
    Attribute(AttributeId),
    Simple(SimpleTypeId),
    Complex(ComplexTypeId),
    Group(GroupId),
    AttributeGroup(usize),
    Notation,
}

/// A name's component, and the schema that it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbol {
    pub(super) unit: usize,
    pub(super) target: Target,
    document: usize,
    span: Span,
}

/// The components of a name: mostly one.
#[derive(Debug)]
struct Entry {
    first: Symbol,
    more: Vec<Symbol>,
}

/// A component by its document and its place in it.
pub(super) type Key = (usize, usize);

/// A [`Name`] of a kind as a schema and a document hold it: a copy of its namespace would be counted.
#[derive(Clone, Copy, Debug)]
struct Known<'s> {
    space: Space,
    namespace: &'s str,
    local: &'s str,
}

impl<'s> Known<'s> {
    fn of(space: Space, name: &'s Name) -> Self {
        Self {
            space,
            namespace: &name.namespace,
            local: &name.local,
        }
    }
}

/// As names are: mostly they share their namespace.
impl PartialEq for Known<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (self.namespace, other.namespace);
        self.space == other.space
            && is_same(self.local, other.local)
            && one.len() == two.len()
            && (one.is_empty() || std::ptr::eq(one, two) || one == two)
    }
}

impl Eq for Known<'_> {}

impl Hash for Known<'_> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize((self.namespace.len() << 3) | self.space as usize);
        self.local.hash(state);
    }
}

/// Every global component by name.
#[derive(Debug)]
pub(super) struct Symbols<'s> {
    entries: HashMap<Known<'s>, Entry, RandomState>,
    /// What `xs:redefine` replaces, by the schema and number of the component that takes its place.
    pub(super) originals: Option<BTreeMap<(usize, Key), Target>>,
    /// How many of each kind there are: they take the first numbers.
    pub(super) counts: Counts,
}

/// How many global components of each kind there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) elements: u32,
    pub(super) attributes: u32,
    pub(super) simple_types: u32,
    pub(super) complex_types: u32,
    pub(super) groups: u32,
    pub(super) attribute_groups: usize,
}

/// Numbers the global components in the order of schemas, documents and components.
pub(super) fn collect(composed: &Composed) -> (Symbols<'_>, Vec<Diagnostic>) {
    let documents = composed.documents.iter();
    let components = documents.map(|document| document.components.len());
    let mut symbols = Symbols {
        entries: HashMap::with_capacity_and_hasher(components.sum(), RandomState::default()),
        originals: None,
        counts: Counts::default(),
    };
    let mut clashes = Clashes::default();
    for (unit_index, unit) in composed.units.iter().enumerate() {
        for &member in &unit.members {
            let document = &composed.documents[member];
            for (at, component) in document.components.iter().enumerate() {
                let (space, local, span) = describe(document, component);
                let target = symbols.counts.next(component);
                let symbol = Symbol {
                    unit: unit_index,
                    target,
                    document: member,
                    span,
                };
                let name = Known {
                    space,
                    namespace: &unit.namespace,
                    local,
                };
                let mut known = match symbols.entries.entry(name) {
                    hash_map::Entry::Occupied(known) => known,
                    hash_map::Entry::Vacant(free) => {
                        if document.redefinitions.binary_search(&at).is_ok() {
                            let why = "the other document has no such component";
                            let report = invalid_redefinition::report(span, local, why);
                            clashes.within.push(report);
                        }
                        free.insert(Entry {
                            first: symbol,
                            more: Vec::new(),
                        });
                        continue;
                    }
                };
                let entry = known.get_mut();
                if document.redefinitions.binary_search(&at).is_ok()
                    && let Some(original) = entry
                        .iter_mut()
                        .find(|original| original.unit == unit_index && original.document != member)
                {
                    let original = std::mem::replace(original, symbol);
                    let key = (unit_index, (member, at));
                    let originals = symbols.originals.get_or_insert_default();
                    originals.insert(key, original.target);
                    continue;
                }
                entry.more.push(symbol);
                let first = entry.first;
                let name = Name::new(unit.namespace.clone(), local.clone());
                clashes.add(&first, symbol, space, &name);
            }
        }
    }
    (symbols, clashes.diagnostics(composed))
}

/// The local name of a component.
pub(super) fn name<'d>(document: &'d Document, component: &'d Component) -> &'d str {
    describe(document, component).1
}

const fn space(component: &Component) -> Space {
    match component {
        Component::Element(_) => Space::Element,
        Component::Attribute(_) => Space::Attribute,
        Component::SimpleType(_) | Component::ComplexType(_) => Space::Type,
        Component::Group(_) => Space::Group,
        Component::AttributeGroup(_) => Space::AttributeGroup,
        Component::Notation(_) => Space::Notation,
    }
}

fn describe<'d>(document: &'d Document, component: &'d Component) -> (Space, &'d Text, Span) {
    static NONE: Text = Text::new_inline("");
    let (name, span) = match component {
        Component::Element(element) => {
            let declaration = element.declaration(document);
            let name = declaration.map(|declaration| &declaration.name);
            (name, element.span)
        }
        Component::Attribute(attribute) => (attribute.name(), attribute.span),
        Component::SimpleType(type_) => (type_.name.as_ref(), type_.span),
        Component::ComplexType(type_) => (type_.name.as_ref(), type_.span),
        Component::Group(group) => (Some(&group.name), group.span),
        Component::AttributeGroup(group) => (Some(&group.name), group.name.span),
        Component::Notation(notation) => (Some(&notation.name), notation.name.span),
    };
    let (name, span) = name.map_or((&NONE, span), |name| (&name.value, name.span));
    (space(component), name, span)
}

impl Counts {
    pub(super) fn next(&mut self, component: &Component) -> Target {
        fn bump(count: &mut u32) -> u32 {
            *count += 1;
            *count - 1
        }
        match component {
            Component::Element(_) => Target::Element(ElementId(bump(&mut self.elements))),
            Component::Attribute(_) => Target::Attribute(AttributeId(bump(&mut self.attributes))),
            Component::SimpleType(_) => Target::Simple(SimpleTypeId(bump(&mut self.simple_types))),
            Component::ComplexType(_) => {
                Target::Complex(ComplexTypeId(bump(&mut self.complex_types)))
            }
            Component::Group(_) => Target::Group(GroupId(bump(&mut self.groups))),
            Component::AttributeGroup(_) => {
                self.attribute_groups += 1;
                Target::AttributeGroup(self.attribute_groups - 1)
            }
            Component::Notation(_) => Target::Notation,
        }
    }
}

impl Symbols<'_> {
    /// The component of that name, first among those of the given schema.
    pub(super) fn find(&self, space: Space, name: &Name, unit: usize) -> Option<Target> {
        let entry = self.entries.get(&Known::of(space, name))?;
        let own = entry.iter().find(|symbol| symbol.unit == unit);
        Some(own.unwrap_or(&entry.first).target)
    }

    /// The local names of a kind in a namespace that another may be a slip of, sorted.
    pub(super) fn near<'s>(&'s self, space: Space, namespace: &str, local: &str) -> Vec<&'s str> {
        let is_near = Near::to(local);
        let names = self.entries.keys().filter(|name| name.space == space);
        let names = names.filter(|name| is_near.is(name.local) && name.namespace == namespace);
        let mut names: Vec<&str> = names.map(|name| name.local).collect();
        names.sort_unstable();
        names
    }
}

impl Entry {
    fn iter(&self) -> impl Iterator<Item = &Symbol> {
        std::iter::once(&self.first).chain(&self.more)
    }

    fn iter_mut(&mut self) -> impl Iterator<Item = &mut Symbol> {
        std::iter::once(&mut self.first).chain(&mut self.more)
    }
}

/// The place of a second component, that of the first, what it is, and how many there are.
type Clash = (Span, Span, String, usize);

/// Names that were declared more than once.
#[derive(Default)]
struct Clashes {
    within: Vec<Diagnostic>,
    /// By pair of schemas: the first clash, what it is about, and how many there are.
    between: Option<BTreeMap<(usize, usize), Clash>>,
}

impl Clashes {
    fn add(&mut self, first: &Symbol, second: Symbol, space: Space, name: &Name) {
        let (what, local) = (space.word(), &name.local);
        if first.unit == second.unit {
            self.within.push(duplicate_component::report(
                second.span,
                first.span,
                what,
                name,
            ));
            return;
        }
        let entry = self
            .between
            .get_or_insert_default()
            .entry((first.unit, second.unit))
            .or_insert_with(|| (second.span, first.span, format!("the {what} `{local}`"), 0));
        entry.3 += 1;
    }

    fn diagnostics(self, composed: &Composed) -> Vec<Diagnostic> {
        let mut diagnostics = self.within;
        for ((_, second), (span, first, example, count)) in self.between.into_iter().flatten() {
            let namespace = &composed.units[second].namespace;
            diagnostics.push(duplicate_component::report_schemas(
                span, first, namespace, &example, count,
            ));
        }
        diagnostics
    }
}
