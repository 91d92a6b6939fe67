//! Content models as slots: which children an element has, and how many of each.

use super::simple;
use crate::model::{
    Compositor, Content, DEPTH_LIMIT, ElementId, Group, GroupId, Model, Occurs, Particle, Term,
    Type, Wildcard,
};

/// What stands in a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// An element.
    Element(ElementId),
    /// One of the elements of a named group.
    Group(GroupId),
    /// One of these elements.
    Choice(Vec<ElementId>),
    /// Elements of other namespaces.
    Any,
    /// Text with these elements in it, in their order.
    Mixed(Vec<ElementId>),
}

/// Something that occurs in a content model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) part: Part,
    pub(super) occurs: Occurs,
    /// The named groups that it stands in, the innermost first.
    pub(super) via: Vec<GroupId>,
    /// The wildcards that make it, for elements of other namespaces.
    pub(super) wildcards: Vec<Wildcard>,
    /// The element that all of a choice may stand for (XSD part 1 §3.3.6).
    pub(super) head: Option<ElementId>,
}

impl Slot {
    pub(super) fn new(part: Part, occurs: Occurs) -> Self {
        Self {
            part,
            occurs,
            via: Vec::new(),
            wildcards: Vec::new(),
            head: None,
        }
    }

    /// A choice by itself.
    pub(super) fn choice(elements: Vec<ElementId>) -> Self {
        Self::new(
            Part::Choice(elements),
            Occurs {
                min: 1,
                max: Some(1),
            },
        )
    }

    /// A group by itself.
    pub(super) fn group(id: GroupId) -> Self {
        Self::new(
            Part::Group(id),
            Occurs {
                min: 1,
                max: Some(1),
            },
        )
    }
}

/// The slots of a content, in the order of first mention.
/// With `keep_order`, repeated choices stay choices.
pub(super) fn slots(model: &Model, content: &Content, keep_order: bool) -> Vec<Slot> {
    let (Content::Elements(particle) | Content::Mixed(Some(particle))) = content else {
        return Vec::new();
    };
    let mut walker = Walker {
        model,
        keep_order,
        choices: true,
    };
    let mut found = walker.particle(particle, false, 0);
    if walker.is_ambiguous(&found) {
        walker.choices = false;
        found = walker.particle(particle, false, 0);
    }
    found.retain(|slot| !slot.occurs.is_never());
    found
}

/// Text with elements in it, as one slot; nothing where there is only text.
pub(super) fn mixed(model: &Model, content: &Content) -> Option<Slot> {
    let Content::Mixed(Some(particle)) = content else {
        return None;
    };
    let (mut elements, mut wildcards) = (Vec::<ElementId>::new(), Vec::new());
    let mut open = vec![(particle, 0)];
    while let Some((particle, depth)) = open.pop() {
        match &particle.term {
            _ if particle.occurs.is_never() || depth > DEPTH_LIMIT => {}
            Term::Element(id) => {
                for id in standing_for(model, *id) {
                    let name = &model[id].name;
                    if !elements.iter().any(|known| model[*known].name == *name) {
                        elements.push(id);
                    }
                }
            }
            Term::Any(wildcard) => wildcards.push(wildcard.clone()),
            Term::Group(id) => open.push((&model[*id].particle, depth + 1)),
            Term::Model(_, inner) => {
                open.extend(inner.iter().rev().map(|inner| (inner, depth + 1)));
            }
        }
    }
    let some = !(elements.is_empty() && wildcards.is_empty());
    some.then(|| Slot {
        wildcards,
        ..Slot::new(Part::Mixed(elements), Occurs::ANY)
    })
}

/// The named group that is a choice between exactly these elements.
pub(super) fn group_of(model: &Model, elements: &[ElementId]) -> Option<GroupId> {
    let mut groups = (0..).map(GroupId).zip(&model.groups);
    groups
        .find(|(_, group)| {
            choice_group(model, group).is_some_and(|choice| choice.elements == elements)
        })
        .map(|(id, _)| id)
}

/// The elements of a group that is one choice between elements: such a group becomes an enum.
pub(super) fn choice_group(model: &Model, group: &Group) -> Option<Alternatives> {
    let walker = Walker {
        model,
        keep_order: false,
        choices: true,
    };
    match &group.particle.term {
        Term::Model(Compositor::Choice, particles) if group.particle.occurs.is_single() => {
            walker.alternatives(particles)
        }
        _ => None,
    }
}

/// What the elements of a type look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing inside: its presence is all it says.
    Empty,
    /// Text only.
    Text(Type),
    /// Attributes or children.
    Full,
}

/// What the elements of that type look like. Attributes of a wildcard do not count: they are kept aside (R1).
pub(super) fn shape(model: &Model, type_: Type) -> Shape {
    match type_ {
        Type::Any => Shape::Full,
        Type::Builtin(_) | Type::Simple(_) if simple::is_empty(model, type_) => Shape::Empty,
        Type::Builtin(_) | Type::Simple(_) => Shape::Text(type_),
        Type::Complex(id) => {
            let complex = &model[id];
            match &complex.content {
                _ if !complex.attributes.is_empty() => Shape::Full,
                Content::Empty => Shape::Empty,
                Content::Simple(text) if simple::is_empty(model, *text) => Shape::Empty,
                Content::Simple(text) => Shape::Text(*text),
                Content::Elements(particle) if !holds_anything(model, particle) => Shape::Empty,
                _ => Shape::Full,
            }
        }
    }
}

/// Whether an element or wildcard stands anywhere inside.
fn holds_anything(model: &Model, particle: &Particle) -> bool {
    let mut open = vec![(particle, 0)];
    while let Some((particle, depth)) = open.pop() {
        match &particle.term {
            _ if particle.occurs.is_never() || depth > DEPTH_LIMIT => {}
            Term::Element(_) | Term::Any(_) => return true,
            Term::Group(id) => open.push((&model[*id].particle, depth + 1)),
            Term::Model(_, inner) => open.extend(inner.iter().map(|inner| (inner, depth + 1))),
        }
    }
    false
}

/// The elements of a choice.
pub(super) struct Alternatives {
    /// Of different names, each once.
    pub(super) elements: Vec<ElementId>,
    /// Whether one of them may be absent.
    optional: bool,
}

/// The elements that may stand where this one is named: itself unless it is abstract, and its substitution group.
fn standing_for(model: &Model, head: ElementId) -> Vec<ElementId> {
    let mut found = vec![head];
    let mut next = 0;
    while let Some(head) = found.get(next).copied() {
        let members = (0..).map(ElementId).zip(&model.elements);
        let members = members.filter(|(_, element)| element.substitutes == Some(head));
        for (member, _) in members {
            if !found.contains(&member) {
                found.push(member);
            }
        }
        next += 1;
    }
    if found.len() > 1 {
        found.retain(|id| !model[*id].abstract_);
    }
    found
}

struct Walker<'m> {
    model: &'m Model,
    keep_order: bool,
    /// Whether choices become enums; else each of their elements is optional.
    choices: bool,
}

impl Walker<'_> {
    fn particle(&self, particle: &Particle, repeated: bool, depth: usize) -> Vec<Slot> {
        let occurs = particle.occurs;
        let repeated = repeated || !occurs.is_single();
        let slot = |part, occurs| vec![Slot::new(part, occurs)];
        match &particle.term {
            _ if depth > DEPTH_LIMIT || occurs.is_never() => Vec::new(),
            Term::Element(id) => match standing_for(self.model, *id).as_slice() {
                [] => Vec::new(),
                [one] => slot(Part::Element(*one), occurs),
                several if !self.choices => {
                    let each = several
                        .iter()
                        .map(|id| Slot::new(Part::Element(*id), occurs.optional()));
                    each.collect()
                }
                several => vec![Slot {
                    head: Some(*id),
                    ..Slot::new(Part::Choice(several.to_vec()), occurs)
                }],
            },
            Term::Any(wildcard) => vec![Slot {
                wildcards: vec![wildcard.clone()],
                ..Slot::new(Part::Any, occurs)
            }],
            Term::Group(id) => {
                let group = &self.model[*id];
                if let Some(choice) = choice_group(self.model, group).filter(|_| self.choices) {
                    let once = choice.occurs(group.particle.occurs);
                    return slot(Part::Group(*id), occurs.times(once));
                }
                let mut inner = self.particle(&group.particle, repeated, depth + 1);
                for slot in &mut inner {
                    slot.via.push(*id);
                }
                multiplied(inner, occurs)
            }
            Term::Model(Compositor::Choice, particles) => {
                if let Some(choice) = self.as_choice(particles, repeated) {
                    let occurs = choice.occurs(occurs);
                    return slot(Part::Choice(choice.elements), occurs);
                }
                let branches = particles
                    .iter()
                    .map(|particle| self.particle(particle, repeated, depth + 1))
                    .collect();
                multiplied(self.either(branches), occurs)
            }
            Term::Model(Compositor::Sequence | Compositor::All, particles) => {
                let mut all = Vec::new();
                for particle in particles {
                    for slot in self.particle(particle, repeated, depth + 1) {
                        self.merge(&mut all, slot, Occurs::plus);
                    }
                }
                multiplied(all, occurs)
            }
        }
    }

    /// The elements of a choice that becomes an enum: one of several, or with order kept.
    /// A repeated choice with empty elements is one too: there is nothing else to tell them by.
    fn as_choice(&self, particles: &[Particle], repeated: bool) -> Option<Alternatives> {
        let choice = self.alternatives(particles).filter(|_| self.choices)?;
        let empty = |id: &ElementId| shape(self.model, self.model[*id].type_) == Shape::Empty;
        (!repeated || self.keep_order || choice.elements.iter().all(empty)).then_some(choice)
    }

    /// The elements of a choice between at least two elements of different names, each once.
    fn alternatives(&self, particles: &[Particle]) -> Option<Alternatives> {
        let (mut elements, mut optional) = (Vec::new(), false);
        let mut open: Vec<&Particle> = particles.iter().rev().collect();
        while let Some(particle) = open.pop() {
            optional |= particle.occurs.min == 0;
            match &particle.term {
                Term::Element(id) if particle.occurs.max == Some(1) => {
                    elements.extend(standing_for(self.model, *id));
                }
                Term::Model(Compositor::Choice, inner) if particle.occurs.max == Some(1) => {
                    open.extend(inner.iter().rev());
                }
                _ => return None,
            }
        }
        let mut names: Vec<_> = elements.iter().map(|id| &self.model[*id].name).collect();
        names.sort_unstable();
        names.dedup();
        (elements.len() > 1 && names.len() == elements.len())
            .then_some(Alternatives { elements, optional })
    }

    /// Slots of branches of which one is taken.
    fn either(&self, branches: Vec<Vec<Slot>>) -> Vec<Slot> {
        let mut all: Vec<Slot> = Vec::new();
        for (at, branch) in branches.into_iter().enumerate() {
            for slot in all.iter_mut().filter(|slot| !self.holds(&branch, slot)) {
                slot.occurs = slot.occurs.optional();
            }
            for slot in branch {
                let new = !self.holds(&all, &slot);
                let occurs = if new && at > 0 {
                    slot.occurs.optional()
                } else {
                    slot.occurs
                };
                self.merge(&mut all, Slot { occurs, ..slot }, Occurs::or);
            }
        }
        all
    }

    fn holds(&self, slots: &[Slot], wanted: &Slot) -> bool {
        slots.iter().any(|slot| self.same(&slot.part, &wanted.part))
    }

    fn merge(&self, slots: &mut Vec<Slot>, slot: Slot, combine: fn(Occurs, Occurs) -> Occurs) {
        match slots
            .iter_mut()
            .find(|known| self.same(&known.part, &slot.part))
        {
            Some(known) => {
                known.occurs = combine(known.occurs, slot.occurs);
                known.wildcards.extend(slot.wildcards);
            }
            None => slots.push(slot),
        }
    }

    fn same(&self, one: &Part, two: &Part) -> bool {
        match (one, two) {
            (Part::Element(one), Part::Element(two)) => {
                self.model[*one].name == self.model[*two].name
            }
            _ => one == two,
        }
    }

    /// Whether an element could belong to two slots.
    fn is_ambiguous(&self, slots: &[Slot]) -> bool {
        let mut names = Vec::new();
        for slot in slots {
            match &slot.part {
                Part::Element(id) => names.push(&self.model[*id].name),
                Part::Choice(elements) => {
                    names.extend(elements.iter().map(|id| &self.model[*id].name))
                }
                Part::Group(id) => {
                    let elements =
                        choice_group(self.model, &self.model[*id]).map(|choice| choice.elements);
                    names.extend(
                        elements
                            .into_iter()
                            .flatten()
                            .map(|id| &self.model[id].name),
                    );
                }
                Part::Any | Part::Mixed(_) => {}
            }
        }
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        names.len() < all
    }
}

impl Alternatives {
    fn occurs(&self, occurs: Occurs) -> Occurs {
        if self.optional {
            occurs.optional()
        } else {
            occurs
        }
    }
}

fn multiplied(mut slots: Vec<Slot>, occurs: Occurs) -> Vec<Slot> {
    for slot in &mut slots {
        slot.occurs = slot.occurs.times(occurs);
    }
    slots
}
