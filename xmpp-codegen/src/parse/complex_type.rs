//! `xs:complexType` (XSD part 1 §3.4.2).

use super::attribute::Attributes;
use super::construct::Construct;
use super::particle::{Model, Particle, compositor, is_particle, particle};
use super::reader::Parser;
use super::simple_type::{SimpleType, take_anonymous};
use super::tree::Node;
use super::value::Reference;
use super::{Located, facet};
use crate::model::facet::Facets;
use crate::model::{self, Compositor, Occurs, Text, Ways};
use crate::rule::{conflicting_properties, incomplete_component};
use crate::source::Span;

/// A complex type, named or anonymous.
#[derive(Debug)]
pub(crate) struct ComplexType {
    pub(crate) span: Span,
    pub(crate) name: Option<Located<Text>>,
    pub(crate) mixed: bool,
    pub(crate) abstract_: bool,
    pub(crate) block: Ways,
    pub(crate) final_: Ways,
    pub(crate) body: Body,
    pub(crate) doc: Option<Text>,
}

/// What a complex type says about its content.
#[derive(Debug)]
pub(crate) enum Body {
    /// Particles and attributes, without a base.
    Own(Definition),
    /// `xs:simpleContent`
    Simple(Box<SimpleContent>),
    /// `xs:complexContent`
    Complex(Box<ComplexContent>),
}

/// Particles and attributes.
#[derive(Debug, Default)]
pub(crate) struct Definition {
    pub(crate) particle: Option<Particle>,
    pub(crate) attributes: Attributes,
}

/// `xs:simpleContent`
#[derive(Debug)]
pub(crate) struct SimpleContent {
    pub(crate) derivation: model::Derivation,
    pub(crate) base: Option<Reference>,
    pub(crate) inner: Option<Box<SimpleType>>,
    pub(crate) facets: Option<Box<Facets>>,
    pub(crate) attributes: Attributes,
    /// Whether it stands for `xs:complexContent` where the base is no text: a repair that does not know the base.
    pub(crate) is_either: bool,
    /// The start tag of the derivation.
    pub(crate) span: Span,
}

impl ComplexType {
    /// The named type that it is made from.
    pub(super) fn base(&self) -> Option<&Reference> {
        match &self.body {
            Body::Own(_) => None,
            Body::Simple(content) => content.base.as_ref(),
            Body::Complex(content) => content.base.as_ref(),
        }
    }

    /// Its attributes, if it says nothing else.
    pub(super) fn take_attributes(&mut self) -> Option<Attributes> {
        match &mut self.body {
            Body::Own(definition) if definition.particle.is_none() && !self.mixed => {
                Some(std::mem::take(&mut definition.attributes))
            }
            _ => None,
        }
    }
}

impl Body {
    /// An extension by attributes, whatever the base is.
    pub(super) fn extending(base: &Reference, attributes: Attributes, span: Span) -> Self {
        Self::Simple(Box::new(SimpleContent {
            derivation: model::Derivation::Extension,
            base: Some(base.clone()),
            inner: None,
            facets: None,
            attributes,
            is_either: true,
            span,
        }))
    }
}

/// `xs:complexContent`
#[derive(Debug)]
pub(crate) struct ComplexContent {
    pub(crate) mixed: Option<bool>,
    pub(crate) derivation: model::Derivation,
    pub(crate) base: Option<Reference>,
    pub(crate) definition: Definition,
}

const WAYS: Ways = Ways::EXTENSION.and(Ways::RESTRICTION);
const OWN: &str = "`xs:simpleContent`, `xs:complexContent`, or one model group and then attributes";

pub(super) fn global(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<ComplexType> {
    parser.check_attributes(node, &["abstract", "block", "final", "mixed", "name"]);
    let name = parser.required_name(node);
    let type_ = read(parser, node, name);
    type_.name.is_some().then_some(type_)
}

pub(super) fn anonymous(parser: &mut Parser<'_>, node: Node<'_, '_>) -> ComplexType {
    parser.check_attributes(node, &["mixed"]);
    read(parser, node, None)
}

/// What stands in an element as if in the `xs:complexType` that is missing around it.
pub(super) fn loose<'a, 'i: 'a>(
    parser: &mut Parser<'_>,
    node: Node<'a, 'i>,
    children: &[Node<'a, 'i>],
) -> ComplexType {
    let first = children.first().map(|first| first.construct());
    let body = match (first, children) {
        (Some(Construct::SimpleContent | Construct::ComplexContent), [only]) => {
            content(parser, *only)
        }
        _ => {
            let children = children.iter().copied();
            Body::Own(definition(parser, node, children, OWN))
        }
    };
    ComplexType {
        span: parser.span(node),
        name: None,
        mixed: false,
        abstract_: false,
        block: Ways::NONE,
        final_: Ways::NONE,
        body,
        doc: None,
    }
}

/// Whether something can stand in an `xs:complexType`.
pub(super) const fn is_part(construct: Construct) -> bool {
    use Construct::{
        All, AnyAttribute, Attribute, AttributeGroup, Choice, ComplexContent, Group, Sequence,
        SimpleContent,
    };
    matches!(
        construct,
        SimpleContent
            | ComplexContent
            | Sequence
            | Choice
            | All
            | Group
            | Attribute
            | AttributeGroup
            | AnyAttribute
    )
}

fn read(parser: &mut Parser<'_>, node: Node<'_, '_>, name: Option<Located<Text>>) -> ComplexType {
    parser.counts.complex_types += 1;
    let span = parser.span(node);
    let mixed = parser.flag(node, "mixed").unwrap_or(false);
    let abstract_ = parser.flag(node, "abstract").unwrap_or(false);
    let block = parser
        .ways(node, "block", WAYS)
        .unwrap_or_else(|| parser.block_default.within(WAYS));
    let final_ = parser
        .ways(node, "final", WAYS)
        .unwrap_or_else(|| parser.final_default.within(WAYS));
    let children = parser.children(node);
    let mut rest = children.nodes.clone();
    let body = match rest.next() {
        Some(first)
            if matches!(
                first.construct(),
                Construct::SimpleContent | Construct::ComplexContent
            ) =>
        {
            for child in rest {
                parser.misplaced(child, "nothing after its content");
            }
            content(parser, first)
        }
        _ => Body::Own(definition(parser, node, children.nodes, OWN)),
    };
    ComplexType {
        span,
        name,
        mixed,
        abstract_,
        block,
        final_,
        body,
        doc: children.doc,
    }
}

/// `xs:simpleContent` or `xs:complexContent`.
fn content(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Body {
    let simple = node.construct() == Construct::SimpleContent;
    match simple {
        true => parser.check_attributes(node, &[]),
        false => parser.check_attributes(node, &["mixed"]),
    }
    let mixed = parser.flag(node, "mixed");
    let mut body = None;
    let mut misplaced = false;
    for child in parser.children(node).nodes {
        let derivation = match child.construct() {
            Construct::Extension if body.is_none() => model::Derivation::Extension,
            Construct::Restriction if body.is_none() => model::Derivation::Restriction,
            _ => {
                misplaced = true;
                parser.misplaced(child, "one `xs:extension` or `xs:restriction`");
                continue;
            }
        };
        body = Some(if simple {
            simple_content(parser, child, derivation)
        } else {
            complex_content(parser, child, derivation, mixed)
        });
    }
    if body.is_none() && !misplaced {
        let what = "an `xs:extension` or `xs:restriction`";
        parser.report(incomplete_component::report(
            parser.span(node),
            node.tag_name().name(),
            what,
        ));
    }
    body.unwrap_or_else(|| Body::Own(Definition::default()))
}

fn base(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Reference> {
    let base = parser.reference(node, "base");
    if base.is_none() {
        let report =
            incomplete_component::report(parser.span(node), node.tag_name().name(), "a `base`");
        parser.report(report);
    }
    base
}

fn simple_content(
    parser: &mut Parser<'_>,
    node: Node<'_, '_>,
    derivation: model::Derivation,
) -> Body {
    parser.check_attributes(node, &["base"]);
    let restricts = derivation == model::Derivation::Restriction;
    let mut content = SimpleContent {
        derivation,
        base: base(parser, node),
        inner: None,
        facets: None,
        attributes: Attributes::default(),
        is_either: false,
        span: parser.span(node),
    };
    let expected = match derivation {
        model::Derivation::Extension => "attributes: the text's type is the base",
        model::Derivation::Restriction => "facets, then attributes",
    };
    let children = parser.children(node).nodes;
    if !restricts {
        let count = children.clone().count();
        content.attributes.items = Vec::with_capacity(count);
    }
    for child in children {
        if restricts && child.construct() == Construct::SimpleType {
            take_anonymous(parser, child, &mut content.inner);
        } else if restricts && child.construct().is_facet() {
            facet::take(parser, child, content.facets.get_or_insert_default());
            if !content.attributes.items.is_empty() {
                parser.misplaced(child, expected);
            }
        } else if !content.attributes.take(parser, child) {
            parser.misplaced(child, expected);
        }
    }
    Body::Simple(Box::new(content))
}

fn complex_content(
    parser: &mut Parser<'_>,
    node: Node<'_, '_>,
    derivation: model::Derivation,
    mixed: Option<bool>,
) -> Body {
    parser.check_attributes(node, &["base"]);
    let base = base(parser, node);
    let nodes = parser.children(node).nodes;
    let definition = definition(parser, node, nodes, "one model group, then attributes");
    Body::Complex(Box::new(ComplexContent {
        mixed,
        derivation,
        base,
        definition,
    }))
}

/// One model group, then attributes. What stands in another order, or bare, is reported and kept.
fn definition<'a, 'i: 'a>(
    parser: &mut Parser<'_>,
    node: Node<'a, 'i>,
    mut children: impl Iterator<Item = Node<'a, 'i>> + Clone,
    expected: &str,
) -> Definition {
    let mut definition = Definition::default();
    let mut only = None; // mostly there is one particle
    let mut particles = Vec::new();
    let mut attributes = false;
    let outer = std::mem::take(&mut parser.strays);
    while let Some(child) = children.next() {
        if is_particle(child) {
            let bare = matches!(child.construct(), Construct::Element | Construct::Any);
            let before = only.as_ref().map_or(&*particles, std::slice::from_ref);
            if bare || attributes || !before.is_empty() {
                report_particle(parser, child, before, expected);
            }
            match (particle(parser, child), only.take()) {
                (Some(found), None) if particles.is_empty() => only = Some(found),
                (None, first) => only = first,
                (Some(found), first) => particles.extend(first.into_iter().chain([found])),
            }
            continue;
        }
        if definition.attributes.items.capacity() == 0 {
            let rest = children.clone().count();
            definition.attributes.items = Vec::with_capacity(rest + 1);
        }
        if definition.attributes.take(parser, child) {
            attributes = true;
        } else {
            parser.misplaced(child, expected);
        }
    }
    definition.attributes.take_strays(parser);
    parser.strays = outer;
    if matches!(only, Some(Particle::Element(_) | Particle::Any { .. })) {
        particles.extend(only.take());
    }
    let has_more = !particles.is_empty();
    let sequence = || {
        Particle::Model(Model {
            compositor: Compositor::Sequence,
            particles,
            occurs: Occurs::ONCE,
            span: parser.span(node),
        })
    };
    definition.particle = match only {
        None if !has_more => None,
        None => Some(sequence()),
        only => only,
    };
    definition
}

/// A second model group is a conflict; anything else stands in the wrong place.
fn report_particle(
    parser: &mut Parser<'_>,
    child: Node<'_, '_>,
    before: &[Particle],
    expected: &str,
) {
    let second = compositor(child).is_some() || child.construct() == Construct::Group;
    let first = before.iter().find_map(|particle| match particle {
        Particle::Model(model) => Some(model.span),
        Particle::Group { span, .. } => Some(*span),
        _ => None,
    });
    match first {
        Some(first) if second => {
            let span = parser.span(child);
            let report = conflicting_properties::report_second(span, first, "model group")
                .help("wrap both in an `xs:sequence`");
            parser.report(report);
        }
        _ => parser.moved(
            child,
            expected,
            "it is read as if it stood in an `xs:sequence`, in its order",
        ),
    }
}
