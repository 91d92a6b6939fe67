//! Which particles of a content model compete for an element.
//!
//! A model is unambiguous if no two particles can take the same element after the same beginning. That is told from the
//! particles that can come first in each part, and those that can come after a whole part and still belong to it. Occurrences
//! are counted, not unrolled: a part that occurs between two and five times is looked at once.

use super::Context;
use super::wildcard::overlap;
use crate::model::{Compositor, ElementId, GroupId, Name, Namespaces, Particle, Term};
use crate::source::Span;
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Two particles that can take the same element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) first: Span,
    pub(super) second: Span,
    /// The element, if one of the two is one.
    pub(super) element: Option<ElementId>,
}

/// A particle of a content model, each way to it counted as one of its own.
#[derive(Clone, Copy, Debug)]
struct Place<'m> {
    number: u32,
    takes: Takes<'m>,
    span: Span,
}

#[derive(Clone, Copy, Debug)]
enum Takes<'m> {
    Element(ElementId),
    Any(&'m Namespaces),
}

/// What a part of a model looks like from outside.
#[derive(Clone, Debug, Default)]
struct Outline<'m> {
    /// Whether it may be left out.
    optional: bool,
    /// What can come first.
    first: Vec<Place<'m>>,
    /// What can come after a whole part and belong to it.
    more: Vec<Place<'m>>,
}

/// Judges the content models of a set of schemas.
pub(super) struct Judging<'m> {
    context: Context<'m>,
    groups: HashMap<GroupId, Outline<'m>, RandomState>,
    found: Vec<Found>,
    next: u32,
    work: usize,
}

/// The work for all content models together: particles, each as often as it is looked at.
pub(super) const LIMIT: usize = 5_000_000;

impl<'m> Judging<'m> {
    pub(super) fn new(context: Context<'m>) -> Self {
        Self {
            context,
            groups: HashMap::default(),
            found: Vec::new(),
            next: 0,
            work: 0,
        }
    }

    /// The competitions in a content model, and in the groups that it is the first to use.
    pub(super) fn content(&mut self, particle: &'m Particle) -> Vec<Found> {
        self.outline(particle);
        std::mem::take(&mut self.found)
    }

    pub(super) const fn is_exhausted(&self) -> bool {
        self.work > LIMIT
    }

    /// The recursion is as deep as the model nests, which is limited.
    fn outline(&mut self, particle: &'m Particle) -> Outline<'m> {
        if self.is_exhausted() || particle.occurs.is_never() {
            return Outline {
                optional: true,
                ..Outline::default()
            };
        }
        let once = match &particle.term {
            Term::Element(id) => self.one(Takes::Element(*id), particle.span),
            Term::Any(any) => self.one(Takes::Any(&any.namespaces), particle.span),
            Term::Group(id) => self.group(*id),
            Term::Model(Compositor::Sequence, inner) => self.sequence(inner),
            Term::Model(Compositor::Choice, inner) => self.choice(inner),
            Term::Model(Compositor::All, inner) => self.all(inner),
        };
        self.repeated(particle, once)
    }

    fn one(&mut self, takes: Takes<'m>, span: Span) -> Outline<'m> {
        let place = Place {
            number: self.number(),
            takes,
            span,
        };
        Outline {
            optional: false,
            first: vec![place],
            more: Vec::new(),
        }
    }

    const fn number(&mut self) -> u32 {
        self.next += 1;
        self.work += 1;
        self.next
    }

    /// A group is looked at once; every reference to it has places of its own.
    fn group(&mut self, id: GroupId) -> Outline<'m> {
        if !self.groups.contains_key(&id) {
            let mut outline = self.outline(&self.context.model[id].particle); // circles were cut
            thin(&mut outline.first);
            thin(&mut outline.more);
            self.groups.insert(id, outline);
        }
        let mut outline = self.groups.get(&id).cloned().unwrap_or_default();
        let mut numbers: HashMap<u32, u32, RandomState> = HashMap::default();
        for place in outline.first.iter_mut().chain(&mut outline.more) {
            let fresh = *numbers.entry(place.number).or_insert_with(|| {
                self.next += 1;
                self.next
            });
            place.number = fresh;
        }
        self.work += numbers.len();
        outline
    }

    fn sequence(&mut self, inner: &'m [Particle]) -> Outline<'m> {
        let mut whole = Outline {
            optional: true,
            ..Outline::default()
        };
        let mut first = Index::default();
        let mut more = Index::default();
        for particle in inner {
            let part = self.outline(particle);
            self.compete(&more, &part.first);
            if whole.optional {
                self.compete(&first, &part.first);
                first.extend(self.context, &part.first);
                whole.first.extend(&part.first);
            }
            if !part.optional {
                whole.more.clear();
                more = Index::default();
            } else {
                whole.more.extend(&part.first);
                more.extend(self.context, &part.first);
            }
            more.extend(self.context, &part.more);
            whole.more.extend(part.more);
            whole.optional &= part.optional;
            self.work += whole.first.len().min(64) + part.first.len();
        }
        whole
    }

    fn choice(&mut self, inner: &'m [Particle]) -> Outline<'m> {
        let mut whole = Outline {
            optional: inner.is_empty(),
            ..Outline::default()
        };
        let mut first = Index::default();
        for particle in inner {
            let part = self.outline(particle);
            self.compete(&first, &part.first);
            first.extend(self.context, &part.first);
            self.work += part.first.len() + part.more.len();
            whole.first.extend(part.first);
            whole.more.extend(part.more);
            whole.optional |= part.optional;
        }
        whole
    }

    /// In any order: what is not demanded can come after the rest.
    fn all(&mut self, inner: &'m [Particle]) -> Outline<'m> {
        let mut whole = Outline {
            optional: true,
            ..Outline::default()
        };
        let mut first = Index::default();
        for particle in inner {
            let part = self.outline(particle);
            self.compete(&first, &part.first);
            first.extend(self.context, &part.first);
            if part.optional {
                whole.more.extend(&part.first);
            }
            whole.first.extend(part.first);
            whole.more.extend(part.more);
            whole.optional &= part.optional;
        }
        whole
    }

    /// One part after the other of the same model. Where it is open how many there have been, what comes first in the next
    /// can come after the last.
    fn repeated(&mut self, particle: &Particle, once: Outline<'m>) -> Outline<'m> {
        let occurs = particle.occurs;
        let optional = once.optional || occurs.min == 0;
        if occurs.max == Some(1) {
            return Outline { optional, ..once };
        }
        let mut more = Index::default();
        more.extend(self.context, &once.more);
        self.compete(&more, &once.first);
        self.work += once.first.len() + once.more.len();
        let known: BTreeSet<u32> = once.more.iter().map(|place| place.number).collect();
        let uncounted = once.first.iter().any(|place| known.contains(&place.number));
        let open = occurs.max != Some(occurs.min) || once.optional || uncounted;
        let mut whole = Outline { optional, ..once };
        if open {
            let fresh = whole
                .first
                .iter()
                .filter(|place| !known.contains(&place.number));
            whole.more.extend(fresh.copied().collect::<Vec<_>>());
        }
        whole
    }

    fn compete(&mut self, before: &Index<'m>, places: &[Place<'m>]) {
        for place in places {
            if let Some(other) = before.rival(self.context, place) {
                let element = match (place.takes, other.takes) {
                    (Takes::Element(id), _) | (_, Takes::Element(id)) => Some(id),
                    _ => None,
                };
                let (first, second) = (other.span, place.span);
                self.found.push(Found {
                    first,
                    second,
                    element,
                });
            }
        }
    }
}

/// Leaves two of the places that take the same: more would say no more, and groups that double would have no end.
fn thin(places: &mut Vec<Place<'_>>) {
    let mut seen: BTreeMap<(Option<ElementId>, Span), u8> = BTreeMap::new();
    places.retain(|place| {
        let key = match place.takes {
            Takes::Element(id) => (Some(id), Span::default()),
            Takes::Any(_) => (None, place.span),
        };
        let count = seen.entry(key).or_default();
        *count = count.saturating_add(1);
        *count <= 2
    });
}

/// Places by what they take; of those that take the same, two are enough.
#[derive(Default)]
struct Index<'m> {
    names: HashMap<&'m Name, Pair<'m>, RandomState>,
    /// Mostly one.
    namespaces: Vec<(&'m str, Pair<'m>)>,
    wildcards: Vec<(&'m Namespaces, Pair<'m>)>,
}

/// A place, and another of another number.
struct Pair<'m>(Place<'m>, Option<Place<'m>>);

impl<'m> Pair<'m> {
    fn add(&mut self, place: Place<'m>) {
        if self.0.number != place.number {
            self.1.get_or_insert(place);
        }
    }

    fn other(&self, number: u32) -> Option<Place<'m>> {
        if self.0.number == number {
            self.1
        } else {
            Some(self.0)
        }
    }
}

impl<'m> Index<'m> {
    fn extend(&mut self, context: Context<'m>, places: &[Place<'m>]) {
        for place in places {
            match place.takes {
                Takes::Element(id) => {
                    for name in names(context, id) {
                        self.names
                            .entry(name)
                            .and_modify(|pair| pair.add(*place))
                            .or_insert(Pair(*place, None));
                        let mut known = self.namespaces.iter_mut();
                        match known.find(|(namespace, _)| *namespace == name.namespace) {
                            Some((_, pair)) => pair.add(*place),
                            None => self.namespaces.push((&name.namespace, Pair(*place, None))),
                        }
                    }
                }
                Takes::Any(namespaces) => {
                    let same = self
                        .wildcards
                        .iter_mut()
                        .find(|(known, _)| *known == namespaces);
                    match same {
                        Some((_, pair)) => pair.add(*place),
                        None => self.wildcards.push((namespaces, Pair(*place, None))),
                    }
                }
            }
        }
    }

    /// Another place that can take what this one takes.
    fn rival(&self, context: Context<'m>, place: &Place<'m>) -> Option<Place<'m>> {
        let other = |pair: &Pair<'m>| pair.other(place.number);
        match place.takes {
            Takes::Element(id) => names(context, id).find_map(|name| {
                let same = self.names.get(name).and_then(other);
                same.or_else(|| {
                    let admitting = self.wildcards.iter();
                    admitting
                        .filter(|(namespaces, _)| namespaces.admits(&name.namespace))
                        .find_map(|(_, pair)| other(pair))
                })
            }),
            Takes::Any(namespaces) => {
                let named = self.namespaces.iter();
                let named = named
                    .filter(|(namespace, _)| namespaces.admits(namespace))
                    .find_map(|(_, pair)| other(pair));
                named.or_else(|| {
                    let wildcards = self.wildcards.iter();
                    wildcards
                        .filter(|(known, _)| overlap(known, namespaces))
                        .find_map(|(_, pair)| other(pair))
                })
            }
        }
    }
}

/// The names that an element declaration admits: its own, and those of its substitution group.
fn names<'m>(context: Context<'m>, id: ElementId) -> impl Iterator<Item = &'m Name> {
    let members = context.families.members(id).iter().copied();
    [id].into_iter()
        .chain(members)
        .map(move |id| &context.model[id].name)
}
