//! `xs:schema`, and what it is composed of (XSD part 1 §3.15, §4.2).

use super::attribute::{self, Attribute, AttributeGroup};
use super::complex_type::{self, ComplexType};
use super::construct::Construct;
use super::element::{self, Declaration, Element};
use super::identity::{self, Notation};
use super::particle::{self, Group};
use super::reader::Parser;
use super::simple_type::{self, SimpleType};
use super::tree::{Constructs, Node, Tree};
use super::value::{Form, Reference};
use super::{Located, XSD};
use crate::model::{Text, Ways};
use crate::rule::{incomplete_component, invalid_attribute_value, not_a_schema};
use crate::source::{FileId, Span};
use std::cell::OnceCell;

/// One schema document.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) file: FileId,
    pub(crate) stem: Text,
    /// The start tag of `xs:schema`.
    pub(crate) span: Span,
    /// Where an import can be written: after the start tag.
    pub(crate) inside: Span,
    /// The prefix of XML Schema at the root, empty for none.
    pub(crate) prefix: Text,
    pub(crate) doc: Option<Text>,
    pub(crate) target: Option<Located<Text>>,
    pub(crate) element_form: Form,
    pub(crate) attribute_form: Form,
    pub(crate) compositions: Vec<Composition>,
    pub(crate) components: Vec<Component>,
    /// The declarations of elements, global and local.
    pub(crate) declarations: Vec<Declaration>,
    /// Which of the components stand in an `xs:redefine`, ascending.
    pub(crate) redefinitions: Vec<usize>,
    /// How many components it has, global and local, as far as they have been counted.
    pub(crate) counts: Counts,
    /// The namespaces that references name, sorted, and the first reference to each.
    pub(crate) references: Vec<(Text, Span)>,
    /// The prefixes that references have, from number 1 on.
    pub(crate) prefixes: Vec<Text>,
    /// Where the root declares a default namespace, looked for when it is first asked for.
    default_namespace: OnceCell<Option<Span>>,
}

impl Document {
    /// The prefix of a reference, empty for none.
    pub(crate) fn prefix_of(&self, reference: &Reference) -> &str {
        let number = reference.prefix.checked_sub(1);
        let prefix = number.and_then(|number| self.prefixes.get(number as usize));
        prefix.map_or("", Text::as_str)
    }

    /// Where the root declares a default namespace, if it does: `xmlns='…'`. The text is that of the document.
    pub(crate) fn default_namespace(&self, text: &str) -> Option<Span> {
        let found = || self.declared_default_namespace(text);
        *self.default_namespace.get_or_init(found)
    }

    fn declared_default_namespace(&self, text: &str) -> Option<Span> {
        let tag = self.span.range();
        let text = text.get(tag.clone())?;
        let declares = |at: usize| {
            let is_behind_space = text.as_bytes()[..at].last()?.is_ascii_whitespace();
            let rest = text.get(at..)?.strip_prefix("xmlns")?;
            let is_default = rest.trim_start().starts_with('=');
            (is_behind_space && is_default).then_some(at)
        };
        let mut starts = text.match_indices('x').map(|(at, _)| at);
        let at = starts.find_map(declares)?;
        let open = at + text[at..].find(['\'', '"'])?;
        let quote = text.as_bytes()[open];
        let close = text[open + 1..].find(char::from(quote))?;
        let start = tag.start + at;
        Some(Span::new(self.file, start..tag.start + open + close + 2))
    }
}

/// How many components of each kind there are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) elements: usize,
    pub(crate) attributes: usize,
    pub(crate) simple_types: usize,
    pub(crate) complex_types: usize,
}

/// Another document that this one needs.
#[derive(Debug)]
pub(crate) enum Composition {
    Include {
        location: Located<Text>,
        /// Whether the document has to be there: an `xs:redefine` with components.
        needed: bool,
    },
    Import {
        namespace: Text,
        location: Option<Located<Text>>,
        span: Span,
    },
}

/// A global component.
#[derive(Debug)]
pub(crate) enum Component {
    Element(Element),
    Attribute(Box<Attribute>),
    SimpleType(Box<SimpleType>),
    ComplexType(Box<ComplexType>),
    Group(Box<Group>),
    AttributeGroup(Box<AttributeGroup>),
    Notation(Box<Notation>),
}

const BLOCK: Ways = Ways::EXTENSION
    .and(Ways::RESTRICTION)
    .and(Ways::SUBSTITUTION);
const FINAL: Ways = Ways::EXTENSION
    .and(Ways::RESTRICTION)
    .and(Ways::LIST)
    .and(Ways::UNION);
const ATTRIBUTES: &[&str] = &[
    "attributeFormDefault",
    "blockDefault",
    "elementFormDefault",
    "finalDefault",
    "targetNamespace",
    "version",
];

/// Reads a document that is a schema, and puts it behind the others: whether it is one.
pub(super) fn parse(
    parser: &mut Parser<'_>,
    tree: &Tree<'_>,
    stem: &str,
    documents: &mut Vec<Document>,
) -> bool {
    let root = tree.root();
    let name = root.tag_name();
    let span = parser.span(root);
    if !root.is_schema() || root.construct() != Construct::Schema {
        parser.report(not_a_schema::report(
            span,
            name.name(),
            name.namespace().unwrap_or_default(),
        ));
        return false;
    }
    parser.check_attributes(root, ATTRIBUTES);
    parser.block_default = parser.ways(root, "blockDefault", BLOCK).unwrap_or_default();
    parser.final_default = parser.ways(root, "finalDefault", FINAL).unwrap_or_default();
    let children = parser.children(root);
    documents.push(Document {
        file: parser.file(),
        stem: stem.into(),
        span,
        inside: Span {
            start: span.end,
            ..span
        },
        prefix: root.lookup_prefix(XSD).unwrap_or_default().into(),
        doc: children.doc,
        target: target(parser, root),
        element_form: parser
            .form(root, "elementFormDefault")
            .unwrap_or(Form::Unqualified),
        attribute_form: parser
            .form(root, "attributeFormDefault")
            .unwrap_or(Form::Unqualified),
        compositions: Vec::new(),
        components: Vec::new(),
        declarations: Vec::new(),
        redefinitions: Vec::new(),
        counts: Counts::default(),
        references: Vec::new(),
        prefixes: Vec::new(),
        default_namespace: OnceCell::new(),
    });
    if let Some(document) = documents.last_mut() {
        components(parser, tree, children.nodes, document);
    }
    true
}

/// What stands in the schema.
fn components(
    parser: &mut Parser<'_>,
    tree: &Tree<'_>,
    nodes: Constructs<'_, '_>,
    document: &mut Document,
) {
    document.components = Vec::with_capacity(nodes.clone().count());
    parser.declarations = Vec::with_capacity(tree.elements());
    for child in nodes {
        global(parser, child, document);
    }
    document.counts = parser.counts;
    document.declarations = std::mem::take(&mut parser.declarations);
    document.references = parser.take_references();
    document.prefixes = std::mem::take(&mut parser.prefixes);
}

fn target(parser: &mut Parser<'_>, root: Node<'_, '_>) -> Option<Located<Text>> {
    let target = parser.attribute(root, "targetNamespace")?;
    if target.value.is_empty() {
        parser.invalid(
            "targetNamespace",
            &target,
            "a namespace; leave the attribute out for none",
        );
        return None;
    }
    Some(Located {
        value: parser.namespace(&target.value),
        span: target.span,
    })
}

fn global(parser: &mut Parser<'_>, node: Node<'_, '_>, document: &mut Document) {
    let construct = node.construct();
    if matches!(
        construct,
        Construct::Import | Construct::Include | Construct::Redefine
    ) {
        if document.components.len() > document.redefinitions.len() {
            let how = "it is read as if it came first";
            parser.moved(node, "imports and includes before its components", how);
        }
        let composition = match construct {
            Construct::Import => import(parser, node, document.target.as_ref()),
            Construct::Include => include(parser, node),
            _ => redefine(parser, node, document),
        };
        document.compositions.extend(composition);
        return;
    }
    match component(parser, node) {
        Some(Some(component)) => document.components.push(component),
        Some(None) => {}
        None => parser.misplaced(node, "global components"),
    }
}

/// The global component that a node is. The outer `Option` is for the node, the inner one for what is so wrong that there is none.
fn component(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Option<Component>> {
    Some(match node.construct() {
        Construct::Element => element::global(parser, node).map(Component::Element),
        Construct::Attribute => {
            attribute::global(parser, node).map(|one| Component::Attribute(Box::new(one)))
        }
        Construct::SimpleType => {
            simple_type::global(parser, node).map(|one| Component::SimpleType(Box::new(one)))
        }
        Construct::ComplexType => {
            complex_type::global(parser, node).map(|one| Component::ComplexType(Box::new(one)))
        }
        Construct::Group => {
            particle::global_group(parser, node).map(|one| Component::Group(Box::new(one)))
        }
        Construct::AttributeGroup => attribute::global_group(parser, node)
            .map(|one| Component::AttributeGroup(Box::new(one))),
        Construct::Notation => {
            identity::notation(parser, node).map(|one| Component::Notation(Box::new(one)))
        }
        _ => return None,
    })
}

/// An import is of another namespace (XSD part 1 §4.2.3, src-import.1).
fn import(
    parser: &mut Parser<'_>,
    node: Node<'_, '_>,
    target: Option<&Located<Text>>,
) -> Option<Composition> {
    parser.check_attributes(node, &["namespace", "schemaLocation"]);
    parser.empty(node);
    let location = parser.attribute(node, "schemaLocation").map(Located::owned);
    let namespace = parser.attribute(node, "namespace").map(Located::owned);
    let span = namespace
        .as_ref()
        .map_or_else(|| parser.span(node), |namespace| namespace.span);
    let namespace = namespace
        .map(|namespace| namespace.value)
        .unwrap_or_default();
    if target.map_or("", |target| target.value.as_str()) != namespace {
        return Some(Composition::Import {
            namespace,
            location,
            span,
        });
    }
    let wrong = "the schema's own namespace: documents of one namespace are included";
    let report =
        invalid_attribute_value::report(span, "namespace", &namespace, "another namespace");
    parser.report(report.note(wrong));
    None
}

fn include(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Composition> {
    parser.check_attributes(node, &["schemaLocation"]);
    parser.empty(node);
    Some(Composition::Include {
        location: location(parser, node)?,
        needed: false,
    })
}

/// `xs:redefine`: the other document, and components that take the place of some of its (XSD part 1 §4.2.2).
fn redefine(
    parser: &mut Parser<'_>,
    node: Node<'_, '_>,
    document: &mut Document,
) -> Option<Composition> {
    parser.check_attributes(node, &["schemaLocation"]);
    let location = location(parser, node);
    let mut needed = false;
    for child in parser.children(node).nodes {
        let fits = matches!(
            child.construct(),
            Construct::SimpleType
                | Construct::ComplexType
                | Construct::Group
                | Construct::AttributeGroup
        );
        match component(parser, child).filter(|_| fits) {
            Some(found) => {
                needed = true;
                if let Some(found) = found {
                    document.redefinitions.push(document.components.len());
                    document.components.push(found);
                }
            }
            None => parser.misplaced(child, "types, groups and attribute groups"),
        }
    }
    Some(Composition::Include {
        location: location?,
        needed,
    })
}

fn location(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Located<Text>> {
    let location = parser.attribute(node, "schemaLocation").map(Located::owned);
    if location.is_none() {
        let construct = node.tag_name().name();
        let report = incomplete_component::report(parser.span(node), construct, "`schemaLocation`");
        parser.report(report);
    }
    location
}
