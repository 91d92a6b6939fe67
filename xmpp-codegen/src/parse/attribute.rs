//! `xs:attribute`, `xs:attributeGroup` and `xs:anyAttribute` (XSD part 1 §3.2.2, §3.6.2, §3.10.2).

use super::construct::Construct;
use super::element::{TypeUse, anonymous, exclude};
use super::particle::{Wildcard, wildcard};
use super::reader::Parser;
use super::tree::Node;
use super::value::{Form, Reference};
use super::{Located, simple_type};
use crate::model::{Bindings, Text, ValueConstraint};
use crate::rule::{conflicting_properties, incomplete_component, reserved_name};
use crate::source::Span;

/// An attribute, declared or referenced.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) span: Span,
    pub(crate) identity: Identity,
    pub(crate) use_: Use,
    pub(crate) value: Option<Located<ValueConstraint>>,
    pub(crate) bindings: Bindings,
    pub(crate) doc: Option<Text>,
}

impl Attribute {
    /// The declared name; none for a reference.
    pub(crate) const fn name(&self) -> Option<&Located<Text>> {
        match &self.identity {
            Identity::Declaration { name, .. } => Some(name),
            Identity::Reference(_) => None,
        }
    }
}

/// Its own declaration, or a reference to a global one.
#[derive(Debug)]
pub(crate) enum Identity {
    Reference(Reference),
    Declaration {
        name: Located<Text>,
        form: Option<Form>,
        type_: TypeUse,
    },
}

/// `use`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Optional,
    Required,
    Prohibited,
}

/// The attributes of a type or of an attribute group.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    pub(crate) items: Vec<Item>,
    pub(crate) any: Option<Box<Wildcard>>,
}

/// One entry of [`Attributes`].
#[derive(Debug)]
pub(crate) enum Item {
    Attribute(Attribute),
    Group(Reference),
}

/// A global `xs:attributeGroup`.
#[derive(Debug)]
pub(crate) struct AttributeGroup {
    pub(crate) name: Located<Text>,
    pub(crate) attributes: Attributes,
}

const GLOBAL: &[&str] = &["default", "fixed", "name", "type"];
const LOCAL: &[&str] = &["default", "fixed", "form", "name", "ref", "type", "use"];

pub(super) fn global(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Attribute> {
    parser.check_attributes(node, GLOBAL);
    attribute(parser, node, Use::Optional)
}

pub(super) fn global_group(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<AttributeGroup> {
    parser.check_attributes(node, &["name"]);
    let name = parser.required_name(node);
    let children = parser.children(node);
    let mut attributes = Attributes {
        items: Vec::with_capacity(children.nodes.clone().count()),
        any: None,
    };
    for child in children.nodes {
        if !attributes.take(parser, child) {
            parser.misplaced(child, "attributes and attribute groups");
        }
    }
    Some(AttributeGroup {
        name: name?,
        attributes,
    })
}

impl Attributes {
    /// Takes the attributes that stood in the model groups of the type.
    pub(super) fn take_strays(&mut self, parser: &mut Parser<'_>) {
        self.items.append(&mut parser.strays);
    }

    /// Takes a child if it is an attribute, an attribute group or a wildcard of attributes.
    pub(super) fn take(&mut self, parser: &mut Parser<'_>, node: Node<'_, '_>) -> bool {
        match node.construct() {
            Construct::Attribute | Construct::AttributeGroup => {
                if self.any.is_some() {
                    let how = "the order of attributes says nothing";
                    parser.moved(node, "`xs:anyAttribute` after all attributes", how);
                }
                item(parser, node, &mut self.items);
            }
            Construct::AnyAttribute => {
                let found = wildcard(parser, node);
                if let Some(first) = &self.any {
                    let what = "`xs:anyAttribute`";
                    let report =
                        conflicting_properties::report_second(found.span, first.span, what);
                    parser.report(report);
                } else {
                    self.any = Some(Box::new(found));
                }
            }
            _ => return false,
        }
        true
    }
}

/// Takes an attribute or a reference to a group of them.
pub(super) fn item(parser: &mut Parser<'_>, node: Node<'_, '_>, items: &mut Vec<Item>) {
    if node.construct() == Construct::Attribute {
        if let Some(found) = local(parser, node) {
            items.push(Item::Attribute(found));
        }
    } else if let Some(found) = group_reference(parser, node) {
        items.push(Item::Group(found));
    }
}

fn local(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Attribute> {
    parser.check_attributes(node, LOCAL);
    let use_ = match parser.attribute(node, "use") {
        None if parser.says_required(node) => Use::Required,
        None => Use::Optional,
        Some(found) => match &*found.value {
            "optional" => Use::Optional,
            "required" => Use::Required,
            "prohibited" => Use::Prohibited,
            _ => {
                parser.invalid("use", &found, "`optional`, `required` or `prohibited`");
                Use::Optional
            }
        },
    };
    attribute(parser, node, use_)
}

fn attribute(parser: &mut Parser<'_>, node: Node<'_, '_>, use_: Use) -> Option<Attribute> {
    let span = parser.span(node);
    let value = parser.value_constraint(node);
    let bindings = parser.value_bindings(node);
    check_default(parser, node, use_, value.as_ref());
    if let Some(reference) = parser.reference(node, "ref") {
        exclude(parser, node, &reference, &["name", "type", "form"]);
        let children = parser.children(node);
        for child in children.nodes {
            parser.misplaced(child, "nothing but an annotation where it is a reference");
        }
        return Some(Attribute {
            span,
            identity: Identity::Reference(reference),
            use_,
            value,
            bindings,
            doc: children.doc,
        });
    }
    parser.counts.attributes += 1;
    let name = parser.name(node);
    if name.is_none() && !node.has_attribute("name") {
        parser.report(incomplete_component::report(
            span,
            "attribute",
            "a `name` or a `ref`",
        ));
    }
    if let Some(name) = name.as_ref().filter(|name| name.value == "xmlns") {
        parser.report(reserved_name::report(name.span)); // no-xmlns
    }
    let mut type_ = parser
        .reference(node, "type")
        .map_or(TypeUse::Absent, TypeUse::Named);
    let children = parser.children(node);
    for child in children.nodes {
        if child.construct() == Construct::SimpleType {
            let inner = simple_type::anonymous(parser, child);
            anonymous(parser, child, &mut type_, TypeUse::Simple(Box::new(inner)));
        } else if let Some(inner) = simple_type::loose(parser, child) {
            anonymous(parser, child, &mut type_, TypeUse::Simple(Box::new(inner)));
        } else {
            parser.misplaced(child, "one `xs:simpleType`");
        }
    }
    let form = parser.form(node, "form");
    let identity = Identity::Declaration {
        name: name?,
        form,
        type_,
    };
    Some(Attribute {
        span,
        identity,
        use_,
        value,
        bindings,
        doc: children.doc,
    })
}

/// A default needs an optional attribute (XSD part 1 §3.2.3, src-attribute.2).
fn check_default(
    parser: &mut Parser<'_>,
    node: Node<'_, '_>,
    use_: Use,
    value: Option<&Located<ValueConstraint>>,
) {
    if use_ == Use::Optional {
        return;
    }
    let (
        Some(Located {
            value: ValueConstraint::Default(_),
            span,
        }),
        Some(said),
    ) = (value, parser.attribute(node, "use"))
    else {
        return;
    };
    let report = conflicting_properties::report(
        *span,
        (said.span, &format!("`use='{}'`", said.value)),
        "`default`",
    );
    parser.report(report.help("remove `use`, or the default, which would never apply"));
}

fn group_reference(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Reference> {
    parser.check_attributes(node, &["ref"]);
    parser.empty(node);
    let reference = parser.reference(node, "ref");
    if reference.is_none() {
        parser.report(incomplete_component::report(
            parser.span(node),
            "attributeGroup",
            "a `ref`",
        ));
    }
    reference
}
