//! Valid documents, made by walking through a content model.

use super::chooser::Chooser;
use super::tree::{Part, Tree};
use super::value;
use crate::model::{
    AttributeUse, Compositor, Content, ElementId, Model, Name, Namespaces, Occurs, Particle, Term,
    Text, Type, ValueConstraint, Wildcard,
};

/// Makes an element; nothing if it contains itself of necessity, or has a value that nobody knows.
pub(super) fn grow(model: &Model, element: ElementId, chooser: &mut Chooser) -> Option<Tree> {
    Grower { model, chooser }.element(element, 0)
}

/// From this depth on there is only what is required.
const DEEP: usize = 5;

/// Elements nest so deep at most: what is required there is required without end.
const DEEPEST: usize = 24;

/// The namespace of what a wildcard admits.
pub(super) const FOREIGN: &str = "urn:example:extension";

struct Grower<'m, 'c> {
    model: &'m Model,
    chooser: &'c mut Chooser,
}

impl<'m> Grower<'m, '_> {
    fn element(&mut self, id: ElementId, depth: usize) -> Option<Tree> {
        if depth > DEEPEST {
            return None;
        }
        let element = &self.model[id];
        let mut tree = Tree {
            declaration: Some(id),
            ..Tree::empty(element.name.clone())
        };
        match element.type_ {
            Type::Any => {}
            Type::Complex(complex) => {
                for attribute in &self.model[complex].attributes {
                    self.attribute(attribute, &mut tree)?;
                }
                match &self.model[complex].content {
                    Content::Empty | Content::Mixed(None) => {}
                    Content::Simple(type_) => {
                        self.text(*type_, element.value.as_ref(), &mut tree)?
                    }
                    Content::Elements(particle) => {
                        tree.content = self.particle(particle, depth)?;
                    }
                    Content::Mixed(Some(particle)) => {
                        tree.content = self.particle(particle, depth)?;
                        if self.chooser.takes() {
                            tree.content.push(Part::Text("text".to_owned()));
                        }
                    }
                }
            }
            type_ => self.text(type_, element.value.as_ref(), &mut tree)?,
        }
        Some(tree)
    }

    fn attribute(&mut self, attribute: &'m AttributeUse, tree: &mut Tree) -> Option<()> {
        if !attribute.required && !self.chooser.takes() {
            return Some(());
        }
        let declaration = &self.model[attribute.attribute];
        let value = match &attribute.value {
            Some(ValueConstraint::Fixed(fixed)) => Some(fixed.to_string()),
            _ => value::of(self.model, declaration.type_, self.chooser),
        };
        match value {
            Some(value) => tree.attributes.push((declaration.name.clone(), value)),
            // What nobody knows a value of may be absent, if it may be absent.
            None if attribute.required => return None,
            None => {}
        }
        Some(())
    }

    fn text(
        &mut self,
        type_: Type,
        constraint: Option<&ValueConstraint>,
        tree: &mut Tree,
    ) -> Option<()> {
        let text = match constraint {
            // What an empty element stands for is its value too (XML Schema part 1 §3.3.4, Element Locally Valid (Element) 5.1).
            Some(_) if !self.chooser.takes() => return Some(()),
            Some(ValueConstraint::Fixed(fixed)) => fixed.to_string(),
            _ => value::of(self.model, type_, self.chooser)?,
        };
        if !text.is_empty() {
            tree.content.push(Part::Text(text));
        }
        Some(())
    }

    fn particle(&mut self, particle: &'m Particle, depth: usize) -> Option<Vec<Part>> {
        let deep = depth >= DEEP;
        let mut parts = Vec::new();
        for time in 0..self.chooser.times(particle.occurs, deep) {
            match self.term(&particle.term, depth) {
                Some(more) => parts.extend(more),
                None if time >= particle.occurs.min => break,
                None => return None,
            }
        }
        Some(parts)
    }

    fn term(&mut self, term: &'m Term, depth: usize) -> Option<Vec<Part>> {
        match term {
            Term::Element(id) => {
                let candidates = self.standing_for(*id);
                let first = self.chooser.first(candidates.len(), depth >= DEEP);
                let mut tries = candidates.iter().cycle().skip(first).take(candidates.len());
                tries
                    .find_map(|id| self.element(*id, depth + 1))
                    .map(|tree| vec![Part::Element(tree)])
            }
            Term::Group(id) => self.particle(&self.model[*id].particle, depth),
            Term::Model(Compositor::Choice, particles) => {
                let first = self.chooser.first(particles.len(), depth >= DEEP);
                let mut tries = particles.iter().cycle().skip(first).take(particles.len());
                tries.find_map(|particle| self.alternative(particle, depth))
            }
            Term::Model(Compositor::Sequence | Compositor::All, particles) => {
                let mut parts = Vec::new();
                for particle in particles {
                    parts.extend(self.particle(particle, depth)?);
                }
                Some(parts)
            }
            Term::Any(wildcard) => {
                let namespace = foreign(wildcard)?;
                let tree = Tree::empty(Name::new(namespace, "extension"));
                Some(vec![Part::Element(tree)])
            }
        }
    }

    /// An alternative that was chosen: at least once, if it may occur at all.
    fn alternative(&mut self, particle: &'m Particle, depth: usize) -> Option<Vec<Part>> {
        let chosen = Particle {
            occurs: Occurs {
                min: particle.occurs.min.max(1),
                ..particle.occurs
            },
            ..particle.clone()
        };
        if particle.occurs.is_never() {
            return None;
        }
        let mut parts = Vec::new();
        for time in 0..self.chooser.times(chosen.occurs, depth >= DEEP) {
            match self.term(&particle.term, depth) {
                Some(more) => parts.extend(more),
                None if time >= particle.occurs.min => break,
                None => return None,
            }
        }
        Some(parts)
    }

    /// The elements that may stand where this one is named (XSD part 1 §3.3.6).
    fn standing_for(&self, head: ElementId) -> Vec<ElementId> {
        let mut found = vec![head];
        let mut next = 0;
        while let Some(head) = found.get(next).copied() {
            let members = (0..).map(ElementId).zip(&self.model.elements);
            let members = members.filter(|(_, element)| element.substitutes == Some(head));
            let members: Vec<ElementId> = members.map(|(id, _)| id).collect();
            found.extend(members);
            found.dedup();
            next += 1;
        }
        found.retain(|id| !self.model[*id].abstract_);
        found
    }
}

/// A namespace that a wildcard admits and that no schema describes, if there is one.
fn foreign(wildcard: &Wildcard) -> Option<&str> {
    match &wildcard.namespaces {
        Namespaces::Any | Namespaces::Other(_) => Some(FOREIGN),
        Namespaces::List(list) => list.first().map(Text::as_str),
    }
}
