//! Text with elements in it.

use super::Element;
use crate::codec::{Around, Checker, Decoder, MixedItem, Part, Refused};
use crate::xml::{Node, Writer};
use crate::{FromXml, ToXml, Validate};

/// A piece of mixed content: what stands between a start tag and its end, in its order.
///
/// The field that holds it is `#[xml(mixed)] content: Vec<Mixed<T>>`. Texts that follow each other are written as one.
#[derive(Clone, Debug, PartialEq)]
pub enum Mixed<T> {
    /// Text.
    Text(String),
    /// An element that the type knows.
    Child(T),
    /// An element that it does not know, or that is no value of the type that bears its name.
    Other(Element),
}

impl<T> Mixed<T> {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Child(_) | Self::Other(_) => None,
        }
    }
}

impl<T> From<&str> for Mixed<T> {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T> From<String> for Mixed<T> {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: FromXml> MixedItem for Mixed<T> {
    type Child = T;

    fn of_text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    fn append(&mut self, more: &str) -> bool {
        match self {
            Self::Text(text) => {
                text.push_str(more);
                true
            }
            Self::Child(_) | Self::Other(_) => false,
        }
    }
}

impl<T> Part for Mixed<T> {}

/// Every element has a place in mixed content.
impl<T: FromXml> FromXml for Mixed<T> {
    fn matches(_: Node<'_>) -> bool {
        true
    }

    fn from_xml(node: Node<'_>, decoder: &mut Decoder<'_>) -> Result<Self, Refused> {
        if (T::matches(node) || T::matches_unknown(node))
            && let Ok(child) = T::from_xml(node, decoder)
        {
            return Ok(Self::Child(child));
        }
        Ok(Self::Other(Element::from(node)))
    }
}

impl<T: ToXml> ToXml for Mixed<T> {
    fn to_xml(&self, writer: &mut Writer) {
        self.to_xml_around(writer, Around::NOTHING);
    }

    fn to_xml_around(&self, writer: &mut Writer, around: Around<'_>) {
        match self {
            Self::Text(text) => writer.text(text),
            Self::Child(child) => child.to_xml_around(writer, around),
            Self::Other(element) => element.to_xml(writer),
        }
    }
}

impl<T: Validate> Validate for Mixed<T> {
    fn validate(&self, checker: &mut Checker<'_>) {
        match self {
            Self::Child(child) => child.validate(checker),
            Self::Text(_) | Self::Other(_) => {}
        }
    }
}
