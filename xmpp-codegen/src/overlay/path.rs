//! Paths of the catalogue: what they address.

use crate::model::{
    AttributeId, ComplexTypeId, Compositor, Content, ElementId, Global, GroupId, Model, Particle,
    Schema, SimpleTypeId, Term, Type, Variety, XML,
};
use std::collections::BTreeSet;

/// What a path addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Element(ElementId),
    /// The use of an attribute: the type and the place among its attributes.
    Attribute(ComplexTypeId, usize),
    /// A global attribute.
    Declaration(AttributeId),
    Simple(SimpleTypeId),
    Complex(ComplexTypeId),
    Group(GroupId),
    /// A choice without a name.
    Choice,
    Wildcard,
    /// A value of a list: the type and the place among its values.
    Value(SimpleTypeId, usize),
}

/// Finds components of one schema by path.
pub(super) struct Finder<'m> {
    model: &'m Model,
    schema: usize,
    /// The elements that the schema declares, global and local.
    elements: Vec<ElementId>,
}

/// What stands in content, groups followed.
#[derive(Default)]
struct Parts {
    elements: Vec<ElementId>,
    groups: Vec<GroupId>,
    wildcards: Vec<crate::model::Wildcard>,
    choice: bool,
}

impl<'m> Finder<'m> {
    pub(super) fn new(model: &'m Model, schema: usize) -> Self {
        let elements = declared(model, &model.schemas[schema]);
        Self {
            model,
            schema,
            elements,
        }
    }

    pub(super) fn schema(&self) -> &'m Schema {
        &self.model.schemas[self.schema]
    }

    /// Whether it is a global element of the schema.
    pub(super) fn declares(&self, name: &str) -> bool {
        let namespace = &self.schema().namespace;
        self.model.element(namespace, name).is_some()
    }

    /// Everything that a path addresses: several elements may share a name.
    pub(super) fn find(&self, path: &str) -> Vec<Target> {
        let (path, value) = match path.split_once('=') {
            Some((path, value)) => (path, Some(value)),
            None => (path, None),
        };
        let mut steps = path.split('/');
        let mut found = steps
            .next()
            .map(|step| self.first(step))
            .unwrap_or_default();
        for step in steps {
            found = found
                .into_iter()
                .flat_map(|target| self.inside(target, step))
                .collect();
        }
        if let Some(value) = value {
            found = found
                .into_iter()
                .flat_map(|target| self.values(target, value))
                .collect();
        }
        found
    }

    /// Paths that differ from the given one in the last step, to choose a suggestion from.
    pub(super) fn alternatives(&self, path: &str) -> Vec<String> {
        let Some((before, last)) = path.rsplit_once('/') else {
            let names = self
                .elements
                .iter()
                .map(|id| self.model[*id].name.local.to_string());
            let globals = self
                .schema()
                .globals
                .iter()
                .filter_map(|global| match global {
                    Global::Group(id) => Some(format!("group:{}", self.model[*id].name.local)),
                    Global::SimpleType(id) => self.model[*id]
                        .name
                        .as_ref()
                        .map(|name| format!("type:{}", name.local)),
                    Global::ComplexType(id) => self.model[*id]
                        .name
                        .as_ref()
                        .map(|name| format!("type:{}", name.local)),
                    Global::Element(_) | Global::Attribute(_) => None,
                });
            return names.chain(globals).collect();
        };
        let mut names = Vec::new();
        for target in self.find(before) {
            if last.starts_with('@') {
                names.extend(
                    self.attributes(target)
                        .map(|(_, _, name)| format!("{before}/@{name}")),
                );
            } else {
                let parts = self.parts(target);
                names.extend(
                    parts
                        .elements
                        .iter()
                        .map(|id| format!("{before}/{}", self.model[*id].name.local)),
                );
            }
        }
        names
    }

    fn first(&self, step: &str) -> Vec<Target> {
        let globals = self.schema().globals.iter();
        if let Some(name) = step.strip_prefix("type:") {
            let named = |found: &Option<crate::model::Name>| {
                found.as_ref().is_some_and(|found| found.local == name)
            };
            return globals
                .filter_map(|global| match global {
                    Global::SimpleType(id) if named(&self.model[*id].name) => {
                        Some(Target::Simple(*id))
                    }
                    Global::ComplexType(id) if named(&self.model[*id].name) => {
                        Some(Target::Complex(*id))
                    }
                    _ => None,
                })
                .collect();
        }
        if let Some(name) = step.strip_prefix("group:") {
            return globals
                .filter_map(|global| match global {
                    Global::Group(id) if self.model[*id].name.local == name => {
                        Some(Target::Group(*id))
                    }
                    _ => None,
                })
                .collect();
        }
        if let Some(name) = step.strip_prefix('@') {
            return globals
                .filter_map(|global| match global {
                    Global::Attribute(id) if self.model[*id].name.local == name => {
                        Some(Target::Declaration(*id))
                    }
                    _ => None,
                })
                .collect();
        }
        let named = |id: &&ElementId| self.model[**id].name.local == step;
        self.elements
            .iter()
            .filter(named)
            .map(|id| Target::Element(*id))
            .collect()
    }

    fn inside(&self, target: Target, step: &str) -> Vec<Target> {
        if let Some(wanted) = step.strip_prefix('@') {
            return self
                .attributes(target)
                .filter(|(_, _, name)| name == wanted)
                .map(|(id, at, _)| Target::Attribute(id, at))
                .collect();
        }
        let parts = self.parts(target);
        match step {
            "*" => parts
                .wildcards
                .first()
                .map(|_| Target::Wildcard)
                .into_iter()
                .collect(),
            "choice()" => parts.choice.then_some(Target::Choice).into_iter().collect(),
            _ => match step.split_once(':') {
                Some(("group", name)) => {
                    let named = |id: &&GroupId| self.model[**id].name.local == name;
                    parts
                        .groups
                        .iter()
                        .filter(named)
                        .map(|id| Target::Group(*id))
                        .collect()
                }
                Some((stem, name)) => self.foreign(&parts, stem, name),
                None => {
                    let named = |id: &&ElementId| self.model[**id].name.local == step;
                    parts
                        .elements
                        .iter()
                        .filter(named)
                        .map(|id| Target::Element(*id))
                        .collect()
                }
            },
        }
    }

    /// An element of the schema of that stem that stands in the content, or that a wildcard there admits.
    fn foreign(&self, parts: &Parts, stem: &str, name: &str) -> Vec<Target> {
        let schemas = self
            .model
            .schemas
            .iter()
            .filter(|schema| schema.stem == stem);
        schemas
            .filter_map(|schema| self.model.element(&schema.namespace, name))
            .filter(|id| {
                let namespace = &self.model[*id].name.namespace;
                parts.elements.contains(id)
                    || parts
                        .wildcards
                        .iter()
                        .any(|any| any.namespaces.admits(namespace))
            })
            .map(Target::Element)
            .collect()
    }

    /// The values that the type of what a path addresses lists; none where it lists none.
    pub(super) fn listed(&self, path: &str) -> Vec<&'m str> {
        let targets = self.find(path).into_iter();
        let mut listed = Vec::new();
        for mut type_ in targets.filter_map(|target| self.type_of(target)) {
            while let Type::Simple(id) = type_ {
                let simple = &self.model[id];
                listed.extend(
                    simple
                        .facets
                        .enumeration
                        .iter()
                        .map(|known| known.value.as_str()),
                );
                match simple.variety {
                    Variety::Restriction(base) if simple.facets.enumeration.is_empty() => {
                        type_ = base
                    }
                    _ => break,
                }
            }
        }
        listed
    }

    fn values(&self, target: Target, value: &str) -> Vec<Target> {
        let mut type_ = self.type_of(target);
        while let Some(Type::Simple(id)) = type_ {
            let simple = &self.model[id];
            let known = &simple.facets.enumeration;
            if !known.is_empty() {
                let at = known.iter().position(|known| known.value == value);
                return at.map(|at| Target::Value(id, at)).into_iter().collect();
            }
            type_ = match &simple.variety {
                Variety::Restriction(base) => Some(*base),
                Variety::Union(members) => return self.union_values(members, value),
                Variety::List(item) => Some(*item),
            };
        }
        Vec::new()
    }

    /// The simple type of what has one.
    fn type_of(&self, target: Target) -> Option<Type> {
        match target {
            Target::Element(id) => match self.model[id].type_ {
                Type::Complex(id) => self.text(id),
                type_ => Some(type_),
            },
            Target::Attribute(id, at) => {
                let found = &self.model[id].attributes[at];
                Some(self.model[found.attribute].type_)
            }
            Target::Declaration(id) => Some(self.model[id].type_),
            Target::Simple(id) => Some(Type::Simple(id)),
            Target::Complex(id) => self.text(id),
            _ => None,
        }
    }

    /// Values of the members of a union that list them.
    fn union_values(&self, members: &[Type], value: &str) -> Vec<Target> {
        let simple = members.iter().filter_map(|member| match member {
            Type::Simple(id) => Some(*id),
            _ => None,
        });
        simple
            .filter_map(|id| {
                let known = &self.model[id].facets.enumeration;
                let at = known.iter().position(|known| known.value == value)?;
                Some(Target::Value(id, at))
            })
            .collect()
    }

    fn text(&self, id: ComplexTypeId) -> Option<Type> {
        match self.model[id].content {
            Content::Simple(type_) => Some(type_),
            _ => None,
        }
    }

    fn complex(&self, target: Target) -> Option<ComplexTypeId> {
        match target {
            Target::Complex(id) => Some(id),
            Target::Element(id) => match self.model[id].type_ {
                Type::Complex(id) => Some(id),
                _ => None,
            },
            _ => None,
        }
    }

    /// The attributes of an element or complex type, with the names that paths have for them: `jid`, `xml:lang`.
    fn attributes(
        &self,
        target: Target,
    ) -> impl Iterator<Item = (ComplexTypeId, usize, String)> + '_ {
        let id = self.complex(target);
        let uses = id
            .map(|id| self.model[id].attributes.as_slice())
            .unwrap_or_default();
        uses.iter().enumerate().filter_map(move |(at, found)| {
            let name = &self.model[found.attribute].name;
            let shown = if name.namespace == XML {
                format!("xml:{}", name.local)
            } else {
                name.local.to_string()
            };
            Some((id?, at, shown))
        })
    }

    fn parts(&self, target: Target) -> Parts {
        let mut parts = Parts::default();
        let particle = match target {
            Target::Group(id) => Some(&self.model[id].particle),
            _ => self
                .complex(target)
                .and_then(|id| particle(&self.model[id].content)),
        };
        let mut open: Vec<&Particle> = particle.into_iter().collect();
        let mut groups = BTreeSet::new();
        while let Some(particle) = open.pop() {
            match &particle.term {
                Term::Element(id) => parts.elements.push(*id),
                Term::Any(any) => parts.wildcards.push(any.clone()),
                Term::Model(compositor, inner) => {
                    parts.choice |= *compositor == Compositor::Choice;
                    open.extend(inner);
                }
                Term::Group(id) => {
                    if groups.insert(id.0) {
                        parts.groups.push(*id);
                        open.push(&self.model[*id].particle);
                    }
                }
            }
        }
        parts
    }
}

fn particle(content: &Content) -> Option<&Particle> {
    match content {
        Content::Elements(particle) | Content::Mixed(Some(particle)) => Some(particle),
        Content::Empty | Content::Simple(_) | Content::Mixed(None) => None,
    }
}

/// The elements that a schema declares: its global ones, and the local ones in its types and groups.
fn declared(model: &Model, schema: &Schema) -> Vec<ElementId> {
    let mut elements: Vec<ElementId> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut types: Vec<ComplexTypeId> = Vec::new();
    let mut seen_types = BTreeSet::new();
    let mut open: Vec<&Particle> = Vec::new();
    for global in &schema.globals {
        match global {
            Global::Element(id) => elements.push(*id),
            Global::ComplexType(id) => types.push(*id),
            Global::Group(id) => open.push(&model[*id].particle),
            Global::Attribute(_) | Global::SimpleType(_) => {}
        }
    }
    seen.extend(elements.iter().map(|id| id.0));
    let mut next = 0;
    loop {
        while let Some(particle) = open.pop() {
            match &particle.term {
                Term::Element(id) if !model[*id].global && seen.insert(id.0) => elements.push(*id),
                Term::Model(_, inner) => open.extend(inner),
                _ => {} // named groups and global elements stand among the globals of their schema
            }
        }
        if let Some(id) = types.pop() {
            if seen_types.insert(id.0) {
                open.extend(particle(&model[id].content));
            }
        } else if let Some(id) = elements.get(next) {
            next += 1;
            if let Type::Complex(id) = model[*id].type_ {
                types.extend(model[id].name.is_none().then_some(id));
            }
        } else {
            return elements;
        }
    }
}
