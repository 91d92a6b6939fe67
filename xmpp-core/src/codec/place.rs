//! Where findings of a decode stand.

use crate::xml::{Attribute, Content, Node, Text};
use crate::{Finding, Position, Rule};
use xmpp_xml::wording;

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

    /// Its name in a sentence: that of an attribute as written, that of an element as a tag.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Attribute(attribute) if attribute.prefix().is_empty() => {
                attribute.name().to_owned()
            }
            Self::Attribute(attribute) => {
                format!("{}:{}", attribute.prefix(), attribute.name())
            }
            Self::Element(node) | Self::TextOf(node) | Self::Text(node, _) => {
                format!("<{}/>", node.name())
            }
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

/// ``\`<foo/>\` of \`urn:x\` is not what was asked for, expected \`<query/>\` ``.
pub(crate) fn unexpected_element(node: Node<'_>, names: &[&str]) -> String {
    let tags: Vec<String> = names.iter().map(|name| format!("<{name}/>")).collect();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let namespace = match node.namespace() {
        "" => "no namespace".to_owned(),
        namespace => format!("`{}`", wording::shown(namespace)),
    };
    let found = format!("`<{}/>` of {namespace} is another element", node.name());
    if tags.is_empty() {
        return found;
    }
    format!("{found}, {}", wording::expected(&tags))
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
