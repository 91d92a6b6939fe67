//! `xs:simpleType` (XSD part 2 §4.1.2).

use super::construct::Construct;
use super::reader::Parser;
use super::tree::Node;
use super::value::Reference;
use super::{Located, facet};
use crate::model::facet::Facets;
use crate::model::{Text, Ways};
use crate::rule::{conflicting_properties, incomplete_component};
use crate::source::Span;

/// A simple type, named or anonymous.
#[derive(Debug)]
pub(crate) struct SimpleType {
    pub(crate) span: Span,
    pub(crate) name: Option<Located<Text>>,
    pub(crate) derivation: Derivation,
    pub(crate) final_: Ways,
    pub(crate) doc: Option<Text>,
}

/// How its values are made.
#[derive(Debug)]
pub(crate) enum Derivation {
    Restriction {
        base: Base,
        facets: Box<Facets>,
    },
    List(Base),
    Union(Vec<Base>),
    /// Not said, and reported.
    Missing,
}

/// A simple type that another is made from.
#[derive(Debug)]
pub(crate) enum Base {
    Named(Reference),
    Anonymous(Box<SimpleType>),
    /// Not said, and reported.
    Missing,
}

impl SimpleType {
    /// The named type that it restricts.
    pub(super) const fn restricts(&self) -> Option<&Reference> {
        match &self.derivation {
            Derivation::Restriction {
                base: Base::Named(base),
                ..
            } => Some(base),
            _ => None,
        }
    }
}

pub(super) fn global(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<SimpleType> {
    match is_loose(node) {
        true => parser.check_attributes(node, &["base", "final", "name"]),
        false => parser.check_attributes(node, &["final", "name"]),
    }
    let name = parser.required_name(node);
    let type_ = read(parser, node, name);
    type_.name.is_some().then_some(type_)
}

pub(super) fn anonymous(parser: &mut Parser<'_>, node: Node<'_, '_>) -> SimpleType {
    match is_loose(node) {
        true => parser.check_attributes(node, &["base"]),
        false => parser.check_attributes(node, &[]),
    }
    read(parser, node, None)
}

/// What stands in an element or attribute as if in the `xs:simpleType` that is missing around it; nothing if it could not.
pub(super) fn loose(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<SimpleType> {
    let derivation = match node.construct() {
        Construct::Restriction => restriction,
        Construct::List => list,
        Construct::Union => union,
        _ => return None,
    };
    let how = "it is read as if it stood in an `xs:simpleType`";
    parser.moved(node, "one `xs:simpleType`", how);
    Some(SimpleType {
        span: parser.span(node),
        name: None,
        derivation: derivation(parser, node),
        final_: Ways::NONE,
        doc: None,
    })
}

/// Whether it says its base and facets itself, without the `xs:restriction` that should be around them.
fn is_loose(node: Node<'_, '_>) -> bool {
    let mut parts = node.children().filter(|part| part.is_schema());
    node.has_attribute("base") && parts.any(|part| part.construct().is_facet())
}

fn read(parser: &mut Parser<'_>, node: Node<'_, '_>, name: Option<Located<Text>>) -> SimpleType {
    const EXPECTED: &str = "one `xs:restriction`, `xs:list` or `xs:union`";
    const FINAL: Ways = Ways::RESTRICTION.and(Ways::LIST).and(Ways::UNION);
    parser.counts.simple_types += 1;
    let span = parser.span(node);
    let final_ = parser
        .ways(node, "final", FINAL)
        .unwrap_or_else(|| parser.final_default.within(FINAL));
    let children = parser.children(node);
    let mut misplaced = false;
    let mut derivation = None;
    let mut loose = is_loose(node).then(Facets::default);
    for child in children.nodes {
        if let Some(facets) = &mut loose
            && facet::take(parser, child, facets)
        {
            let how = "it is read as if it stood in an `xs:restriction` with this `base`";
            parser.moved(child, EXPECTED, how);
            continue;
        }
        let found = match child.construct() {
            Construct::Restriction if derivation.is_none() => restriction(parser, child),
            Construct::List if derivation.is_none() => list(parser, child),
            Construct::Union if derivation.is_none() => union(parser, child),
            _ => {
                misplaced = true;
                parser.misplaced(child, EXPECTED);
                continue;
            }
        };
        derivation = Some(found);
    }
    if let (Some(facets), None) = (loose, &derivation) {
        let named = parser.reference(node, "base");
        derivation = Some(Derivation::Restriction {
            base: one_base(parser, node, ("base", named), None),
            facets: Box::new(facets),
        });
    }
    if derivation.is_none() && !misplaced {
        parser.report(incomplete_component::report(span, "simpleType", EXPECTED));
    }
    SimpleType {
        span,
        name,
        derivation: derivation.unwrap_or(Derivation::Missing),
        final_,
        doc: children.doc,
    }
}

fn restriction(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Derivation {
    parser.check_attributes(node, &["base"]);
    let named = parser.reference(node, "base");
    let mut anonymous = None;
    let mut facets = Box::<Facets>::default();
    let children = parser.children(node).nodes;
    let first = children.clone().next();
    if first.is_some_and(|first| first.construct() == Construct::Enumeration) {
        facets.enumeration = Vec::with_capacity(children.clone().count());
    }
    for child in children {
        if child.construct() == Construct::SimpleType {
            if !facets.is_empty() {
                parser.moved(
                    child,
                    "one `xs:simpleType`, then facets",
                    "the order says nothing",
                );
            }
            take_anonymous(parser, child, &mut anonymous);
        } else if !facet::take(parser, child, &mut facets) {
            parser.misplaced(child, "one `xs:simpleType`, then facets");
        }
    }
    let base = one_base(parser, node, ("base", named), anonymous);
    Derivation::Restriction { base, facets }
}

fn list(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Derivation {
    parser.check_attributes(node, &["itemType"]);
    let named = parser.reference(node, "itemType");
    let mut anonymous = None;
    for child in parser.children(node).nodes {
        if child.construct() == Construct::SimpleType {
            take_anonymous(parser, child, &mut anonymous);
        } else {
            parser.misplaced(child, "one `xs:simpleType`");
        }
    }
    Derivation::List(one_base(parser, node, ("itemType", named), anonymous))
}

fn union(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Derivation {
    parser.check_attributes(node, &["memberTypes"]);
    let mut members: Vec<Base> = parser
        .references(node, "memberTypes")
        .into_iter()
        .map(Base::Named)
        .collect();
    for child in parser.children(node).nodes {
        if child.construct() == Construct::SimpleType {
            members.push(Base::Anonymous(Box::new(anonymous(parser, child))));
        } else {
            parser.misplaced(child, "`xs:simpleType`");
        }
    }
    if members.is_empty() {
        let report = incomplete_component::report(
            parser.span(node),
            "union",
            "`memberTypes` or an `xs:simpleType`",
        );
        parser.report(report);
    }
    Derivation::Union(members)
}

pub(super) fn take_anonymous(
    parser: &mut Parser<'_>,
    node: Node<'_, '_>,
    slot: &mut Option<Box<SimpleType>>,
) {
    if slot.is_some() {
        parser.misplaced(node, "one `xs:simpleType`");
    } else {
        *slot = Some(Box::new(anonymous(parser, node)));
    }
}

/// The base, said in exactly one of two ways.
fn one_base(
    parser: &mut Parser<'_>,
    node: Node<'_, '_>,
    (attribute, named): (&str, Option<Reference>),
    anonymous: Option<Box<SimpleType>>,
) -> Base {
    match (named, anonymous) {
        (Some(named), None) => Base::Named(named),
        (None, Some(anonymous)) => Base::Anonymous(anonymous),
        (Some(named), Some(anonymous)) => {
            let first = format!("`{attribute}`");
            let report = conflicting_properties::report(
                anonymous.span,
                (named.span, &first),
                "an anonymous type",
            );
            parser.report(report);
            Base::Named(named)
        }
        (None, None) => {
            let construct = node.tag_name().name();
            let what = format!("`{attribute}` or an `xs:simpleType`");
            parser.report(incomplete_component::report(
                parser.span(node),
                construct,
                &what,
            ));
            Base::Missing
        }
    }
}
