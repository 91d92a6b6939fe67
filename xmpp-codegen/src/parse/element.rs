//! `xs:element` (XSD part 1 §3.3.2).

use super::Located;
use super::complex_type::{self, Body, ComplexType};
use super::construct::Construct;
use super::identity::{self, Constraint};
use super::known::marks;
use super::reader::Parser;
use super::schema::Document;
use super::simple_type::{self, SimpleType};
use super::tree::Node;
use super::value::{Form, Reference};
use crate::model::{Bindings, Occurs, Text, ValueConstraint, Ways};
use crate::rule::{conflicting_properties, incomplete_component};
use crate::source::Span;

/// An element, declared or referenced.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) span: Span,
    pub(crate) identity: Identity,
    pub(crate) occurs: Occurs,
    pub(crate) doc: Option<Text>,
}

/// What an element or attribute is: its own declaration, or a reference to a global one.
#[derive(Debug)]
pub(crate) enum Identity {
    Reference(Reference),
    /// The number of its own one among those of the document.
    Declaration(usize),
}

/// A declaration of an element.
#[derive(Debug)]
pub(crate) struct Declaration {
    pub(crate) name: Located<Text>,
    pub(crate) form: Option<Form>,
    pub(crate) type_: TypeUse,
    pub(crate) substitutes: Option<Box<Reference>>,
    pub(crate) value: Option<Located<ValueConstraint>>,
    pub(crate) bindings: Bindings,
    pub(crate) nillable: bool,
    pub(crate) abstract_: bool,
    pub(crate) block: Ways,
    pub(crate) final_: Ways,
    pub(crate) constraints: Vec<Constraint>,
}

/// How a declaration says its type.
#[derive(Debug)]
pub(crate) enum TypeUse {
    /// Not at all.
    Absent,
    Named(Reference),
    Simple(Box<SimpleType>),
    Complex(Box<ComplexType>),
}

impl Element {
    pub(crate) fn declaration<'d>(&self, document: &'d Document) -> Option<&'d Declaration> {
        match self.identity {
            Identity::Declaration(number) => document.declarations.get(number),
            Identity::Reference(_) => None,
        }
    }
}

const GLOBAL: &[&str] = &[
    "abstract",
    "block",
    "default",
    "final",
    "fixed",
    "name",
    "nillable",
    "substitutionGroup",
    "type",
];
const LOCAL: &[&str] = &[
    "block",
    "default",
    "fixed",
    "form",
    "maxOccurs",
    "minOccurs",
    "name",
    "nillable",
    "ref",
    "type",
];
const FINAL: Ways = Ways::EXTENSION.and(Ways::RESTRICTION);
const BLOCK: Ways = FINAL.and(Ways::SUBSTITUTION);
const EXPECTED: &str =
    "one `xs:simpleType` or `xs:complexType`, then `xs:unique`, `xs:key` and `xs:keyref`";

pub(super) fn global(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Element> {
    parser.check_attributes(node, GLOBAL);
    let (doc, declaration) = declaration(parser, node);
    Some(Element {
        span: parser.span(node),
        identity: Identity::Declaration(declaration?),
        occurs: Occurs::ONCE,
        doc,
    })
}

pub(super) fn local(parser: &mut Parser<'_>, node: Node<'_, '_>) -> Option<Element> {
    parser.check_attributes(node, LOCAL);
    let span = parser.span(node);
    let occurs = parser.occurs(node);
    let Some(reference) = parser.reference(node, "ref") else {
        let (doc, declaration) = declaration(parser, node);
        let identity = Identity::Declaration(declaration?);
        return Some(Element {
            span,
            identity,
            occurs,
            doc,
        });
    };
    let others = [
        "name", "type", "default", "fixed", "form", "nillable", "block",
    ];
    exclude(parser, node, &reference, &others);
    let children = parser.children(node);
    for child in children.nodes {
        parser.misplaced(child, "nothing but an annotation where it is a reference");
    }
    Some(Element {
        span,
        identity: Identity::Reference(reference),
        occurs,
        doc: children.doc,
    })
}

/// Reports the properties that a reference may not have beside it.
#[inline(always)]
pub(super) fn exclude(
    parser: &mut Parser<'_>,
    node: Node<'_, '_>,
    reference: &Reference,
    others: &[&str],
) {
    if !node.may_have(marks(others)) {
        return;
    }
    for other in others {
        if let Some(found) = parser.attribute(node, other) {
            let report = conflicting_properties::report(
                found.span,
                (reference.span, "`ref`"),
                &format!("`{other}`"),
            );
            parser.report(report);
        }
    }
}

/// The documentation of a declaration, and its number.
fn declaration(parser: &mut Parser<'_>, node: Node<'_, '_>) -> (Option<Text>, Option<usize>) {
    parser.counts.elements += 1;
    let name = parser.name(node);
    if name.is_none() && !node.has_attribute("name") {
        report_nameless(parser, node);
    }
    let mut type_ = parser
        .reference(node, "type")
        .map_or(TypeUse::Absent, TypeUse::Named);
    let children = parser.children(node);
    let mut constraints = Vec::new();
    let mut constrained = false;
    let mut loose = Vec::new();
    for child in children.nodes {
        match child.construct() {
            Construct::SimpleType if !constrained => {
                let inner = simple_type::anonymous(parser, child);
                anonymous(parser, child, &mut type_, TypeUse::Simple(Box::new(inner)));
            }
            Construct::ComplexType if !constrained => {
                let inner = complex_type::anonymous(parser, child);
                anonymous(parser, child, &mut type_, TypeUse::Complex(Box::new(inner)));
            }
            Construct::Unique | Construct::Key | Construct::Keyref => {
                constrained = true;
                constraints.extend(identity::constraint(parser, child));
            }
            construct if complex_type::is_part(construct) => {
                let how = "it is read as if it stood in an `xs:complexType`";
                parser.moved(child, EXPECTED, how);
                loose.push(child);
            }
            _ => match simple_type::loose(parser, child) {
                Some(inner) => {
                    anonymous(parser, child, &mut type_, TypeUse::Simple(Box::new(inner)));
                }
                None => parser.misplaced(child, EXPECTED),
            },
        }
    }
    if let [first, ..] = loose.as_slice() {
        let inner = complex_type::loose(parser, node, &loose);
        let reports = parser.diagnostics.len();
        let found = TypeUse::Complex(Box::new(inner));
        anonymous(parser, *first, &mut type_, found);
        // What stands in the wrong place is reported; that it extends the type beside it is no second mistake.
        let is_repaired = |at: usize| parser.diagnostics[at].repair.is_some();
        if parser.diagnostics.len() > reports && is_repaired(reports) {
            parser.diagnostics.truncate(reports);
        }
    }
    let declaration = Declaration {
        form: parser.form(node, "form"),
        substitutes: parser.reference(node, "substitutionGroup").map(Box::new),
        value: parser.value_constraint(node),
        nillable: parser.flag(node, "nillable").unwrap_or(false),
        abstract_: parser.flag(node, "abstract").unwrap_or(false),
        bindings: parser.value_bindings(node),
        block: parser
            .ways(node, "block", BLOCK)
            .unwrap_or_else(|| parser.block_default.within(BLOCK)),
        final_: parser
            .ways(node, "final", FINAL)
            .unwrap_or_else(|| parser.final_default.within(FINAL)),
        constraints,
        type_,
        name: match name {
            Some(name) => name,
            None => return (children.doc, None),
        },
    };
    let number = parser.declarations.len();
    parser.declarations.push(declaration);
    (children.doc, Some(number))
}

/// A global element has a name, a local one a name or a reference.
fn report_nameless(parser: &mut Parser<'_>, node: Node<'_, '_>) {
    let what = if node
        .parent()
        .is_some_and(|parent| parent.is_schema() && parent.construct() == Construct::Schema)
    {
        "a `name`"
    } else {
        "a `name` or a `ref`"
    };
    parser.report(incomplete_component::report(
        parser.span(node),
        "element",
        what,
    ));
}

/// Takes an anonymous type, unless there is a type already. Beside `type`, it is taken where the two say one thing together.
pub(super) fn anonymous(
    parser: &mut Parser<'_>,
    child: Node<'_, '_>,
    type_: &mut TypeUse,
    found: TypeUse,
) {
    let span = parser.span(child);
    let report = match type_ {
        TypeUse::Absent => {
            *type_ = found;
            return;
        }
        TypeUse::Named(reference) => {
            let report = conflicting_properties::report(
                span,
                (reference.span, "`type`"),
                "an anonymous type",
            );
            match both(reference, found) {
                Some((both, how)) => {
                    *type_ = both;
                    report.repaired(how)
                }
                None => report,
            }
        }
        TypeUse::Simple(inner) => conflicting_properties::report_second(span, inner.span, "type"),
        TypeUse::Complex(inner) => conflicting_properties::report_second(span, inner.span, "type"),
    };
    parser.report(report);
}

/// A named type and an anonymous one as one type, and how; nothing where that would lose or widen something.
fn both(named: &Reference, found: TypeUse) -> Option<(TypeUse, &'static str)> {
    const DERIVED: &str = "the anonymous type is read, which is made from the other";
    match found {
        TypeUse::Simple(inner) if inner.restricts().is_some_and(|base| base.is_within(named)) => {
            Some((TypeUse::Simple(inner), DERIVED))
        }
        TypeUse::Complex(mut inner) => {
            if inner.base().is_some_and(|base| base.is_within(named)) {
                return Some((TypeUse::Complex(inner), DERIVED));
            }
            let attributes = inner.take_attributes()?;
            inner.body = Body::extending(named, attributes, inner.span);
            let how = "the attributes of the anonymous type are read as an extension of the other";
            Some((TypeUse::Complex(inner), how))
        }
        _ => None,
    }
}
