//! Where findings of a decode stand.

use crate::xml::{Attribute, Content, Node, Text};
use crate::{Finding, Position, Rule};

/// What a finding is about.
#[derive(Clone, Copy)]
pub(crate) enum Place<'t> {
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
    pub(crate) fn finding(self, rule: Rule, message: String, help: Option<String>) -> Finding {
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

    /// The path of the element or attribute.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Element(node) | Self::TextOf(node) | Self::Text(node, _) => node.path(),
            Self::Attribute(attribute) => attribute.path(),
        }
    }

    /// Where it stands, and how many bytes it covers.
    pub(crate) fn span(self) -> (Position, usize) {
        match self {
            Self::Element(node) => (node.position(), tag_length(node)),
            Self::Attribute(attribute) => (attribute.value_position(), attribute.raw_value().len()),
            Self::TextOf(node) => match first_text(node) {
                Some(text) => text_span(text),
                None => Self::Element(node).span(),
            },
            Self::Text(_, text) => text_span(text),
        }
    }
}

/// `<` and the name as written.
fn tag_length(node: Node<'_>) -> usize {
    let prefix = node.prefix().len();
    1 + node.name().len() + prefix + usize::from(prefix > 0)
}

fn text_span(text: Text<'_>) -> (Position, usize) {
    (text.position(), text.raw().len())
}

fn first_text(node: Node<'_>) -> Option<Text<'_>> {
    node.content().find_map(|content| match content {
        Content::Text(text) if !text.is_whitespace() => Some(text),
        _ => None,
    })
}
