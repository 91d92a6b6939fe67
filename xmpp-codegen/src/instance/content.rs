//! What may stand in an element, as a bag: how often each child may occur, order left aside (R4).
//!
//! A content model is folded from the inside out. A sequence adds up, a repeated model multiplies, a choice of single elements
//! stays a choice, in which one excludes the others; of any other choice, an element must stand there only where every branch
//! asks for it. Equal elements are merged at each step, so that a bag is never longer than the list of elements it names.

use crate::model::{
    Compositor, Content, ElementId, GroupId, Model, Name, Occurs, Particle, Term, Type, Wildcard,
};
use crate::source::Span;
use crate::value;
use std::collections::BTreeMap;

/// The children that an element may have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Bag<'m> {
    /// Elements and choices of elements.
    pub(super) slots: Vec<Slot<'m>>,
    /// Elements that a wildcard admits.
    pub(super) any: Option<Any<'m>>,
}

/// One element, or several of which only one may stand there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Slot<'m> {
    pub(super) elements: Vec<Candidate<'m>>,
    pub(super) range: Occurs,
    /// The named group that is this choice.
    pub(super) group: Option<GroupId>,
    /// The named groups that it stands in, the innermost first.
    pub(super) via: Vec<GroupId>,
    pub(super) span: Span,
}

/// An element of a slot. Declarations of one name in one content model are of one type (XSD part 1 §3.8.6), so equal names
/// are equal candidates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'m> {
    pub(super) id: ElementId,
    pub(super) name: &'m Name,
    /// Whether nothing may stand inside.
    pub(super) empty: bool,
}

impl<'m> Candidate<'m> {
    pub(super) fn new(model: &'m Model, id: ElementId) -> Option<Self> {
        let element = model.elements.get(id.0 as usize)?;
        let empty = match element.type_ {
            Type::Any => false,
            Type::Builtin(_) | Type::Simple(_) => is_empty_text(model, element.type_),
            Type::Complex(id) => model
                .complex_types
                .get(id.0 as usize)
                .is_some_and(|complex| {
                    complex.attributes.is_empty() && complex.content == Content::Empty
                }),
        };
        Some(Self {
            id,
            name: &element.name,
            empty,
        })
    }
}

/// Whether only the empty text is a value: how older schemas say that an element has no content.
pub(super) fn is_empty_text(model: &Model, type_: Type) -> bool {
    value::enumeration(model, type_) == [""]
}

impl PartialEq for Candidate<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// The wildcards of a content model, taken together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Any<'m> {
    pub(super) wildcards: Vec<&'m Wildcard>,
    pub(super) range: Occurs,
}

/// Folds content models; remembers the named groups that it has seen.
#[derive(Debug)]
pub(super) struct Folder<'m> {
    model: &'m Model,
    groups: BTreeMap<GroupId, Bag<'m>>,
}

impl<'m> Folder<'m> {
    pub(super) const fn new(model: &'m Model) -> Self {
        Self {
            model,
            groups: BTreeMap::new(),
        }
    }

    /// The bag of a content model. A group inside itself, which the resolver has reported, counts as empty.
    pub(super) fn fold(&mut self, particle: &'m Particle) -> Bag<'m> {
        let mut open = vec![Open::new(particle, None)];
        let mut result = Bag::default();
        while let Some(top) = open.last_mut() {
            match top.next() {
                Some(Inner::Particle(inner)) => open.push(Open::new(inner, None)),
                Some(Inner::Group(id)) => {
                    if let Some(known) = self.groups.get(&id) {
                        top.done.push(known.clone());
                    } else if let Some(group) = self.model.groups.get(id.0 as usize) {
                        self.groups.insert(id, Bag::default());
                        open.push(Open::new(&group.particle, Some(id)));
                    }
                }
                None => {
                    let Some(closed) = open.pop() else { break };
                    let mut bag = closed.close(self.model);
                    if let Some(id) = closed.group {
                        for slot in &mut bag.slots {
                            slot.via.push(id);
                        }
                        self.groups.insert(id, bag.clone());
                    }
                    match open.last_mut() {
                        Some(around) => around.done.push(bag),
                        None => result = bag,
                    }
                }
            }
        }
        result
    }
}

/// A particle whose inner particles are being folded.
struct Open<'m> {
    particle: &'m Particle,
    /// The named group whose model it is.
    group: Option<GroupId>,
    begun: usize,
    done: Vec<Bag<'m>>,
}

enum Inner<'m> {
    Particle(&'m Particle),
    Group(GroupId),
}

impl<'m> Open<'m> {
    const fn new(particle: &'m Particle, group: Option<GroupId>) -> Self {
        Self {
            particle,
            group,
            begun: 0,
            done: Vec::new(),
        }
    }

    /// The next particle inside that is not yet folded.
    fn next(&mut self) -> Option<Inner<'m>> {
        let at = self.begun;
        self.begun += 1;
        match &self.particle.term {
            Term::Model(_, inner) => inner.get(at).map(Inner::Particle),
            Term::Group(id) if at == 0 => Some(Inner::Group(*id)),
            Term::Group(_) | Term::Element(_) | Term::Any(_) => None,
        }
    }

    fn close(&self, model: &'m Model) -> Bag<'m> {
        let range = self.particle.occurs;
        if range.is_never() {
            return Bag::default();
        }
        let span = self.particle.span;
        let once = match &self.particle.term {
            Term::Element(id) => Bag::element(Candidate::new(model, *id), span),
            Term::Any(wildcard) => Bag::any(wildcard),
            Term::Model(Compositor::Choice, _) => choice(&self.done, self.group, span),
            Term::Model(Compositor::Sequence | Compositor::All, _) | Term::Group(_) => {
                sum(&self.done)
            }
        };
        once.times(range)
    }
}

/// All of them, in any order.
fn sum<'m>(bags: &[Bag<'m>]) -> Bag<'m> {
    let mut sum = Bag::default();
    for bag in bags {
        sum.merge(bag, Occurs::plus);
    }
    sum
}

/// One of them.
fn choice<'m>(bags: &[Bag<'m>], group: Option<GroupId>, span: Span) -> Bag<'m> {
    if let [only] = bags {
        return only.clone();
    }
    if let Some(slot) = exclusive(bags, group, span) {
        return Bag {
            slots: vec![slot],
            any: None,
        };
    }
    let mut either = Bag::default();
    for (at, bag) in bags.iter().enumerate() {
        let mut bag = bag.clone();
        if at > 0 {
            bag.optional_where_not_in(&either);
        }
        either.optional_where_not_in(&bag);
        either.merge(&bag, Occurs::or);
    }
    either
}

/// The choice as one slot, where each alternative is at most one element.
fn exclusive<'m>(bags: &[Bag<'m>], group: Option<GroupId>, span: Span) -> Option<Slot<'m>> {
    let mut elements = Vec::new();
    let mut min = 1;
    for bag in bags {
        match bag.slots.as_slice() {
            _ if bag.any.is_some() => return None,
            [] => min = 0,
            [slot] if slot.range.max == Some(1) => {
                min = min.min(slot.range.min);
                for element in &slot.elements {
                    if !elements.contains(element) {
                        elements.push(*element);
                    }
                }
            }
            _ => return None,
        }
    }
    (elements.len() > 1).then_some(Slot {
        elements,
        range: Occurs { min, max: Some(1) },
        group,
        via: Vec::new(),
        span,
    })
}

impl<'m> Bag<'m> {
    fn element(element: Option<Candidate<'m>>, span: Span) -> Self {
        let slot = element.map(|element| Slot::new(element, Occurs::ONCE, span));
        Self {
            slots: slot.into_iter().collect(),
            any: None,
        }
    }

    fn any(wildcard: &'m Wildcard) -> Self {
        Self {
            slots: Vec::new(),
            any: Some(Any {
                wildcards: vec![wildcard],
                range: Occurs::ONCE,
            }),
        }
    }

    /// The bag as often as the range says. A choice that is repeated excludes nothing any more; it stays together only
    /// where its elements are empty, so that there is nothing else to tell them by.
    fn times(self, range: Occurs) -> Self {
        let mut all = Self::default();
        for slot in self.slots {
            let parts = match range.max {
                Some(1) => vec![slot],
                _ if slot.elements.iter().all(|element| element.empty) => vec![slot],
                _ => slot.apart(),
            };
            for part in parts {
                let range = part.range.times(range);
                all.add(Slot { range, ..part }, Occurs::plus);
            }
        }
        all.any = self.any.map(|any| Any {
            range: any.range.times(range),
            ..any
        });
        all
    }

    fn merge(&mut self, other: &Self, combine: fn(Occurs, Occurs) -> Occurs) {
        for slot in &other.slots {
            self.add(slot.clone(), combine);
        }
        match (&mut self.any, &other.any) {
            (Some(any), Some(other)) => {
                any.range = combine(any.range, other.range);
                for wildcard in &other.wildcards {
                    if !any.wildcards.contains(wildcard) {
                        any.wildcards.push(wildcard);
                    }
                }
            }
            (None, Some(other)) => self.any = Some(other.clone()),
            (_, None) => {}
        }
    }

    /// Adds a slot. Where it shares an element with a choice, both fall apart into single elements, which none must be.
    pub(super) fn add(&mut self, slot: Slot<'m>, combine: fn(Occurs, Occurs) -> Occurs) {
        let shared = |other: &Slot<'_>| other.shares_with(&slot);
        if !self.slots.iter().any(shared) {
            self.slots.push(slot);
            return;
        }
        if let Some(same) = self
            .slots
            .iter_mut()
            .find(|other| other.elements == slot.elements && other.elements.len() == 1)
        {
            same.range = combine(same.range, slot.range);
            return;
        }
        let parts = |other: Slot<'m>| match shared(&other) {
            true => other.apart(),
            false => vec![other],
        };
        self.slots = std::mem::take(&mut self.slots)
            .into_iter()
            .flat_map(parts)
            .collect();
        for part in slot.apart() {
            match self
                .slots
                .iter_mut()
                .find(|other| other.elements == part.elements)
            {
                Some(same) => same.range = combine(same.range, part.range),
                None => self.slots.push(part),
            }
        }
    }

    fn optional_where_not_in(&mut self, other: &Self) {
        for slot in &mut self.slots {
            if !other.slots.iter().any(|other| other.shares_with(slot)) {
                slot.range.min = 0;
            }
        }
        if let (Some(any), None) = (&mut self.any, &other.any) {
            any.range.min = 0;
        }
    }
}

impl<'m> Slot<'m> {
    pub(super) fn new(element: Candidate<'m>, range: Occurs, span: Span) -> Self {
        Self {
            elements: vec![element],
            range,
            group: None,
            via: Vec::new(),
            span,
        }
    }

    fn shares_with(&self, other: &Slot<'_>) -> bool {
        self.elements
            .iter()
            .any(|element| other.elements.contains(element))
    }

    /// A slot for each element of a choice.
    fn apart(self) -> Vec<Self> {
        if self.elements.len() == 1 {
            return vec![self];
        }
        let single = |element| Self {
            elements: vec![element],
            range: Occurs {
                min: 0,
                ..self.range
            },
            group: None,
            via: self.via.clone(),
            span: self.span,
        };
        self.elements.iter().copied().map(single).collect()
    }
}
