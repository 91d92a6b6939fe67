//! XML that is not typed yet, or never will be.

mod builder;
mod mixed;
#[cfg(feature = "serde")]
mod serde;

pub use builder::{Child, ElementBuilder};
pub use mixed::Mixed;
#[cfg(feature = "serde")]
pub(crate) use serde::fragments;

use crate::codec::{Checker, Decoder, FromNode, LendElement, Part, Refused};
use crate::xml::{Document, Fragment, Node, Writer, XmlError};
use crate::{Answer, Findings, FromXml, Lang, Report, ToXml, Validate, decode, write};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// An element as its sender wrote it, complete in its namespaces.
///
/// This is what a payload is until somebody asks for its type: no registry is needed, the type says which element it reads.
/// It is written back byte for byte. Two elements are equal when they say the same in XML: names, attributes, text and order
/// count, prefixes and quotes do not.
///
/// ```
/// use xmpp_core::Element;
///
/// let element: Element = "<seconds xmlns='urn:example:age' since='birth'>42</seconds>".parse()?;
/// assert!(element.is("urn:example:age", "seconds"));
/// assert_eq!(element.attribute("since").as_deref(), Some("birth"));
/// assert_eq!(element.text(), "42");
/// # Ok::<(), xmpp_core::xml::XmlError>(())
/// ```
///
/// Name and namespace are at hand. Everything else reads the text anew: who needs much of an element reads it as a type, or
/// takes its [`document`](Self::document).
#[derive(Clone, PartialEq, Eq)]
pub struct Element {
    fragment: Fragment,
}

impl Element {
    /// Reads one element that is complete in its namespaces.
    ///
    /// # Errors
    ///
    /// The first rule of XML, or of RFC 6120 §11, that the text breaks.
    pub fn parse(xml: &str) -> Result<Self, XmlError> {
        Fragment::parse(xml).map(Self::from)
    }

    /// Declares the language of an element that does not declare any (RFC 6120 §8.1.5). Nothing else changes.
    pub fn declare_lang(&mut self, lang: &Lang) {
        self.fragment.declare_lang(lang.as_str());
    }

    /// The element that a value is written as.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the value; see [`write()`].
    pub fn of<T: ToXml + Validate>(value: &T) -> Result<Self, Report> {
        let xml = write(value)?;
        Self::parse(&xml).map_err(|error| {
            let mut report = Report::new();
            report.push(error.finding());
            report
        })
    }

    /// Begins an element for which there is no type.
    pub fn builder(namespace: &str, name: &str) -> ElementBuilder {
        ElementBuilder::new(namespace, name)
    }

    /// The element as a value of that type.
    ///
    /// # Errors
    ///
    /// Everything that was found, where the value cannot be made or the sender would be owed an answer; see
    /// [`read`](crate::read).
    pub fn read<T: FromXml>(&self) -> Result<T, Report> {
        read_node(self.document().root())
    }

    /// The element as a value of that type if it is one that the type reads: absent for any other element.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read) has them, for an element of the right name and namespace.
    pub fn read_if<T: FromXml>(&self) -> Result<Option<T>, Report> {
        let document = self.document();
        let root = document.root();
        T::matches(root).then(|| read_node(root)).transpose()
    }

    /// The element as a value of that type, leniently; see [`decode`].
    pub fn decode<T: FromXml>(&self, findings: &mut impl Findings) -> Option<T> {
        decode(self.document().root(), findings)
    }

    /// Whether that type reads this element, by name and namespace.
    pub fn matches<T: FromXml>(&self) -> bool {
        T::matches(self.document().root())
    }

    /// The local name.
    pub fn name(&self) -> &str {
        self.fragment.name()
    }

    /// The namespace name, empty for none.
    pub fn namespace(&self) -> Cow<'_, str> {
        self.fragment.namespace()
    }

    /// Whether this is the element of that namespace and local name.
    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.name() == name && self.namespace() == namespace
    }

    /// The value of the attribute of that name which is in no namespace.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.attribute_ns("", name)
    }

    /// The value of the attribute of that namespace and local name.
    pub fn attribute_ns(&self, namespace: &str, name: &str) -> Option<String> {
        let document = self.document();
        let attribute = document.root().attribute(namespace, name)?;
        Some(attribute.value().into_owned())
    }

    /// The character data directly inside, in one piece.
    pub fn text(&self) -> String {
        self.document().root().text().into_owned()
    }

    /// The child elements, in order.
    pub fn children(&self) -> Vec<Self> {
        self.document().root().elements().map(Self::from).collect()
    }

    /// The first child of that namespace and local name.
    pub fn child(&self, namespace: &str, name: &str) -> Option<Self> {
        let document = self.document();
        let mut children = document.root().elements();
        children
            .find(|child| child.is(namespace, name))
            .map(Self::from)
    }

    /// The element in tokens, for those who look at much of it.
    pub fn document(&self) -> Document {
        self.fragment.document()
    }

    /// The text of the element, with what it needs from outside.
    pub const fn as_fragment(&self) -> &Fragment {
        &self.fragment
    }
}

/// A value in which nothing was found that the sender would have to hear of.
fn read_node<T: FromXml>(node: Node<'_>) -> Result<T, Report> {
    let mut report = Report::new();
    match decode(node, &mut report) {
        Some(value) if report.answer() == Answer::Nothing => Ok(value),
        _ => Err(report),
    }
}

impl From<Fragment> for Element {
    fn from(fragment: Fragment) -> Self {
        Self { fragment }
    }
}

impl From<Node<'_>> for Element {
    fn from(node: Node<'_>) -> Self {
        Self::from(node.to_fragment())
    }
}

impl From<Element> for Fragment {
    fn from(element: Element) -> Self {
        element.fragment
    }
}

impl FromStr for Element {
    type Err = XmlError;

    fn from_str(xml: &str) -> Result<Self, XmlError> {
        Self::parse(xml)
    }
}

impl fmt::Display for Element {
    /// The element as a document: what it needs from outside is declared on its start tag.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fragment.to_xml())
    }
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Element({self})")
    }
}

/// Reads any element.
impl FromXml for Element {
    fn matches(_: Node<'_>) -> bool {
        true
    }

    fn from_xml(node: Node<'_>, _: &mut Decoder<'_>) -> Result<Self, Refused> {
        Ok(Self::from(node))
    }
}

impl Part for Element {}

impl<'t> FromNode<'t> for Element {
    type Owned = Self;

    fn from_node(node: Node<'t>, _: &mut Decoder<'_>) -> Result<Self, Refused> {
        Ok(Self::from(node))
    }
}

/// What borrows an element looks at it on its tape.
impl LendElement for Element {
    type Lent<'t> = Node<'t>;
}

/// Writes the bytes that were read.
impl ToXml for Element {
    fn to_xml(&self, writer: &mut Writer) {
        writer.fragment(&self.fragment);
    }
}

/// XML that was read has no schema to break.
impl Validate for Element {
    fn validate(&self, _: &mut Checker<'_>) {}
}
