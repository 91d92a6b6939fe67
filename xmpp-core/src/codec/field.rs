//! The fields of a struct as a table.

use super::{Children, FromXml, MixedItem, Namespace};
use crate::xml::{Attribute, Node, XML_NAMESPACE};
use std::borrow::Cow;

/// A field: what of the element it holds.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Which kind of thing.
    pub kind: Kind,
    /// The namespace of the attribute or child element.
    pub namespace: Namespace,
    /// The local name of the attribute or child element, or of the element whose text it is; empty where the type knows.
    pub name: &'static str,
    /// Whether it is an attribute that must be there.
    pub is_required: bool,
    /// The text that an empty element stands for, where it stands for one.
    pub empty: Option<&'static str>,
}

/// What of an element a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// An attribute.
    Attribute,
    /// The element's own text.
    Text,
    /// The text of child elements of that name.
    TextOf,
    /// Whether a child element of that name is there.
    Flag,
    /// Child elements of a type.
    Child(ChildType),
    /// What no other field takes, of the namespaces that a wildcard admits, in the words of XML Schema.
    Any(&'static str),
    /// Text and elements in their order: the elements that it knows, and which others a wildcard admits.
    Mixed(ChildType, &'static str),
}

/// What reading must know of the type of a child.
#[derive(Clone, Copy, Debug)]
pub struct ChildType {
    /// [`FromXml::matches`]
    pub matches: fn(Node<'_>) -> bool,
    /// [`FromXml::names`]
    pub names: fn() -> Vec<&'static str>,
}

impl Field {
    /// An attribute, of no namespace where that is empty.
    pub const fn attribute(namespace: &'static str, name: &'static str) -> Self {
        Self {
            kind: Kind::Attribute,
            namespace: Namespace::Of(namespace),
            name,
            is_required: false,
            empty: None,
        }
    }

    /// The own text of the element of that name.
    pub const fn text(element: &'static str) -> Self {
        Self {
            kind: Kind::Text,
            namespace: Namespace::Of(""),
            name: element,
            is_required: false,
            empty: None,
        }
    }

    /// The text of child elements.
    pub const fn text_of(namespace: Namespace, name: &'static str) -> Self {
        Self {
            kind: Kind::TextOf,
            namespace,
            name,
            is_required: false,
            empty: None,
        }
    }

    /// Whether a child element is there.
    pub const fn flag(namespace: Namespace, name: &'static str) -> Self {
        Self {
            kind: Kind::Flag,
            namespace,
            name,
            is_required: false,
            empty: None,
        }
    }

    /// Child elements of the type that the field holds.
    pub const fn child<V: Children>() -> Self
    where
        V::Item: FromXml,
    {
        Self {
            kind: Kind::Child(ChildType {
                matches: <V::Item as FromXml>::matches,
                names: <V::Item as FromXml>::names,
            }),
            namespace: Namespace::Of(""),
            name: "",
            is_required: false,
            empty: None,
        }
    }

    /// The same attribute, which must be there or need not be.
    #[must_use]
    pub const fn required(self, is_required: bool) -> Self {
        Self {
            is_required,
            ..self
        }
    }

    /// The same text, for which an empty element stands.
    #[must_use]
    pub const fn standing_for(self, empty: &'static str) -> Self {
        Self {
            empty: Some(empty),
            ..self
        }
    }

    /// Text and elements in their order.
    pub const fn mixed<V: Children<Item: MixedItem>>(admits: &'static str) -> Self {
        Self {
            kind: Kind::Mixed(
                ChildType {
                    matches: <<V::Item as MixedItem>::Child as FromXml>::matches,
                    names: <<V::Item as MixedItem>::Child as FromXml>::names,
                },
                admits,
            ),
            namespace: Namespace::Of(""),
            name: "",
            is_required: false,
            empty: None,
        }
    }

    /// What a wildcard admits.
    pub const fn any(admits: &'static str) -> Self {
        Self {
            kind: Kind::Any(admits),
            namespace: Namespace::Of(""),
            name: "",
            is_required: false,
            empty: None,
        }
    }

    /// Whether the element, a child of `parent`, belongs to this field by name.
    pub(crate) fn takes(&self, node: Node<'_>, parent: Node<'_>) -> bool {
        let known = match self.kind {
            Kind::Attribute | Kind::Text | Kind::Any(_) => false,
            Kind::TextOf | Kind::Flag => self.namespace.is_element(node, self.name),
            Kind::Child(child) | Kind::Mixed(child, _) => (child.matches)(node),
        };
        known && node.may_stand_in(parent)
    }

    /// Whether the attribute belongs to this field.
    pub(crate) fn takes_attribute(&self, attribute: Attribute<'_>) -> bool {
        matches!(self.kind, Kind::Attribute)
            && attribute.name() == self.name
            && self.namespace.is(attribute.namespace())
    }

    /// The text that one of its elements has, or stands for.
    pub(crate) fn text_in<'n>(&self, node: Node<'n>) -> Cow<'n, str> {
        match self.empty {
            Some(empty) if node.takes_default() => Cow::Borrowed(empty),
            _ => node.text(),
        }
    }

    /// The field as findings name it: `xml:lang`, `<priority/>`.
    pub(crate) fn written(&self) -> String {
        match self.kind {
            Kind::Attribute if self.namespace.is(XML_NAMESPACE) => format!("xml:{}", self.name),
            Kind::Attribute => self.name.to_owned(),
            Kind::Any(_) => "elements of other namespaces".to_owned(),
            Kind::Child(child) | Kind::Mixed(child, _) => {
                let names = (child.names)();
                let tags: Vec<String> = names.iter().map(|name| format!("<{name}/>")).collect();
                tags.join(" or ")
            }
            Kind::Text | Kind::TextOf | Kind::Flag => format!("<{}/>", self.name),
        }
    }

    /// The names of the child elements that this field takes.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        match self.kind {
            Kind::Child(child) | Kind::Mixed(child, _) => (child.names)(),
            Kind::TextOf | Kind::Flag => vec![self.name],
            Kind::Attribute | Kind::Text | Kind::Any(_) => Vec::new(),
        }
    }
}
