//! Conversions from and to `minidom::Element`, for code that has trees already (feature `minidom`).
//!
//! [`Element`] converts both ways with `TryFrom`; [`read`] and [`write()`] go to typed values at once. What the two say in XML
//! is the same: names, attributes, text and order. Prefixes are not kept.
//!
//! ```
//! use xmpp_core::Element;
//!
//! let tree = minidom::Element::builder("seconds", "urn:example:age").append("42").build();
//! let element = Element::try_from(&tree)?;
//! assert_eq!(element.text(), "42");
//! assert_eq!(minidom::Element::try_from(&element)?, tree);
//! # Ok::<(), xmpp_core::Report>(())
//! ```

use crate::xml::{Content, ContentIter, Node, WriteError, Writer};
use crate::{Element, Finding, FromXml, Report, Rule, ToXml, Validate};
use ::minidom::Node as TreeNode;
use ::minidom::element::Nodes;
use ::minidom::rxml::{self, NcName};

/// Reads a value from a tree.
///
/// # Errors
///
/// Everything that was found, as [`read`](crate::read) says it; also what no XML can hold.
pub fn read<T: FromXml>(tree: &::minidom::Element) -> Result<T, Report> {
    Element::try_from(tree)?.read()
}

/// Writes a value as a tree.
///
/// # Errors
///
/// Everything that is wrong with the value, as [`write`](crate::write) says it.
pub fn write<T: ToXml + Validate>(value: &T) -> Result<::minidom::Element, Report> {
    ::minidom::Element::try_from(&Element::of(value)?)
}

impl TryFrom<&Element> for ::minidom::Element {
    type Error = Report;

    /// Fails only for names that `minidom` does not take.
    fn try_from(element: &Element) -> Result<Self, Report> {
        grow(element.document().root())
    }
}

impl TryFrom<Element> for ::minidom::Element {
    type Error = Report;

    fn try_from(element: Element) -> Result<Self, Report> {
        Self::try_from(&element)
    }
}

impl TryFrom<&::minidom::Element> for Element {
    type Error = Report;

    /// Fails for names and characters that no XML can hold; `minidom` does not check them.
    fn try_from(tree: &::minidom::Element) -> Result<Self, Report> {
        let mut writer = Writer::document();
        fell(tree, &mut writer);
        let xml = writer.finish().map_err(|error| refused(&error))?;
        Self::parse(&xml).map_err(|error| report(error.finding()))
    }
}

impl TryFrom<::minidom::Element> for Element {
    type Error = Report;

    fn try_from(tree: ::minidom::Element) -> Result<Self, Report> {
        Self::try_from(&tree)
    }
}

/// The tree of an element. Elements that are open wait on a stack of their own.
fn grow(root: Node<'_>) -> Result<::minidom::Element, Report> {
    let mut open: Vec<(::minidom::Element, ContentIter<'_>)> = Vec::new();
    let mut tree = bare(root)?;
    let mut content = root.content();
    loop {
        match content.next() {
            Some(Content::Text(text)) => tree.append_text(text.value()),
            Some(Content::Element(child)) => {
                let parent = std::mem::replace(&mut tree, bare(child)?);
                open.push((parent, std::mem::replace(&mut content, child.content())));
            }
            None => {
                let Some((parent, rest)) = open.pop() else {
                    return Ok(tree);
                };
                let child = std::mem::replace(&mut tree, parent);
                tree.append_child(child);
                content = rest;
            }
        }
    }
}

/// An element of a tree with its attributes, still without content.
fn bare(node: Node<'_>) -> Result<::minidom::Element, Report> {
    let mut tree = ::minidom::Element::bare(node.name(), node.namespace());
    for attribute in node.attributes() {
        let name = NcName::try_from(attribute.name())
            .map_err(|_| refused(&WriteError::Name(attribute.name().to_owned())))?;
        let namespace = rxml::Namespace::from(attribute.namespace().to_owned());
        tree.set_attr(namespace, name, attribute.value().into_owned());
    }
    Ok(tree)
}

/// Writes a tree. Elements that are open wait on a stack of their own.
fn fell(tree: &::minidom::Element, writer: &mut Writer) {
    start(tree, writer);
    let mut open: Vec<Nodes<'_>> = vec![tree.nodes()];
    while let Some(nodes) = open.last_mut() {
        match nodes.next() {
            Some(TreeNode::Text(text)) => writer.text(text),
            Some(TreeNode::Element(child)) => {
                start(child, writer);
                open.push(child.nodes());
            }
            None => {
                writer.end();
                open.pop();
            }
        }
    }
}

fn start(tree: &::minidom::Element, writer: &mut Writer) {
    writer.start(&tree.ns(), tree.name());
    for ((namespace, name), value) in tree.attrs() {
        if namespace.is_none() {
            writer.attribute(name, value);
        } else {
            writer.attribute_ns(namespace, name, value);
        }
    }
}

fn refused(error: &WriteError) -> Report {
    report(Finding {
        rule: Rule::NOT_WELL_FORMED,
        path: String::new(),
        position: None,
        length: 0,
        message: error.to_string(),
        help: None,
    })
}

fn report(finding: Finding) -> Report {
    let mut report = Report::new();
    report.push(finding);
    report
}
