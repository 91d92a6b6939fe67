//! The global components, numbered and found by name.

use super::compose::Composed;
use crate::diagnostic::Diagnostic;
use crate::model::{AttributeId, ComplexTypeId, ElementId, GroupId, Name, SimpleTypeId};
use crate::parse::schema::Component;
use crate::rule::{duplicate_component, invalid_redefinition};
use crate::source::Span;
use std::collections::BTreeMap;

/// The kinds of name: a type and an element may share one (XSD part 1 §2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// A component by its document and its place in it.
pub(super) type Key = (usize, usize);

/// Every global component by name.
#[derive(Debug, Default)]
pub(super) struct Symbols {
    entries: BTreeMap<Space, BTreeMap<Name, Vec<Symbol>>>,
    /// What `xs:redefine` replaces, by the schema and number of the component that takes its place.
    pub(super) originals: BTreeMap<(usize, Key), Target>,
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
pub(super) fn collect(composed: &Composed) -> (Symbols, Vec<Diagnostic>) {
    let mut symbols = Symbols::default();
    let mut clashes = Clashes::default();
    for (unit_index, unit) in composed.units.iter().enumerate() {
        for &member in &unit.members {
            let document = &composed.documents[member];
            for (at, component) in document.components.iter().enumerate() {
                let (space, local, span) = describe(component);
                let target = symbols.counts.next(component);
                let symbol = Symbol {
                    unit: unit_index,
                    target,
                    document: member,
                    span,
                };
                let name = Name::new(unit.namespace.clone(), local);
                let space_entries = symbols.entries.entry(space).or_default();
                let entries = space_entries.entry(name.clone()).or_default();
                let original = entries.iter().position(|original| {
                    original.unit == unit_index && original.document != member
                });
                if document.redefinitions.contains(&at) {
                    match original {
                        Some(original) => {
                            let original = std::mem::replace(&mut entries[original], symbol);
                            let key = (unit_index, (member, at));
                            symbols.originals.insert(key, original.target);
                            continue;
                        }
                        None if entries.is_empty() => {
                            let why = "the other document has no such component";
                            clashes.within.push(invalid_redefinition::report(
                                span,
                                &name.local,
                                why,
                            ));
                        }
                        None => {}
                    }
                }
                if let Some(first) = entries.first() {
                    clashes.add(first, symbol, space, &name);
                }
                entries.push(symbol);
            }
        }
    }
    (symbols, clashes.diagnostics(composed))
}

/// The local name of a component.
pub(super) fn name(component: &Component) -> &str {
    describe(component).1
}

fn describe(component: &Component) -> (Space, &str, Span) {
    match component {
        Component::Element(element) => {
            let name = element.declaration().map(|declaration| &declaration.name);
            (
                Space::Element,
                name.map_or("", |name| &name.value),
                name.map_or(element.span, |name| name.span),
            )
        }
        Component::Attribute(attribute) => match attribute.name() {
            Some(name) => (Space::Attribute, &name.value, name.span),
            None => (Space::Attribute, "", attribute.span),
        },
        Component::SimpleType(type_) => {
            let name = type_.name.as_ref();
            (
                Space::Type,
                name.map_or("", |name| &name.value),
                name.map_or(type_.span, |name| name.span),
            )
        }
        Component::ComplexType(type_) => {
            let name = type_.name.as_ref();
            (
                Space::Type,
                name.map_or("", |name| &name.value),
                name.map_or(type_.span, |name| name.span),
            )
        }
        Component::Group(group) => (Space::Group, &group.name.value, group.name.span),
        Component::AttributeGroup(group) => {
            (Space::AttributeGroup, &group.name.value, group.name.span)
        }
        Component::Notation(notation) => {
            (Space::Notation, &notation.name.value, notation.name.span)
        }
    }
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

impl Symbols {
    /// The component of that name, first among those of the given schema.
    pub(super) fn find(&self, space: Space, name: &Name, unit: usize) -> Option<Target> {
        let entries = self.entries.get(&space)?.get(name)?;
        let own = entries.iter().find(|symbol| symbol.unit == unit);
        own.or_else(|| entries.first()).map(|symbol| symbol.target)
    }

    /// The local names of a kind in a namespace.
    pub(super) fn names<'s>(&'s self, space: Space, namespace: &str) -> Vec<&'s str> {
        let Some(entries) = self.entries.get(&space) else {
            return Vec::new();
        };
        entries
            .range(Name::new(namespace, "")..)
            .take_while(|(name, _)| name.namespace == namespace)
            .map(|(name, _)| name.local.as_str())
            .collect()
    }
}

/// Names that were declared more than once.
#[derive(Default)]
struct Clashes {
    within: Vec<Diagnostic>,
    /// By pair of schemas: the first clash, what it is about, and how many there are.
    between: BTreeMap<(usize, usize), (Span, Span, String, usize)>,
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
            .entry((first.unit, second.unit))
            .or_insert_with(|| (second.span, first.span, format!("the {what} `{local}`"), 0));
        entry.3 += 1;
    }

    fn diagnostics(self, composed: &Composed) -> Vec<Diagnostic> {
        let mut diagnostics = self.within;
        for ((_, second), (span, first, example, count)) in self.between {
            let namespace = &composed.units[second].namespace;
            diagnostics.push(duplicate_component::report_schemas(
                span, first, namespace, &example, count,
            ));
        }
        diagnostics
    }
}
