//! A document in the making.

use crate::model::{ElementId, Name, XML};
use xmpp_xml::{escape_attribute, escape_text};

/// An element with what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tree {
    /// The declaration; none for what a wildcard admits.
    pub(super) declaration: Option<ElementId>,
    pub(super) name: Name,
    pub(super) attributes: Vec<(Name, String)>,
    pub(super) content: Vec<Part>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Element(Tree),
    Text(String),
}

impl Tree {
    /// An element with nothing in it.
    pub(super) fn empty(name: Name) -> Self {
        Self {
            declaration: None,
            name,
            attributes: Vec::new(),
            content: Vec::new(),
        }
    }

    /// How many elements and attributes there are.
    pub(super) fn size(&self) -> usize {
        let children: usize = self.children().map(Self::size).sum();
        1 + self.attributes.len() + children
    }

    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        self.content.iter().filter_map(|part| match part {
            Part::Element(child) => Some(child),
            Part::Text(_) => None,
        })
    }

    /// The document.
    pub(super) fn to_xml(&self) -> String {
        let mut xml = String::new();
        self.write("", &mut xml);
        xml
    }

    fn write(&self, around: &str, xml: &mut String) {
        let Name { namespace, local } = &self.name;
        xml.push('<');
        xml.push_str(local);
        if namespace != around {
            xml.push_str(&format!(" xmlns='{}'", escape_attribute(namespace)));
        }
        for (at, (name, value)) in self.attributes.iter().enumerate() {
            let value = escape_attribute(value);
            let local = &name.local;
            match name.namespace.as_str() {
                "" => xml.push_str(&format!(" {local}='{value}'")),
                XML => xml.push_str(&format!(" xml:{local}='{value}'")),
                other => {
                    let other = escape_attribute(other);
                    xml.push_str(&format!(" xmlns:n{at}='{other}' n{at}:{local}='{value}'"));
                }
            }
        }
        if self.content.is_empty() {
            xml.push_str("/>");
            return;
        }
        xml.push('>');
        for part in &self.content {
            match part {
                Part::Element(child) => child.write(namespace, xml),
                Part::Text(text) => xml.push_str(&escape_text(text)),
            }
        }
        xml.push_str(&format!("</{local}>"));
    }
}
