//! Content models, laid out so that a document is matched without unrolling what is repeated (XSD part 1 §3.8, §3.9).

use crate::model::{Compositor, ElementId, Model, Name, Particle, Term, Wildcard};
use crate::source::Span;
use std::collections::HashMap;

/// A content model: its particles, the groups that it refers to spelled out.
#[derive(Debug)]
pub(super) struct Content<'m> {
    pub(super) nodes: Vec<Spot<'m>>,
    /// The members of `xs:all`, where the model is one.
    pub(super) all: Option<All<'m>>,
    /// Whether something is repeated a number of times that must be counted.
    pub(super) is_counted: bool,
    /// Whether it was too large to be spelled out; then it admits anything.
    pub(super) is_cut_off: bool,
}

/// The number of a particle in its content model.
pub(super) type SpotId = u32;

/// The first particle is around all others.
pub(super) const ROOT: SpotId = 0;

/// One particle at its place.
#[derive(Debug)]
pub(super) struct Spot<'m> {
    /// The particle around it; itself for the outermost one.
    pub(super) parent: SpotId,
    /// Its place among the particles there.
    pub(super) index: u32,
    /// Which counter counts it, of those that are running where it is; nothing if it need not be counted.
    pub(super) counter: Option<u32>,
    /// How many counters are running inside it.
    pub(super) counters: u32,
    pub(super) min: u32,
    pub(super) max: Option<u32>,
    /// Whether nothing at all may stand there.
    pub(super) is_nullable: bool,
    /// Whether nothing may stand there although it occurs.
    pub(super) is_term_nullable: bool,
    pub(super) kind: Kind<'m>,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) enum Kind<'m> {
    Element(ElementId, &'m Name),
    Any(&'m Wildcard),
    Sequence(Vec<SpotId>),
    Choice(Choice<'m>),
}

/// Alternatives; the elements among them are found by name where they are many.
#[derive(Debug, Default)]
pub(super) struct Choice<'m> {
    pub(super) all: Vec<SpotId>,
    pub(super) by_name: HashMap<&'m str, Vec<SpotId>>,
    /// Alternatives that are not in `by_name`.
    pub(super) others: Vec<SpotId>,
}

/// `xs:all`: each member at most once, in any order.
#[derive(Debug)]
pub(super) struct All<'m> {
    pub(super) members: Vec<(ElementId, &'m Name, Span)>,
    pub(super) required: Vec<bool>,
    /// Whether all of it may be left out.
    pub(super) is_optional: bool,
}

/// More alternatives than these are looked up by name.
const MANY: usize = 8;

/// So many particles may a content model have, groups spelled out.
const LARGEST: usize = 200_000;

impl<'m> Content<'m> {
    /// The content model of a particle.
    pub(super) fn new(model: &'m Model, particle: &'m Particle) -> Self {
        let mut content = Self {
            nodes: Vec::new(),
            all: all(model, particle),
            is_counted: false,
            is_cut_off: false,
        };
        if content.all.is_none() {
            content.build(model, particle);
        }
        if content.nodes.len() >= LARGEST {
            content.is_cut_off = true;
            content.nodes.clear();
        }
        content
    }

    /// The content model without particles.
    pub(super) fn nothing() -> Self {
        Self {
            nodes: Vec::new(),
            all: Some(All {
                members: Vec::new(),
                required: Vec::new(),
                is_optional: true,
            }),
            is_counted: false,
            is_cut_off: false,
        }
    }

    /// Spells out particles from the outside in, then says from the inside out what may be empty.
    fn build(&mut self, model: &'m Model, root: &'m Particle) {
        let mut waiting = vec![(root, ROOT, 0)];
        while let Some((particle, parent, index)) = waiting.pop() {
            if self.nodes.len() >= LARGEST {
                return;
            }
            let (id, inner) = self.add(model, particle, parent, index);
            for (at, inner) in inner.iter().enumerate().rev() {
                waiting.push((inner, id, u32::try_from(at).unwrap_or(u32::MAX)));
            }
        }
        for id in (1..self.nodes.len()).rev() {
            let (parent, at) = (
                self.nodes[id].parent as usize,
                self.nodes[id].index as usize,
            );
            let id = u32::try_from(id).unwrap_or(u32::MAX);
            match &mut self.nodes[parent].kind {
                Kind::Sequence(all) | Kind::Choice(Choice { all, .. }) => all[at] = id,
                Kind::Element(..) | Kind::Any(_) => {}
            }
        }
        for id in (0..self.nodes.len()).rev() {
            self.finish(id);
        }
    }

    fn add(
        &mut self,
        model: &'m Model,
        particle: &'m Particle,
        parent: SpotId,
        index: u32,
    ) -> (SpotId, &'m [Particle]) {
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let outer = match id {
            ROOT => 0,
            _ => self.nodes[parent as usize].counters,
        };
        let (min, max) = (particle.occurs.min, particle.occurs.max);
        let is_counted = !matches!((min, max), (0 | 1, None | Some(0 | 1)));
        self.is_counted |= is_counted;
        let mut inner: &'m [Particle] = &[];
        let kind = match &particle.term {
            Term::Element(id) => Kind::Element(*id, &model[*id].name),
            Term::Any(wildcard) => Kind::Any(wildcard),
            Term::Model(compositor, particles) => {
                inner = particles;
                kind(*compositor, particles.len())
            }
            // The group's own particle is the one inside.
            Term::Group(group) => {
                inner = std::slice::from_ref(&model[*group].particle);
                kind(Compositor::Sequence, 1)
            }
        };
        self.nodes.push(Spot {
            parent,
            index,
            counter: is_counted.then_some(outer),
            counters: outer + u32::from(is_counted),
            min,
            max,
            is_nullable: false,
            is_term_nullable: false,
            kind,
            span: particle.span,
        });
        (id, inner)
    }

    /// Says whether a particle may be empty, those inside it being finished.
    fn finish(&mut self, id: usize) {
        let nullable = |spot: &SpotId| {
            self.nodes
                .get(*spot as usize)
                .is_some_and(|spot| spot.is_nullable)
        };
        let is_term_nullable = match &self.nodes[id].kind {
            Kind::Element(..) | Kind::Any(_) => false,
            Kind::Sequence(all) => all.iter().all(nullable),
            Kind::Choice(choice) => {
                // What occurs never is no alternative.
                let occurs = |spot: &&SpotId| {
                    let spot = self.nodes.get(**spot as usize);
                    spot.is_some_and(|spot| spot.max != Some(0))
                };
                let mut present = choice.all.iter().filter(occurs).peekable();
                present.peek().is_none() || present.any(nullable)
            }
        };
        let mut by_name: HashMap<&'m str, Vec<SpotId>> = HashMap::new();
        let mut others = Vec::new();
        if let Kind::Choice(choice) = &self.nodes[id].kind
            && choice.all.len() > MANY
        {
            for &spot in &choice.all {
                match self.nodes[spot as usize].kind {
                    Kind::Element(_, name) => {
                        by_name.entry(name.local.as_str()).or_default().push(spot);
                    }
                    _ => others.push(spot),
                }
            }
        }
        let spot = &mut self.nodes[id];
        if let Kind::Choice(choice) = &mut spot.kind {
            (choice.by_name, choice.others) = (by_name, others);
        }
        spot.is_term_nullable = is_term_nullable;
        spot.is_nullable = spot.min == 0 || is_term_nullable;
    }
}

fn kind<'m>(compositor: Compositor, count: usize) -> Kind<'m> {
    let all = vec![ROOT; count];
    match compositor {
        // A choice of `xs:all` inside other models is an error that was reported; here it stands for any of its members.
        Compositor::Choice | Compositor::All => Kind::Choice(Choice {
            all,
            ..Choice::default()
        }),
        Compositor::Sequence => Kind::Sequence(all),
    }
}

/// The model as an `xs:all`, where it is one, also within a group or as the only member of a sequence.
fn all<'m>(model: &'m Model, mut particle: &'m Particle) -> Option<All<'m>> {
    let mut is_optional = particle.occurs.min == 0;
    /// So many groups may stand around it.
    const WRAPPERS: usize = 16;
    for _ in 0..WRAPPERS {
        particle = match &particle.term {
            Term::Group(id) => &model[*id].particle,
            Term::Model(Compositor::Sequence, inner) if inner.len() == 1 => &inner[0],
            Term::Model(Compositor::All, members) => {
                let element = |member: &'m Particle| match member.term {
                    Term::Element(id) if !member.occurs.is_never() => {
                        Some((id, &model[id].name, member.span))
                    }
                    _ => None,
                };
                let present = || members.iter().filter(|member| element(member).is_some());
                return Some(All {
                    members: present().filter_map(element).collect(),
                    required: present().map(|member| member.occurs.min > 0).collect(),
                    is_optional,
                });
            }
            Term::Model(..) | Term::Element(_) | Term::Any(_) => return None,
        };
        is_optional |= particle.occurs.min == 0;
        if !particle.occurs.is_single() {
            return None;
        }
    }
    None
}
