//! `xs:schema`, and what it is composed of (XSD part 1 §3.15, §4.2).

use super::attribute::{self, Attribute, AttributeGroup};
use super::complex_type::{self, ComplexType};
use super::element::{self, Element};
use super::particle::{self, Group};
use super::reader::Parser;
use super::simple_type::{self, SimpleType};
use super::value::Form;
use super::{Located, XSD, identity};
use crate::rule::{incomplete_component, not_a_schema, unsupported_construct};
use crate::source::{FileId, Span};
use roxmltree::Node;
use std::collections::BTreeMap;

/// One schema document.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) file: FileId,
    pub(crate) stem: String,
    /// The start tag of `xs:schema`.
    pub(crate) span: Span,
    /// Where an import can be written: after the start tag.
    pub(crate) inside: Span,
    /// The prefix of XML Schema at the root, empty for none.
    pub(crate) prefix: String,
    /// Where the root declares a default namespace, if it does.
    pub(crate) default_namespace: Option<Span>,
    pub(crate) doc: Option<String>,
    pub(crate) target: Option<Located<String>>,
    pub(crate) element_form: Form,
    pub(crate) attribute_form: Form,
    pub(crate) compositions: Vec<Composition>,
    pub(crate) components: Vec<Component>,
    /// The namespaces that references name, and the first reference to each.
    pub(crate) references: BTreeMap<String, Span>,
}

/// Another document that this one needs.
#[derive(Debug)]
pub(crate) enum Composition {
    Include { location: Located<String> },
    Import { namespace: String, span: Span },
}

/// A global component.
#[derive(Debug)]
pub(crate) enum Component {
    Element(Box<Element>),
    Attribute(Box<Attribute>),
    SimpleType(Box<SimpleType>),
    ComplexType(Box<ComplexType>),
    Group(Box<Group>),
    AttributeGroup(Box<AttributeGroup>),
}

const ATTRIBUTES: &[&str] = &[
    "attributeFormDefault",
    "blockDefault",
    "elementFormDefault",
    "finalDefault",
    "targetNamespace",
    "version",
];

pub(super) fn parse(
    parser: &mut Parser<'_>,
    tree: &roxmltree::Document<'_>,
    stem: &str,
) -> Option<Document> {
    let root = tree.root_element();
    let name = root.tag_name();
    let span = parser.span(root);
    if name.namespace() != Some(XSD) || name.name() != "schema" {
        parser.report(not_a_schema::report(
            span,
            name.name(),
            name.namespace().unwrap_or_default(),
        ));
        return None;
    }
    parser.check_attributes(root, ATTRIBUTES);
    let children = parser.children(root);
    let mut document = Document {
        file: parser.file(),
        stem: stem.to_owned(),
        span,
        inside: Span {
            start: span.end,
            ..span
        },
        prefix: root.lookup_prefix(XSD).unwrap_or_default().to_owned(),
        default_namespace: parser.default_namespace(root),
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
        references: BTreeMap::new(),
    };
    for child in children.nodes {
        global(parser, child, &mut document);
    }
    document.references = parser.take_references();
    Some(document)
}

fn target(parser: &mut Parser<'_>, root: Node<'_, '_>) -> Option<Located<String>> {
    let target = parser.attribute(root, "targetNamespace")?;
    if target.value.is_empty() {
        parser.invalid(
            "targetNamespace",
            &target,
            "a namespace; leave the attribute out for none",
        );
        return None;
    }
    Some(target)
}

fn global(parser: &mut Parser<'_>, node: Node<'_, '_>, document: &mut Document) {
    let component = match node.tag_name().name() {
        "import" | "include" | "redefine" => {
            if !document.components.is_empty() {
                parser.misplaced(node, "imports and includes before its components");
            }
            document
                .compositions
                .extend(composition(parser, node, document.target.as_ref()));
            return;
        }
        "element" => element::global(parser, node)
            .map(Box::new)
            .map(Component::Element),
        "attribute" => attribute::global(parser, node)
            .map(Box::new)
            .map(Component::Attribute),
        "simpleType" => simple_type::global(parser, node)
            .map(Box::new)
            .map(Component::SimpleType),
        "complexType" => complex_type::global(parser, node)
            .map(Box::new)
            .map(Component::ComplexType),
        "group" => particle::global_group(parser, node)
            .map(Box::new)
            .map(Component::Group),
        "attributeGroup" => attribute::global_group(parser, node)
            .map(Box::new)
            .map(Component::AttributeGroup),
        "notation" => {
            identity::notation(parser, node);
            return;
        }
        _ => {
            parser.misplaced(node, "global components");
            return;
        }
    };
    document.components.extend(component);
}

fn composition(
    parser: &mut Parser<'_>,
    node: Node<'_, '_>,
    target: Option<&Located<String>>,
) -> Option<Composition> {
    let construct = node.tag_name().name();
    let span = parser.span(node);
    if construct == "import" {
        parser.check_attributes(node, &["namespace", "schemaLocation"]);
        parser.empty(node);
        let namespace = parser.attribute(node, "namespace");
        let span = namespace.as_ref().map_or(span, |namespace| namespace.span);
        let namespace = namespace
            .map(|namespace| namespace.value)
            .unwrap_or_default();
        if target.map_or("", |target| target.value.as_str()) == namespace {
            let wrong = "the schema's own namespace: documents of one namespace are included";
            parser.report(
                crate::rule::invalid_attribute_value::report(
                    span,
                    "namespace",
                    &namespace,
                    "another namespace",
                )
                .note(wrong),
            );
            return None;
        }
        return Some(Composition::Import { namespace, span });
    }
    if construct == "redefine" {
        let help = "include the document, and define types with names of their own";
        parser.report(unsupported_construct::report(span, construct, help));
    } else {
        parser.check_attributes(node, &["schemaLocation"]);
        parser.empty(node);
    }
    let location = parser.attribute(node, "schemaLocation");
    if location.is_none() {
        parser.report(incomplete_component::report(
            span,
            construct,
            "`schemaLocation`",
        ));
    }
    Some(Composition::Include {
        location: location?,
    })
}
