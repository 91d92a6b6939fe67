//! The tree of a document that was read as the wire is.

use super::{Attribute, Kind, Part, Tree, narrow};
use crate::parse::construct::Construct;
use crate::parse::known::{is_known, slot};
use crate::parse::{DEPTH_LIMIT, XML, XSD};
use xmpp_xml::{Visitor, Written};

impl<'i> Tree<'i> {
    /// The tree of a document that was read as the wire is, in the memory of an empty one. There is none where what was
    /// written is not what it stands for, so that places in it cannot be told, nor where it nests too deeply.
    pub(in crate::parse) fn of_wire(self, root: xmpp_xml::Node<'i>, text: &str) -> Option<Self> {
        const BYTES_OF_A_PART: usize = 32; // mostly more
        let inside = root.tape().text();
        let mut builder = Builder {
            tree: self,
            text: inside,
            before: narrow(text.len().checked_sub(inside.len())?),
            open: None,
            depth: 0,
            own_scope: None,
            documentation: None,
            namespace: Namespace::default(),
        };
        let parts = text.len() / BYTES_OF_A_PART;
        builder.tree.parts.reserve(parts);
        builder.tree.attributes.reserve(parts);
        root.visit(&mut builder)?;
        Some(builder.tree)
    }
}

/// The state of building a tree from what was read as the wire is.
struct Builder<'i, 't> {
    tree: Tree<'i>,
    /// What the reader holds, and how much of the file is before that.
    text: &'t str,
    before: u32,
    /// The innermost element that is open, and how many are.
    open: Option<u32>,
    depth: usize,
    /// Where the declarations begin of the start tag that the builder is inside of, if there are any.
    own_scope: Option<u32>,
    /// The outermost `xs:documentation` that is open: white space in it counts.
    documentation: Option<u32>,
    /// That of the last element.
    namespace: Namespace<'i>,
}

/// A namespace that the reader numbered: none at first.
#[derive(Clone, Copy, Default)]
struct Namespace<'i> {
    number: u32,
    name: Option<&'i str>,
    is_schema: bool,
}

impl<'i> Visitor<'i> for Builder<'i, '_> {
    /// Takes an element; what its start tag says comes behind.
    #[inline(always)]
    fn start(&mut self, node: xmpp_xml::Node<'i>) -> Option<()> {
        self.settle_scope();
        if self.depth == DEPTH_LIMIT {
            return None;
        }
        self.depth += 1;
        let index = narrow(self.tree.parts.len());
        let scope = match self.open {
            Some(parent) => self.tree.parts[parent as usize].scope.clone(),
            None => 0..0,
        };
        let namespace = self.namespace(node);
        let name = node.name();
        let construct = Construct::of(name);
        if namespace.is_schema && construct == Construct::Documentation {
            self.documentation = self.documentation.or(Some(index));
        }
        self.tree.elements += usize::from(construct == Construct::Element);
        let attributes = narrow(self.tree.attributes.len());
        let start = self.before + narrow(node.offset());
        let kind = Kind::of(namespace.is_schema, namespace.name, construct);
        if kind != Kind::Construct {
            self.more();
        }
        self.tree.parts.push(Part {
            kind,
            construct,
            name,
            namespace: namespace.name,
            attributes: attributes..attributes,
            marks: 0,
            is_strange: false,
            has_more: false,
            scope,
            parent: self.open,
            next: index + 1,
            range: start..start,
        });
        self.open = Some(index);
        Some(())
    }

    /// The start tag that the builder is inside of declares a namespace.
    fn declaration(&mut self, prefix: &'i str, namespace: &'i str) -> Option<()> {
        if namespace != XML {
            let scopes = &mut self.tree.scopes;
            let start = narrow(scopes.len());
            self.own_scope.get_or_insert(start);
            scopes.push((Some(prefix).filter(|prefix| !prefix.is_empty()), namespace));
        }
        Some(())
    }

    #[inline(always)]
    fn attribute(&mut self, found: Written<'i>) -> Option<()> {
        let slot = slot(found.name);
        let part = self.tree.parts.last_mut()?;
        part.marks |= 1 << slot;
        part.is_strange |= found.namespace.is_some() || !is_known(slot, found.name);
        part.attributes.end += 1;
        self.tree.attributes.push(Attribute {
            name: found.name,
            slot,
            namespace: found.namespace,
            value: found.value?,
            qualified_name: self.before + found.name_start..self.before + found.name_end,
            value_range: self.before + found.value_start..self.before + found.value_end,
        });
        Some(())
    }

    #[inline(always)]
    fn text(&mut self, found: xmpp_xml::Text<'i>) -> Option<()> {
        match self.documentation.is_none() && found.is_plain_whitespace() {
            true => Some(()),
            false => self.character_data(found),
        }
    }

    /// The innermost element ends.
    #[inline(always)]
    fn end(&mut self, start_tag_end: u32) -> Option<()> {
        self.settle_scope();
        let at = self.open?;
        if self.documentation == Some(at) {
            self.documentation = None;
        }
        self.depth -= 1;
        let next = narrow(self.tree.parts.len());
        let part = &mut self.tree.parts[at as usize];
        part.next = next;
        part.range.end = self.before + start_tag_end;
        self.open = part.parent;
        if part.namespace.is_none() {
            self.unprefixed(at);
        }
        Some(())
    }
}

impl<'i> Builder<'i, '_> {
    /// The innermost element has more directly inside than constructs.
    #[inline]
    fn more(&mut self) {
        if let Some(parent) = self.open {
            self.tree.parts[parent as usize].has_more = true;
        }
    }

    fn character_data(&mut self, found: xmpp_xml::Text<'i>) -> Option<()> {
        let text = found.plain_value()?;
        if text.len() != found.raw().len() {
            return None; // a CDATA section
        }
        self.more();
        let next = narrow(self.tree.parts.len()) + 1;
        let start = self.before + narrow(text.as_ptr() as usize - self.text.as_ptr() as usize);
        self.tree.parts.push(Part {
            kind: Kind::Text,
            construct: Construct::Other,
            name: text,
            namespace: None,
            attributes: 0..0,
            marks: 0,
            is_strange: false,
            has_more: false,
            scope: 0..0,
            parent: self.open,
            next,
            range: start..start + narrow(text.len()),
        });
        Some(())
    }

    /// An element in no namespace: whether that is what was declared.
    #[inline(never)]
    fn unprefixed(&mut self, at: u32) {
        let part = &self.tree.parts[at as usize];
        let namespace = self.tree.bound(&part.scope, None);
        let kind = Kind::of(false, namespace, part.construct);
        let part = &mut self.tree.parts[at as usize];
        part.namespace = namespace;
        part.kind = kind;
    }

    /// The namespace of an element: mostly that of the one before.
    #[inline]
    fn namespace(&mut self, node: xmpp_xml::Node<'i>) -> Namespace<'i> {
        let number = node.namespace_number();
        if number != self.namespace.number {
            let name = Some(node.namespace()).filter(|name| !name.is_empty());
            let is_schema = name == Some(XSD);
            self.namespace = Namespace {
                number,
                name,
                is_schema,
            };
        }
        self.namespace
    }

    /// Behind a start tag that declares namespaces: those follow that it leaves in scope.
    #[inline]
    fn settle_scope(&mut self) {
        if let Some(start) = self.own_scope.take() {
            self.leave_in_scope(start);
        }
    }

    #[inline(never)]
    fn leave_in_scope(&mut self, start: u32) {
        let Some(open) = self.open else {
            return;
        };
        let (part, scopes) = (&mut self.tree.parts[open as usize], &mut self.tree.scopes);
        for at in part.scope.clone() {
            let (prefix, namespace) = scopes[at as usize];
            let mut own = scopes[start as usize..].iter();
            if own.all(|(own, _)| *own != prefix) {
                scopes.push((prefix, namespace));
            }
        }
        part.scope = start..narrow(scopes.len());
    }
}
