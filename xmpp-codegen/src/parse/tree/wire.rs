//! The tree of a document that was read as the wire is.

use super::{Attribute, Kind, Part, Tree, narrow};
use crate::parse::known::{is_known, slot};
use crate::parse::{DEPTH_LIMIT, XML, XSD};
use std::borrow::Cow;
use std::ops::Range;
use xmpp_xml::{Content, ContentIter};

impl<'i> Tree<'i> {
    /// The tree of a document that was read as the wire is. There is none where what was written is not what it stands for,
    /// so that places in it cannot be told, nor where it nests too deeply.
    pub(in crate::parse) fn of_wire(document: &'i xmpp_xml::Document, text: &str) -> Option<Self> {
        let root = document.root();
        let inside = root.tape().text();
        let mut builder = Builder {
            tree: Self::default(),
            text: inside,
            before: text.len().checked_sub(inside.len())?,
            documentation: None,
            schema: "",
        };
        builder.tree.parts.reserve(text.len() / 48);
        builder.tree.attributes.reserve(text.len() / 48);
        let mut open = Vec::with_capacity(16);
        open.push(builder.element(root, None)?);
        while let Some((at, content)) = open.last_mut() {
            let at = *at;
            match content.next() {
                Some(Content::Element(child)) => {
                    if open.len() == DEPTH_LIMIT {
                        return None;
                    }
                    open.push(builder.element(child, Some(at))?);
                }
                Some(Content::Text(found)) => builder.character_data(found, at)?,
                None => {
                    builder.documentation = builder.documentation.filter(|outer| *outer != at);
                    builder.tree.parts[at as usize].next = narrow(builder.tree.parts.len());
                    open.pop();
                }
            }
        }
        Some(builder.tree)
    }
}

/// The state of building a tree from what was read as the wire is.
struct Builder<'i, 't> {
    tree: Tree<'i>,
    /// What the reader holds, and how much of the file is before that.
    text: &'t str,
    before: usize,
    /// The outermost `xs:documentation` that is open: white space in it counts.
    documentation: Option<u32>,
    /// The namespace of XML Schema, where the reader has it.
    schema: &'i str,
}

impl<'i> Builder<'i, '_> {
    /// Takes an element with its attributes; its number, and what is inside.
    fn element(
        &mut self,
        node: xmpp_xml::Node<'i>,
        parent: Option<u32>,
    ) -> Option<(u32, ContentIter<'i>)> {
        let index = narrow(self.tree.parts.len());
        let scope = self.scope(node, parent);
        let first = narrow(self.tree.attributes.len());
        let (mut marks, mut is_strange) = (0, false);
        let mut attributes = node.attributes();
        for attribute in attributes.by_ref() {
            let Cow::Borrowed(value) = attribute.value() else {
                return None;
            };
            let (namespace, name) = attribute.expanded_name();
            let namespace = Some(namespace).filter(|namespace| !namespace.is_empty());
            let qualified_name = match namespace {
                Some(_) => self.range(attribute.qualified_name()),
                None => self.range(name), // it has no prefix
            };
            let value_range = self.range(value);
            let slot = slot(name);
            marks |= 1 << slot;
            is_strange |= namespace.is_some() || !is_known(slot, name);
            self.tree.attributes.push(Attribute {
                name,
                slot,
                namespace,
                value,
                qualified_name,
                end: value_range.end + 1,
                value_range,
            });
        }
        let namespace = match node.namespace() {
            "" => self.tree.bound(&scope, None),
            namespace => Some(namespace),
        };
        let name = node.name();
        let is_schema = namespace.is_some_and(|namespace| self.is_schema(namespace));
        let kind = Kind::of(is_schema, namespace, name);
        if is_schema && name == "documentation" {
            self.documentation = self.documentation.or(Some(index));
        }
        self.tree.parts.push(Part {
            kind,
            name,
            namespace,
            attributes: first..narrow(self.tree.attributes.len()),
            marks,
            is_strange,
            scope,
            parent,
            next: index + 1,
            range: self.range(node.start_tag()),
        });
        Some((index, attributes.into_content()))
    }

    fn character_data(&mut self, found: xmpp_xml::Text<'i>, parent: u32) -> Option<()> {
        let Cow::Borrowed(text) = found.value() else {
            return None;
        };
        if self.documentation.is_none() && is_white(text.as_bytes()) {
            return Some(());
        }
        let raw = found.raw();
        if raw.len() != text.len() {
            return None;
        }
        let next = narrow(self.tree.parts.len()) + 1;
        self.tree.parts.push(Part {
            kind: Kind::Text,
            name: text,
            namespace: None,
            attributes: 0..0,
            marks: 0,
            is_strange: false,
            scope: 0..0,
            parent: Some(parent),
            next,
            range: self.range(raw),
        });
        Some(())
    }

    /// Whether it is the namespace of XML Schema. Elements mostly share what the reader keeps of it.
    fn is_schema(&mut self, namespace: &'i str) -> bool {
        let is_same = std::ptr::eq(self.schema, namespace);
        if !is_same && namespace == XSD {
            self.schema = namespace;
            return true;
        }
        is_same
    }

    /// The namespaces in scope: the parent's where the start tag declares none.
    fn scope(&mut self, node: xmpp_xml::Node<'i>, parent: Option<u32>) -> Range<u32> {
        let outer = parent.map_or(0..0, |parent| {
            self.tree.parts[parent as usize].scope.clone()
        });
        let start = self.tree.scopes.len();
        let declared = node
            .declarations()
            .filter(|(_, namespace)| *namespace != XML);
        let declared = declared.map(|(prefix, namespace)| {
            (Some(prefix).filter(|prefix| !prefix.is_empty()), namespace)
        });
        self.tree.scopes.extend(declared);
        if self.tree.scopes.len() == start {
            return outer;
        }
        for at in outer {
            let (prefix, namespace) = self.tree.scopes[at as usize];
            if self.tree.scopes[start..]
                .iter()
                .all(|(own, _)| *own != prefix)
            {
                self.tree.scopes.push((prefix, namespace));
            }
        }
        narrow(start)..narrow(self.tree.scopes.len())
    }

    /// Where a part of what the reader holds stands in the file.
    fn range(&self, part: &str) -> Range<u32> {
        let start = self.before + (part.as_ptr() as usize - self.text.as_ptr() as usize);
        narrow(start)..narrow(start + part.len())
    }
}

/// Whether text of XML is white space only, looked at eight bytes at a time: below a space, there are no other characters.
fn is_white(text: &[u8]) -> bool {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (eights, rest) = text.as_chunks::<8>();
    let has_more = |eight: &[u8; 8]| {
        let bytes = u64::from_le_bytes(*eight);
        (((bytes & !HIGH) + 0x5f5f_5f5f_5f5f_5f5f) | bytes) & HIGH != 0
    };
    rest.iter().all(|byte| *byte <= b' ') && !eights.iter().any(has_more)
}
