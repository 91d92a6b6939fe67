//! Documents as the interpreter walks them: from the wire reader or from roxmltree (R5).

use std::borrow::Cow;
use xmpp_xml::{Finding, Place, Position, Rule};

/// An element of a document, cheap to copy.
pub(super) trait Node<'t>: Copy {
    type Attribute: Attribute<'t>;
    type Attributes: Iterator<Item = Self::Attribute>;
    type Content: Iterator<Item = Inner<'t, Self>>;

    fn namespace(self) -> &'t str;
    fn local(self) -> &'t str;
    /// Without namespace declarations.
    fn attributes(self) -> Self::Attributes;
    /// Elements and text, without comments and processing instructions.
    fn content(self) -> Self::Content;
    /// What the element itself, or for some documents one around it, binds the prefix to.
    fn binding(self, prefix: &str) -> Option<&'t str>;
    fn finding(
        self,
        at: At<Self::Attribute>,
        rule: Rule,
        said: (String, Option<String>),
    ) -> Finding;
}

/// An attribute, cheap to copy.
pub(super) trait Attribute<'t>: Copy {
    fn namespace(self) -> &'t str;
    fn local(self) -> &'t str;
    /// Namespace, empty for none, and local name.
    fn expanded_name(self) -> (&'t str, &'t str) {
        (self.namespace(), self.local())
    }
    fn value(self) -> Cow<'t, str>;
    /// The name as it was written.
    fn written(self) -> String;
}

/// What stands in an element.
pub(super) enum Inner<'t, N> {
    Element(N),
    Text(Cow<'t, str>),
}

/// What of an element a finding is about.
#[derive(Clone, Copy)]
pub(super) enum At<A> {
    /// Its name.
    Element,
    /// Its text.
    Text,
    /// The value of an attribute.
    Attribute(A),
}

impl<'t> Node<'t> for xmpp_xml::Node<'t> {
    type Attribute = xmpp_xml::Attribute<'t>;
    type Attributes = xmpp_xml::Attributes<'t>;
    type Content = WireContent<'t>;

    fn namespace(self) -> &'t str {
        Self::namespace(self)
    }

    fn local(self) -> &'t str {
        self.name()
    }

    fn attributes(self) -> Self::Attributes {
        Self::attributes(self)
    }

    fn content(self) -> Self::Content {
        WireContent(Self::content(self))
    }

    fn binding(self, prefix: &str) -> Option<&'t str> {
        self.declarations()
            .find(|(declared, _)| *declared == prefix)
            .map(|(_, namespace)| namespace)
    }

    fn finding(
        self,
        at: At<Self::Attribute>,
        rule: Rule,
        said: (String, Option<String>),
    ) -> Finding {
        let place = match at {
            At::Element => Place::Element(self),
            At::Text => Place::TextOf(self),
            At::Attribute(attribute) => Place::Attribute(attribute),
        };
        place.finding(rule, said.0, said.1)
    }
}

impl<'t> Attribute<'t> for xmpp_xml::Attribute<'t> {
    fn namespace(self) -> &'t str {
        Self::namespace(self)
    }

    fn local(self) -> &'t str {
        self.name()
    }

    fn expanded_name(self) -> (&'t str, &'t str) {
        Self::expanded_name(self)
    }

    fn value(self) -> Cow<'t, str> {
        Self::value(self)
    }

    fn written(self) -> String {
        self.qualified_name().to_owned()
    }
}

/// The content of an element of the wire.
pub(super) struct WireContent<'t>(xmpp_xml::ContentIter<'t>);

impl<'t> Iterator for WireContent<'t> {
    type Item = Inner<'t, xmpp_xml::Node<'t>>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.0.next()? {
            xmpp_xml::Content::Element(node) => Inner::Element(node),
            xmpp_xml::Content::Text(text) => Inner::Text(text.value()),
        })
    }
}

/// An element of a tree, which remembers its document.
#[derive(Clone, Copy)]
pub(super) struct TreeNode<'t> {
    pub(super) node: roxmltree::Node<'t, 't>,
}

impl<'t> Node<'t> for TreeNode<'t> {
    type Attribute = TreeAttribute<'t>;
    type Attributes = TreeAttributes<'t>;
    type Content = TreeContent<'t>;

    fn namespace(self) -> &'t str {
        self.node.tag_name().namespace().unwrap_or_default()
    }

    fn local(self) -> &'t str {
        self.node.tag_name().name()
    }

    fn attributes(self) -> Self::Attributes {
        TreeAttributes {
            inner: self.node.attributes(),
        }
    }

    fn content(self) -> Self::Content {
        TreeContent {
            inner: self.node.children(),
        }
    }

    fn binding(self, prefix: &str) -> Option<&'t str> {
        let prefix = (!prefix.is_empty()).then_some(prefix);
        self.node.lookup_namespace_uri(prefix)
    }

    fn finding(
        self,
        at: At<Self::Attribute>,
        rule: Rule,
        said: (String, Option<String>),
    ) -> Finding {
        let text = self.node.document().input_text();
        let (range, path) = match at {
            At::Element => (self.tag(), self.path()),
            At::Text => (self.text(), self.path()),
            At::Attribute(TreeAttribute(attribute)) => (
                attribute.range_value(),
                format!("{}/@{}", self.path(), attribute.name()),
            ),
        };
        Finding {
            rule,
            path,
            position: Some(Position::locate(text, range.start, 0)),
            length: range.len(),
            message: said.0,
            help: said.1,
        }
    }
}

impl TreeNode<'_> {
    /// `<` and the name.
    fn tag(self) -> std::ops::Range<usize> {
        let range = self.node.range();
        let text = self.node.document().input_text();
        let tag = text.get(range.clone()).unwrap_or_default();
        let ends = |character: char| character.is_whitespace() || matches!(character, '/' | '>');
        let length = tag.find(ends).unwrap_or(tag.len());
        range.start..range.start + length
    }

    /// The first text that is not white space, else the tag.
    fn text(self) -> std::ops::Range<usize> {
        self.node
            .children()
            .find(|child| {
                child.is_text() && child.text().is_some_and(|text| !text.trim().is_empty())
            })
            .map_or_else(|| self.tag(), |text| text.range())
    }

    fn path(self) -> String {
        let mut steps: Vec<String> = self
            .node
            .ancestors()
            .filter(|node| node.is_element())
            .map(step)
            .collect();
        steps.reverse();
        steps.join("/")
    }
}

/// The name, and among siblings of that name which one.
fn step(node: roxmltree::Node<'_, '_>) -> String {
    let name = node.tag_name().name();
    let same =
        |other: &roxmltree::Node<'_, '_>| other.is_element() && other.tag_name().name() == name;
    let before = node.prev_siblings().skip(1).filter(same).count();
    let after = node.next_siblings().skip(1).any(|node| same(&node));
    let is_root = node.parent().is_none_or(|parent| !parent.is_element());
    match is_root || (before == 0 && !after) {
        true => name.to_owned(),
        false => format!("{name}[{}]", before + 1),
    }
}

/// An attribute of a tree.
#[derive(Clone, Copy)]
pub(super) struct TreeAttribute<'t>(roxmltree::Attribute<'t, 't>);

impl<'t> Attribute<'t> for TreeAttribute<'t> {
    fn namespace(self) -> &'t str {
        self.0.namespace().unwrap_or_default()
    }

    fn local(self) -> &'t str {
        self.0.name()
    }

    fn value(self) -> Cow<'t, str> {
        Cow::Borrowed(self.0.value())
    }

    fn written(self) -> String {
        self.0.name().to_owned()
    }
}

/// The attributes of an element of a tree.
pub(super) struct TreeAttributes<'t> {
    inner: roxmltree::Attributes<'t, 't>,
}

impl<'t> Iterator for TreeAttributes<'t> {
    type Item = TreeAttribute<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        self.inner.next().map(TreeAttribute)
    }
}

/// The content of an element of a tree.
pub(super) struct TreeContent<'t> {
    inner: roxmltree::Children<'t, 't>,
}

impl<'t> Iterator for TreeContent<'t> {
    type Item = Inner<'t, TreeNode<'t>>;

    fn next(&mut self) -> Option<Self::Item> {
        for node in self.inner.by_ref() {
            if node.is_element() {
                return Some(Inner::Element(TreeNode { node }));
            }
            if node.is_text() {
                return node.text().map(|text| Inner::Text(Cow::Borrowed(text)));
            }
        }
        None
    }
}
