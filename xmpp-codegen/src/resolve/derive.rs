//! What complex types inherit: attributes and content of their bases (XSD part 1 §3.4.2, §3.4.6).

use super::attribute::{Attributes, Expanded};
use super::content;
use super::resolver::Resolver;
use super::wildcard;
use crate::model::facet::Facets;
use crate::model::{AttributeUse, ComplexTypeId, Derivation, Name, Particle, Type, Wildcard};
use crate::rule::{circular_definition, inexpressible_wildcard, nesting_too_deep, too_large};
use crate::source::Span;
use std::collections::BTreeMap;

/// What a complex type says itself.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The base and the place that names it. Absent where there is none, or none that is known.
    pub(super) base: Option<(Derivation, Type, Span)>,
    pub(super) kind: Kind,
    pub(super) attributes: Attributes,
}

/// What a complex type says about its content.
#[derive(Debug)]
pub(super) enum Kind {
    Elements {
        particle: Option<Particle>,
        mixed: bool,
    },
    Text {
        inner: Option<Type>,
        facets: Option<Box<Facets>>,
        /// Whether a base that is no text is as good.
        is_either: bool,
        span: Span,
    },
}

impl Default for Kind {
    fn default() -> Self {
        Self::Elements {
            particle: None,
            mixed: false,
        }
    }
}

/// A type derived in more steps than this was not written by a person.
const DERIVATION_LIMIT: usize = 64;

/// Attributes and particles of all complex types together, what they inherit included.
const SIZE_LIMIT: usize = 400_000;

/// Completes every complex type, bases first.
pub(super) fn finish(resolver: &mut Resolver<'_>) {
    if resolver.drafts.is_empty() {
        return;
    }
    let base = |draft: &Draft| match draft.base {
        Some((_, Type::Complex(id), _)) => vec![id.0 as usize],
        _ => Vec::new(),
    };
    let is_derived = |draft: &Draft| matches!(draft.base, Some((_, Type::Complex(_), _)));
    if !resolver.drafts.iter().any(is_derived) {
        let mut size = 0;
        for node in 0..resolver.drafts.len() {
            if !completed(resolver, node, &mut size) {
                break;
            }
        }
        return;
    }
    let edges: Vec<Vec<usize>> = resolver.drafts.iter().map(base).collect();
    let walk = super::graph::walk(&edges);
    for circle in &walk.circles {
        let named = |&node: &usize| {
            let type_ = &resolver.model.complex_types[node];
            (
                type_.span,
                type_
                    .name
                    .as_ref()
                    .map(|name| name.local.clone())
                    .unwrap_or_default(),
            )
        };
        let along: Vec<_> = circle.nodes.iter().map(named).collect();
        resolver.report(circular_definition::report("the type", &along));
        forget_base(resolver, circle.cut.0);
    }
    complete_all(resolver, &edges, &walk.order);
}

fn complete_all(resolver: &mut Resolver<'_>, edges: &[Vec<usize>], order: &[usize]) {
    let mut depths = vec![0; edges.len()];
    let mut too_deep = false;
    let mut size = 0;
    for &node in order {
        depths[node] = edges[node].first().map_or(0, |&base| depths[base] + 1);
        if depths[node] > DERIVATION_LIMIT {
            depths[node] = 0;
            let span = resolver.model.complex_types[node].span;
            let report = nesting_too_deep::report(span, "derivations", DERIVATION_LIMIT);
            if !std::mem::replace(&mut too_deep, true) {
                resolver.report(report);
            }
            forget_base(resolver, node);
        }
        if !completed(resolver, node, &mut size) {
            break;
        }
    }
}

/// Completes a type; whether all that were completed are not too large together.
fn completed(resolver: &mut Resolver<'_>, node: usize, size: &mut usize) -> bool {
    let id = ComplexTypeId(u32::try_from(node).unwrap_or(u32::MAX));
    complete(resolver, id);
    *size += content::size(&resolver.model[id]);
    let is_too_large = *size > SIZE_LIMIT;
    if is_too_large {
        let span = resolver.model[id].span;
        resolver.report(too_large::report(span, SIZE_LIMIT));
    }
    !is_too_large
}

fn forget_base(resolver: &mut Resolver<'_>, node: usize) {
    resolver.drafts[node].base = None;
    resolver.model.complex_types[node].derivation = None;
}

fn complete(resolver: &mut Resolver<'_>, id: ComplexTypeId) {
    let draft = &mut resolver.drafts[id.0 as usize];
    let (base, kind) = (draft.base.take(), std::mem::take(&mut draft.kind));
    let own = std::mem::take(&mut draft.attributes);
    let owner = resolver.model[id].span;
    let own = resolver.expanded(own, owner);
    let (attributes, any) = attributes(resolver, base, own, owner);
    let content = content::content(resolver, base, kind, id);
    let type_ = &mut resolver.model.complex_types[id.0 as usize];
    type_.attributes = attributes;
    type_.any_attribute = any;
    type_.content = content;
}

/// The attribute uses and the wildcard (XSD part 1 §3.4.2).
fn attributes(
    resolver: &mut Resolver<'_>,
    base: Option<(Derivation, Type, Span)>,
    own: Expanded,
    owner: Span,
) -> (Vec<AttributeUse>, Option<Wildcard>) {
    let Some((derivation, Type::Complex(base), _)) = base else {
        return (own.uses, own.any);
    };
    let base = &resolver.model[base];
    let inherited = base.attributes.clone();
    let inherited_any = base.any_attribute.clone();
    match derivation {
        Derivation::Extension => {
            let uses = extended(resolver, inherited, own.uses, owner);
            let any = wildcard::either(own.any, inherited_any.as_ref()).unwrap_or_else(
                |(first, second)| {
                    resolver.report(inexpressible_wildcard::report(first, second, "either"));
                    inherited_any
                },
            );
            (uses, any)
        }
        Derivation::Restriction => {
            let any = own.any.clone();
            (restricted(resolver, inherited, own), any)
        }
    }
}

fn extended(
    resolver: &mut Resolver<'_>,
    inherited: Vec<AttributeUse>,
    own: Vec<AttributeUse>,
    owner: Span,
) -> Vec<AttributeUse> {
    let name = |resolver: &Resolver<'_>, found: &AttributeUse| {
        resolver.model[found.attribute].name.clone()
    };
    if inherited.is_empty() || own.is_empty() {
        return if own.is_empty() { inherited } else { own };
    }
    let known: BTreeMap<Name, Span> = inherited
        .iter()
        .map(|found| (name(resolver, found), found.span))
        .collect();
    let mut uses = inherited;
    for found in own {
        let own_name = name(resolver, &found);
        match known.get(&own_name) {
            Some(first) => resolver.report_twice((found.span, *first), owner, &own_name),
            None => uses.push(found),
        }
    }
    uses
}

/// A restriction keeps what it does not mention, replaces what it repeats, and drops what it prohibits.
fn restricted(
    resolver: &Resolver<'_>,
    inherited: Vec<AttributeUse>,
    own: Expanded,
) -> Vec<AttributeUse> {
    let name = |found: &AttributeUse| resolver.model[found.attribute].name.clone();
    let mut repeated: BTreeMap<Name, AttributeUse> = BTreeMap::new();
    let mut order = Vec::new();
    for found in own.uses {
        order.push(name(&found));
        repeated.insert(name(&found), found);
    }
    let prohibited = own.prohibited.as_ref();
    let mut uses = Vec::new();
    for found in inherited {
        let name = name(&found);
        match repeated.remove(&name) {
            Some(own) => uses.push(own),
            None if prohibited.is_some_and(|names| names.contains(&name)) => {}
            None => uses.push(found),
        }
    }
    uses.extend(order.iter().filter_map(|name| repeated.remove(name)));
    uses
}
