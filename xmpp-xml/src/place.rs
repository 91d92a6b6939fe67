//! Where findings stand in what was read.

use crate::{Attribute, Content, Finding, Node, Position, Rule, Text};

/// What a finding is about, in a [`Tape`](crate::Tape).
#[derive(Clone, Copy)]
pub enum Place<'t> {
    /// An element: `<` and its name are marked.
    Element(Node<'t>),
    /// The value of an attribute.
    Attribute(Attribute<'t>),
    /// The own text of an element: its first run that is not white space, else its start tag.
    TextOf(Node<'t>),
    /// One run of text, and the element that holds it.
    Text(Node<'t>, Text<'t>),
}

impl Place<'_> {
    /// The finding, here.
    pub fn finding(self, rule: Rule, message: String, help: Option<String>) -> Finding {
        let (position, length) = self.span();
        Finding {
            rule,
            path: self.path(),
            position: Some(position),
            length,
            message,
            help,
        }
    }

    /// The path of the element or attribute, as [`Finding::path`] has it.
    pub fn path(self) -> String {
        match self {
            Self::Element(node) | Self::TextOf(node) | Self::Text(node, _) => node.path(),
            Self::Attribute(attribute) => attribute.path(),
        }
    }

    /// Its name in a sentence: that of an attribute as it was written, that of an element as a tag.
    pub fn name(self) -> String {
        match self {
            Self::Attribute(attribute) => attribute.qualified_name().to_owned(),
            Self::Element(node) | Self::TextOf(node) | Self::Text(node, _) => {
                format!("<{}/>", node.name())
            }
        }
    }

    /// Where it stands, and how many bytes it covers.
    pub fn span(self) -> (Position, usize) {
        match self {
            Self::Element(node) => (node.position(), 1 + node.qualified_name().len()),
            Self::Attribute(attribute) => (attribute.value_position(), attribute.raw_value().len()),
            Self::TextOf(node) => match first_text(node) {
                Some(text) => Self::Text(node, text).span(),
                None => Self::Element(node).span(),
            },
            Self::Text(_, text) => (text.position(), text.raw().len()),
        }
    }
}

fn first_text(node: Node<'_>) -> Option<Text<'_>> {
    node.content().find_map(|content| match content {
        Content::Text(text) if !text.is_whitespace() => Some(text),
        Content::Text(_) | Content::Element(_) => None,
    })
}
