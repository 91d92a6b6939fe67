//! Where findings stand.

use xmpp_xml::{Attribute, Content, Finding, Node, Position, Rule, Text};

/// What a finding is about.
#[derive(Clone, Copy)]
pub(super) enum Place<'t> {
    /// An element: `<` and its name are marked.
    Element(Node<'t>),
    /// The value of an attribute.
    Value(Attribute<'t>),
    /// The text of an element: its first run that is not white space, else its start tag.
    TextOf(Node<'t>),
    /// One run of text, and the element that holds it.
    Run(Node<'t>, Text<'t>),
}

impl Place<'_> {
    /// The finding, here.
    pub(super) fn finding(self, rule: Rule, message: String, help: Option<String>) -> Finding {
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

    fn path(self) -> String {
        match self {
            Self::Element(node) | Self::TextOf(node) | Self::Run(node, _) => node.path(),
            Self::Value(attribute) => attribute.path(),
        }
    }

    fn span(self) -> (Position, usize) {
        match self {
            Self::Element(node) => (node.position(), 1 + written_length(node)),
            Self::Value(attribute) => (attribute.value_position(), attribute.raw_value().len()),
            Self::TextOf(node) => match first_text(node) {
                Some(text) => (text.position(), text.raw().len()),
                None => Self::Element(node).span(),
            },
            Self::Run(_, text) => (text.position(), text.raw().len()),
        }
    }
}

/// How long the name of the element is as it was written.
fn written_length(node: Node<'_>) -> usize {
    match node.prefix().len() {
        0 => node.name().len(),
        prefix => prefix + 1 + node.name().len(),
    }
}

fn first_text(node: Node<'_>) -> Option<Text<'_>> {
    node.content().find_map(|content| match content {
        Content::Text(text) if !text.is_whitespace() => Some(text),
        Content::Text(_) | Content::Element(_) => None,
    })
}
