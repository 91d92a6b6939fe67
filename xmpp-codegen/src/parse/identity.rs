//! `xs:unique`, `xs:key`, `xs:keyref` and `xs:notation` (XSD part 1 §3.11.2, §3.12.2).

use super::construct::Construct;
use super::reader::Parser;
use super::tree::Node;
use super::value::Reference;
use super::{Located, xpath};
use crate::model::identity::Selection;
use crate::model::{Bindings, Text};
use crate::rule::incomplete_component;

/// An identity constraint of an element.
#[derive(Debug)]
pub(crate) struct Constraint {
    pub(crate) name: Located<Text>,
    pub(crate) kind: Kind,
    pub(crate) selector: Selection,
    pub(crate) fields: Vec<Selection>,
    pub(crate) bindings: Bindings,
}

/// What a constraint demands.
#[derive(Debug)]
pub(crate) enum Kind {
    Unique,
    Key,
    KeyRef(Reference),
}

/// `xs:notation`
#[derive(Debug)]
pub(crate) struct Notation {
    pub(crate) name: Located<Text>,
}

/// Reads an identity constraint; nothing if a part is missing, which is reported.
pub(super) fn constraint(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Constraint> {
    let construct = node.tag_name().name();
    match node.construct() {
        Construct::Keyref => parser.check_attributes(node, &["name", "refer"]),
        _ => parser.check_attributes(node, &["name"]),
    }
    let span = parser.span(node);
    let mut fields = Vec::new();
    let mut selectors = Vec::new();
    for child in parser.children(node).nodes {
        match child.construct() {
            Construct::Selector if selectors.is_empty() && fields.is_empty() => {
                selectors.push(path(parser, child));
            }
            Construct::Field => fields.push(path(parser, child)),
            _ => parser.misplaced(child, "one `xs:selector`, then one or more `xs:field`"),
        }
    }
    let missing = [
        (!node.has_attribute("name"), "a `name`"),
        (
            node.construct() == Construct::Keyref && !node.has_attribute("refer"),
            "`refer`, the key it refers to",
        ),
        (
            selectors.is_empty() || fields.is_empty(),
            "an `xs:selector` and an `xs:field`",
        ),
    ];
    for (is_missing, what) in missing {
        if is_missing {
            parser.report(incomplete_component::report(span, construct, what));
        }
    }
    let name = parser.name(node);
    let kind = match node.construct() {
        Construct::Keyref => parser.reference(node, "refer").map(Kind::KeyRef),
        Construct::Key => Some(Kind::Key),
        _ => Some(Kind::Unique),
    };
    Some(Constraint {
        name: name?,
        kind: kind?,
        selector: selectors.pop().flatten()?,
        fields: fields.into_iter().collect::<Option<_>>()?,
        bindings: parser.bindings(node),
    })
}

fn path(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Selection> {
    parser.check_attributes(node, &["xpath"]);
    parser.empty(node);
    if !node.has_attribute("xpath") {
        let construct = node.tag_name().name();
        let report = incomplete_component::report(parser.span(node), construct, "`xpath`");
        parser.report(report);
    }
    xpath::read(parser, node)
}

/// A notation needs a public or a system identifier (XSD part 1 §3.12.1).
pub(super) fn notation(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Notation> {
    parser.check_attributes(node, &["name", "public", "system"]);
    parser.empty(node);
    let name = parser.required_name(node);
    if !node.has_attribute("public") && !node.has_attribute("system") {
        let what = "a `public` or `system` identifier";
        let report = incomplete_component::report(parser.span(node), "notation", what);
        parser.report(report);
    }
    Some(Notation { name: name? })
}
