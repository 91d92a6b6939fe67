//! Particles, model groups and named groups (XSD part 1 §3.7.2, §3.8.2, §3.9.2).

use super::graph;
use super::resolver::{Resolver, Scope, empty_particle, group_index};
use super::symbols::{Space, Target};
use crate::model::{DEPTH_LIMIT, Group, GroupId, Occurs, Particle, Term};
use crate::parse::particle;
use crate::rule::{circular_definition, invalid_redefinition, nesting_too_deep};
use crate::source::Span;

/// Groups may nest this deep; the rest of the model's limit is for content and derivation.
const GROUP_LIMIT: usize = DEPTH_LIMIT / 2;

impl<'s> Resolver<'s> {
    pub(super) fn global_group(
        &mut self,
        scope: Scope<'s>,
        source: &'s particle::Group,
        id: GroupId,
    ) {
        let particle = self
            .model_group(scope, &source.model)
            .unwrap_or_else(|| empty_particle(source.model.span));
        if let Some(Target::Group(original)) = scope.original {
            self.redefined_group(source, &particle, (id, original));
        }
        self.model.groups[id.0 as usize] = Group {
            name: self.global_name(scope, &source.name.value),
            particle,
            doc: source.doc.clone(),
            span: source.span,
        };
    }

    /// A group that is redefined contains the original once, or restricts it (XSD part 1 §4.2.2, src-redefine.6).
    fn redefined_group(
        &mut self,
        source: &particle::Group,
        particle: &Particle,
        (new, original): (GroupId, GroupId),
    ) {
        let once = |particle: &Particle| particle.occurs == Occurs::ONCE;
        let uses = uses(particle, original);
        match uses.as_slice() {
            [] => self.replaced.groups.push((new, original)),
            [only] if once(only) => {}
            _ => {
                let why = "it contains the original once, and exactly once";
                let report =
                    invalid_redefinition::report(source.name.span, &source.name.value, why);
                self.report(report);
            }
        }
    }

    /// A particle, unless it stands for nothing: `maxOccurs='0'`, or a reference that could not be followed.
    pub(super) fn particle(
        &mut self,
        scope: Scope<'s>,
        source: &'s particle::Particle,
    ) -> Option<Particle> {
        match source {
            particle::Particle::Element(element) => {
                let term = Term::Element(self.local_element(scope, element)?);
                occurring(element.occurs, term, element.span)
            }
            particle::Particle::Model(model) => self.model_group(scope, model),
            particle::Particle::Group {
                reference,
                occurs,
                span,
            } => match self.find(scope, Space::Group, reference)? {
                Target::Group(id) => occurring(*occurs, Term::Group(id), *span),
                _ => None,
            },
            particle::Particle::Any { wildcard, occurs } => {
                let any = self.wildcard(scope, wildcard, "any");
                occurring(*occurs, Term::Any(any), wildcard.span)
            }
        }
    }

    fn model_group(&mut self, scope: Scope<'s>, source: &'s particle::Model) -> Option<Particle> {
        let mut inner = Vec::with_capacity(source.particles.len());
        for particle in &source.particles {
            if let Some(particle) = self.particle(scope, particle) {
                inner.push(particle);
            }
        }
        occurring(
            source.occurs,
            Term::Model(source.compositor, inner),
            source.span,
        )
    }
}

fn occurring(occurs: Occurs, term: Term, span: Span) -> Option<Particle> {
    let particle = Particle { occurs, term, span };
    (!occurs.is_never()).then_some(particle)
}

/// Groups that contain themselves are cut (XSD part 1 §3.8.6), and so are those nested too deeply.
pub(super) fn cut_circles(resolver: &mut Resolver<'_>) {
    if resolver.model.groups.is_empty() {
        return;
    }
    let edges: Vec<Vec<usize>> = resolver
        .model
        .groups
        .iter()
        .map(|group| references(&group.particle))
        .collect();
    let walk = graph::walk(&edges);
    for circle in &walk.circles {
        let groups = &resolver.model.groups;
        let along: Vec<_> = circle
            .nodes
            .iter()
            .map(|&node| (groups[node].span, groups[node].name.local.clone()))
            .collect();
        resolver.report(circular_definition::report("the group", &along));
        cut(
            &mut resolver.model.groups[circle.cut.0].particle,
            circle.cut.1,
        );
    }
    let mut depths = vec![0; resolver.model.groups.len()];
    let mut too_deep = None;
    for &node in &walk.order {
        let group = &mut resolver.model.groups[node];
        depths[node] = depth(&group.particle, &depths);
        if depths[node] > GROUP_LIMIT {
            group.particle = empty_particle(group.particle.span);
            depths[node] = 1;
            too_deep.get_or_insert(group.span);
        }
    }
    if let Some(span) = too_deep {
        resolver.report(nesting_too_deep::report(span, "groups", GROUP_LIMIT));
    }
}

/// The groups that a particle refers to. The recursion is as deep as the document's elements nest.
fn references(particle: &Particle) -> Vec<usize> {
    match &particle.term {
        Term::Group(group) => vec![group_index(*group)],
        Term::Model(_, inner) => inner.iter().flat_map(references).collect(),
        Term::Element(_) | Term::Any(_) => Vec::new(),
    }
}

/// Where a group is used in a particle.
fn uses(particle: &Particle, group: GroupId) -> Vec<&Particle> {
    match &particle.term {
        Term::Group(id) if *id == group => vec![particle],
        Term::Model(_, inner) => inner.iter().flat_map(|inner| uses(inner, group)).collect(),
        _ => Vec::new(),
    }
}

fn cut(particle: &mut Particle, group: usize) {
    match &mut particle.term {
        Term::Group(id) if group_index(*id) == group => {
            particle.term = empty_particle(particle.span).term
        }
        Term::Model(_, inner) => inner.iter_mut().for_each(|particle| cut(particle, group)),
        _ => {}
    }
}

fn depth(particle: &Particle, groups: &[usize]) -> usize {
    match &particle.term {
        Term::Group(group) => 1 + groups[group_index(*group)],
        Term::Model(_, inner) => {
            1 + inner
                .iter()
                .map(|particle| depth(particle, groups))
                .max()
                .unwrap_or(0)
        }
        Term::Element(_) | Term::Any(_) => 1,
    }
}
