//! `xs:sequence`, `xs:choice`, `xs:all`, `xs:group` and `xs:any` (XSD part 1 §3.7.2, §3.8.2, §3.10.2).

use super::attribute;
use super::construct::Construct;
use super::element::{self, Element};
use super::reader::Parser;
use super::tree::Node;
use super::value::Reference;
use super::{Located, value};
use crate::model::{Compositor, Occurs, Process, Text};
use crate::rule::{
    incomplete_component, invalid_attribute_value, misplaced_element, repeated_in_all,
};
use crate::source::Span;

/// Something that occurs in content.
#[derive(Debug)]
pub(crate) enum Particle {
    Element(Element),
    Model(Model),
    Group {
        reference: Reference,
        occurs: Occurs,
        span: Span,
    },
    Any {
        wildcard: Wildcard,
        occurs: Occurs,
    },
}

/// A model group.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) compositor: Compositor,
    pub(crate) particles: Vec<Particle>,
    pub(crate) occurs: Occurs,
    pub(crate) span: Span,
}

/// A global `xs:group`.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) span: Span,
    pub(crate) name: Located<Text>,
    pub(crate) model: Model,
    pub(crate) doc: Option<Text>,
}

/// `xs:any` or `xs:anyAttribute`.
#[derive(Debug)]
pub(crate) struct Wildcard {
    pub(crate) span: Span,
    /// Where an attribute can be added.
    pub(crate) end: Span,
    pub(crate) namespaces: Namespaces,
    /// Absent where the schema does not say.
    pub(crate) process: Option<Process>,
    pub(crate) doc: Option<Text>,
}

/// `namespace` of a wildcard.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Namespaces {
    Any,
    Other,
    List(Vec<Member>),
}

/// A member of a list of namespaces.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Member {
    Target,
    Local,
    Namespace(Text),
}

const MODEL: &str = "elements, groups, `xs:choice`, `xs:sequence` and `xs:any`";

pub(super) fn global_group(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Group> {
    parser.check_attributes(node, &["name"]);
    let span = parser.span(node);
    let name = parser.required_name(node);
    let children = parser.children(node);
    let mut model = None;
    for child in children.nodes {
        match compositor(child) {
            Some(compositor) if model.is_none() => {
                model = Some(read_model(parser, child, compositor, true));
            }
            _ => parser.misplaced(child, "one `xs:all`, `xs:choice` or `xs:sequence`"),
        }
    }
    drop_strays(parser, node);
    if model.is_none() {
        let what = "one `xs:all`, `xs:choice` or `xs:sequence`";
        parser.report(incomplete_component::report(span, "group", what));
    }
    let model = model.unwrap_or(Model {
        compositor: Compositor::Sequence,
        particles: Vec::new(),
        occurs: Occurs::ONCE,
        span,
    });
    Some(Group {
        span,
        name: name?,
        model,
        doc: children.doc,
    })
}

/// An attribute in a named group belongs to no type.
fn drop_strays(parser: &mut Parser<'_>, node: Node<'_, '_>) {
    if std::mem::take(&mut parser.strays).is_empty() {
        return;
    }
    let span = parser.span(node);
    let report = misplaced_element::report(span, "attribute", "group", MODEL);
    parser.report(report.help("put the attributes into an `xs:attributeGroup`"));
}

/// Reads the model group, element, group reference or wildcard that a node is; nothing if it is none of them.
pub(super) fn particle(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Particle> {
    match node.construct() {
        Construct::Element => element::local(parser, node).map(Particle::Element),
        Construct::Group => group_reference(parser, node),
        Construct::Any => {
            let occurs = parser.occurs(node);
            Some(Particle::Any {
                wildcard: wildcard(parser, node),
                occurs,
            })
        }
        _ => compositor(node).map(|compositor| {
            let model = read_model(parser, node, compositor, false);
            Particle::Model(model)
        }),
    }
}

/// Whether a node is something that [`particle`] reads.
pub(super) fn is_particle(node: Node<'_, '_>) -> bool {
    use Construct::{All, Any, Choice, Element, Group, Sequence};
    matches!(
        node.construct(),
        Element | Group | Any | Sequence | Choice | All
    )
}

/// `xs:sequence`, `xs:choice` or `xs:all`.
pub(super) fn compositor(node: Node<'_, '_>) -> Option<Compositor> {
    match node.construct() {
        Construct::Sequence => Some(Compositor::Sequence),
        Construct::Choice => Some(Compositor::Choice),
        Construct::All => Some(Compositor::All),
        _ => None,
    }
}

fn read_model(
    parser: &mut Parser<'_>,
    node: Node<'_, '_>,
    compositor: Compositor,
    is_global: bool,
) -> Model {
    match is_global {
        true => parser.check_attributes(node, &[]),
        false => parser.check_attributes(node, &["maxOccurs", "minOccurs"]),
    }
    let span = parser.span(node);
    let occurs = parser.occurs(node);
    if compositor == Compositor::All {
        check_once(parser, node, "`xs:all`");
        if occurs.max == Some(0) {
            let place = parser
                .attribute(node, "maxOccurs")
                .map_or(span, |found| found.span);
            parser.report(repeated_in_all::report(place, "`xs:all`"));
        }
    }
    let children = parser.children(node).nodes;
    let mut particles = Vec::with_capacity(children.clone().count());
    for child in children {
        if matches!(
            child.construct(),
            Construct::Attribute | Construct::AttributeGroup
        ) {
            parser.moved(child, MODEL, "it is read as an attribute of the type");
            let mut strays = Vec::new();
            attribute::item(parser, child, &mut strays);
            parser.strays.append(&mut strays);
            continue;
        }
        if !is_particle(child) {
            parser.misplaced(child, MODEL);
            continue;
        }
        check_all(parser, child, compositor);
        if let Some(found) = particle(parser, child) {
            particles.push(found);
        }
    }
    Model {
        compositor,
        particles,
        occurs,
        span,
    }
}

/// `xs:all` holds elements that occur at most once, and stands in no other model group (XSD part 1 §3.8.6, cos-all-limited).
fn check_all(parser: &mut Parser<'_>, child: Node<'_, '_>, parent: Compositor) {
    let construct = child.construct();
    if parent == Compositor::All && construct == Construct::Element {
        check_once(parser, child, "an element of `xs:all`");
    } else if parent == Compositor::All || construct == Construct::All {
        let expected = match parent {
            Compositor::All => "elements",
            _ => MODEL,
        };
        parser.moved(child, expected, "it is read as a part of the content");
    }
}

/// Reports an occurrence beyond one.
fn check_once(parser: &mut Parser<'_>, node: Node<'_, '_>, what: &str) {
    for name in ["minOccurs", "maxOccurs"] {
        let Some(found) = parser.attribute(node, name) else {
            continue;
        };
        if value::natural(&found.value).is_some_and(|number| number > 1)
            || found.value == "unbounded"
        {
            let report = repeated_in_all::report(found.span, what);
            parser.report_shared(node, report);
            return;
        }
    }
}

fn group_reference(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Particle> {
    parser.check_attributes(node, &["maxOccurs", "minOccurs", "ref"]);
    parser.empty(node);
    let span = parser.span(node);
    let occurs = parser.occurs(node);
    let Some(reference) = parser.reference(node, "ref") else {
        parser.report(
            incomplete_component::report(span, "group", "a `ref`")
                .help("groups are named directly under `xs:schema` and referenced elsewhere"),
        );
        return None;
    };
    Some(Particle::Group {
        reference,
        occurs,
        span,
    })
}

/// `xs:any` or `xs:anyAttribute`; the occurrence of `xs:any` is read by the caller.
pub(super) fn wildcard(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Wildcard {
    match node.construct() {
        Construct::Any => parser.check_attributes(
            node,
            &["maxOccurs", "minOccurs", "namespace", "processContents"],
        ),
        _ => parser.check_attributes(node, &["namespace", "processContents"]),
    }
    let doc = parser.empty(node);
    let process = parser
        .attribute(node, "processContents")
        .map(|found| match &*found.value {
            "strict" => Process::Strict,
            "lax" => Process::Lax,
            "skip" => Process::Skip,
            _ => {
                parser.invalid("processContents", &found, "`strict`, `lax` or `skip`");
                Process::Lax
            }
        });
    let namespaces = match parser.attribute(node, "namespace") {
        None => Namespaces::Any,
        Some(found) => namespaces(parser, &found.owned()),
    };
    Wildcard {
        span: parser.span(node),
        end: parser.tag_end(node),
        namespaces,
        process,
        doc,
    }
}

fn namespaces(parser: &mut Parser<'_>, found: &Located<Text>) -> Namespaces {
    match found.value.as_str() {
        "##any" => return Namespaces::Any,
        "##other" => return Namespaces::Other,
        _ => {}
    }
    let mut members = Vec::new();
    for word in found.value.split(' ').filter(|word| !word.is_empty()) {
        members.push(match word {
            "##targetNamespace" => Member::Target,
            "##local" => Member::Local,
            _ if word.starts_with("##") => {
                let expected = "`##any`, `##other`, or a list of namespaces, `##targetNamespace` and `##local`";
                parser.report(invalid_attribute_value::report(found.span, "namespace", &found.value, expected));
                return Namespaces::Any;
            }
            _ => Member::Namespace(word.into()),
        });
    }
    Namespaces::List(members)
}
