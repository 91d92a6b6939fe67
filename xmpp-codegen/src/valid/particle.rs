//! Content models as the rules of restriction look at them: groups followed, and without particles that mean nothing.

use super::Context;
use crate::model::{Compositor, ElementId, Occurs, Particle, Term, Wildcard};
use crate::source::Span;

/// A content model, or a part of one.
#[derive(Debug)]
pub(super) struct Part<'m> {
    pub(super) occurs: Occurs,
    pub(super) term: Kind<'m>,
    pub(super) span: Span,
}

/// What a part stands for.
#[derive(Debug)]
pub(super) enum Kind<'m> {
    /// An element, or one that may stand for it.
    Element(ElementId),
    /// An element and none in its place: a member of a substitution group that was taken apart.
    Alone(ElementId),
    Any(&'m Wildcard),
    Model(Compositor, Vec<Part<'m>>),
}

/// A content model beyond this many particles, groups followed, is not compared with another.
pub(super) const LIMIT: usize = 50_000;

/// Too many particles.
#[derive(Debug)]
pub(super) struct TooLarge;

impl<'m> Part<'m> {
    /// The content of a particle; nothing if it admits nothing but the empty content.
    pub(super) fn of(
        context: Context<'m>,
        particle: &'m Particle,
    ) -> Result<Option<Self>, TooLarge> {
        Builder { context, size: 0 }.part(particle, None)
    }

    /// A model of the parts, once.
    pub(super) const fn once(compositor: Compositor, parts: Vec<Self>, span: Span) -> Self {
        Self {
            occurs: Occurs::ONCE,
            term: Kind::Model(compositor, parts),
            span,
        }
    }

    /// How many elements there can be in all (XSD part 1 §3.8.6: effective total range).
    pub(super) fn range(&self) -> Occurs {
        match &self.term {
            Kind::Element(_) | Kind::Alone(_) | Kind::Any(_) => self.occurs,
            Kind::Model(compositor, parts) => {
                let ranges = parts.iter().map(Self::range);
                let inner = match compositor {
                    Compositor::Choice => ranges.reduce(Occurs::or),
                    Compositor::Sequence | Compositor::All => ranges.reduce(Occurs::plus),
                };
                inner.map_or(
                    Occurs {
                        min: 0,
                        max: Some(0),
                    },
                    |inner| inner.times(self.occurs),
                )
            }
        }
    }

    /// Whether nothing at all fits (XSD part 1 §3.9.6: particle emptiable).
    pub(super) fn is_emptiable(&self) -> bool {
        self.range().min == 0
    }
}

struct Builder<'m> {
    context: Context<'m>,
    size: usize,
}

impl<'m> Builder<'m> {
    /// The recursion is as deep as the model nests, which is limited.
    fn part(
        &mut self,
        particle: &'m Particle,
        parent: Option<Compositor>,
    ) -> Result<Option<Part<'m>>, TooLarge> {
        self.size += 1;
        if self.size > LIMIT {
            return Err(TooLarge);
        }
        let (occurs, span) = (particle.occurs, particle.span);
        if occurs.is_never() {
            return Ok(None);
        }
        let term = match &particle.term {
            Term::Element(id) => Kind::Element(*id),
            Term::Any(any) => Kind::Any(any),
            Term::Model(compositor, inner) => {
                return self.model(*compositor, inner, occurs, span, parent);
            }
            Term::Group(id) => {
                let group = &self.context.model[*id].particle;
                let Term::Model(compositor, inner) = &group.term else {
                    return self.part(group, parent);
                };
                return self.model(*compositor, inner, occurs.times(group.occurs), span, parent);
            }
        };
        Ok(Some(Part { occurs, term, span }))
    }

    /// A model group, unless it is pointless (XSD part 1 §3.9.6, cos-particle-restrict).
    fn model(
        &mut self,
        compositor: Compositor,
        inner: &'m [Particle],
        occurs: Occurs,
        span: Span,
        parent: Option<Compositor>,
    ) -> Result<Option<Part<'m>>, TooLarge> {
        let mut parts = Vec::new();
        for particle in inner {
            if let Some(part) = self.part(particle, Some(compositor))? {
                let once = part.occurs == Occurs::ONCE;
                match part.term {
                    Kind::Model(same, deeper)
                        if once && same == compositor && same != Compositor::All =>
                    {
                        parts.extend(deeper);
                    }
                    term => parts.push(Part { term, ..part }),
                }
            }
        }
        let _ = parent;
        let is_choice = compositor == Compositor::Choice;
        if parts.is_empty() && (!is_choice || occurs.min == 0) {
            return Ok(None);
        }
        if occurs == Occurs::ONCE && parts.len() == 1 {
            return Ok(parts.pop());
        }
        Ok(Some(Part {
            occurs,
            term: Kind::Model(compositor, parts),
            span,
        }))
    }
}
