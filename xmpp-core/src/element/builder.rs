//! Elements made by hand.

use super::Element;
use crate::codec::Checker;
use crate::xml::{Writer, XML_NAMESPACE};
use crate::{Report, ToXml, Validate};

/// An element in the making, for XML that has no type.
///
/// ```
/// use xmpp_core::Element;
///
/// let element = Element::builder("urn:example:books", "book")
///     .attribute("isbn", "0141439513")
///     .child(Element::builder("urn:example:books", "title").text("Emma"))
///     .build()?;
/// assert_eq!(
///     element.to_string(),
///     "<book xmlns='urn:example:books' isbn='0141439513'><title>Emma</title></book>"
/// );
/// # Ok::<(), xmpp_core::Report>(())
/// ```
#[derive(Clone, Debug)]
pub struct ElementBuilder {
    namespace: String,
    name: String,
    attributes: Vec<(String, String, String)>,
    content: Vec<Content>,
}

/// A child for [`ElementBuilder::child`]: an element that is there, or one in the making.
#[derive(Clone, Debug)]
pub struct Child(Content);

#[derive(Clone, Debug)]
enum Content {
    Text(String),
    Element(Element),
    Builder(ElementBuilder),
}

impl From<Element> for Child {
    fn from(element: Element) -> Self {
        Self(Content::Element(element))
    }
}

impl From<ElementBuilder> for Child {
    fn from(builder: ElementBuilder) -> Self {
        Self(Content::Builder(builder))
    }
}

impl ElementBuilder {
    pub(super) fn new(namespace: &str, name: &str) -> Self {
        Self {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            attributes: Vec::new(),
            content: Vec::new(),
        }
    }

    /// Adds an attribute that is in no namespace.
    #[must_use]
    pub fn attribute(self, name: &str, value: impl Into<String>) -> Self {
        self.attribute_ns("", name, value)
    }

    /// Adds an attribute of a namespace.
    #[must_use]
    pub fn attribute_ns(mut self, namespace: &str, name: &str, value: impl Into<String>) -> Self {
        self.attributes
            .push((namespace.to_owned(), name.to_owned(), value.into()));
        self
    }

    /// Says in which language the element is: `xml:lang`.
    #[must_use]
    pub fn lang(self, lang: impl Into<String>) -> Self {
        self.attribute_ns(XML_NAMESPACE, "lang", lang)
    }

    /// Adds character data after what is there.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.content.push(Content::Text(text.into()));
        self
    }

    /// Adds a child after what is there.
    #[must_use]
    pub fn child(mut self, child: impl Into<Child>) -> Self {
        self.content.push(child.into().0);
        self
    }

    /// The element.
    ///
    /// # Errors
    ///
    /// What XML cannot carry: a name that is none, a character that no document may hold, an attribute given twice.
    pub fn build(self) -> Result<Element, Report> {
        Element::of(&self)
    }
}

impl ToXml for ElementBuilder {
    fn to_xml(&self, writer: &mut Writer) {
        writer.start(&self.namespace, &self.name);
        for (namespace, name, value) in &self.attributes {
            if namespace.is_empty() {
                writer.attribute(name, value);
            } else {
                writer.attribute_ns(namespace, name, value);
            }
        }
        for content in &self.content {
            match content {
                Content::Text(text) => writer.text(text),
                Content::Element(child) => child.to_xml(writer),
                Content::Builder(child) => child.to_xml(writer),
            }
        }
        writer.end();
    }
}

/// There is no schema to break.
impl Validate for ElementBuilder {
    fn validate(&self, _: &mut Checker<'_>) {}
}
