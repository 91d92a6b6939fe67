//! Views over a tape.
#![allow(unused_variables, clippy::unimplemented, reason = "bodies follow")]
use crate::{Fragment, Position, Tape};
use std::borrow::Cow;

/// One element of a tape: a view that is cheap to copy.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    pub(crate) tape: &'t Tape,
    pub(crate) index: u32,
}

impl<'t> Node<'t> {
    /// The local name.
    pub fn name(self) -> &'t str {
        unimplemented!()
    }
    /// The namespace name, empty for none.
    pub fn namespace(self) -> &'t str {
        unimplemented!()
    }
    /// The prefix, empty for none.
    pub fn prefix(self) -> &'t str {
        unimplemented!()
    }
    /// Whether this is the element of that namespace and local name.
    pub fn is(self, namespace: &str, name: &str) -> bool {
        self.name() == name && self.namespace() == namespace
    }
    /// Whether both elements are in the same namespace.
    pub fn same_namespace(self, other: Node<'_>) -> bool {
        unimplemented!()
    }
    /// The attributes in document order, without namespace declarations.
    pub fn attributes(self) -> Attributes<'t> {
        unimplemented!()
    }
    /// The attribute of that namespace (empty for none) and local name.
    pub fn attribute(self, namespace: &str, name: &str) -> Option<Attribute<'t>> {
        unimplemented!()
    }
    /// Child elements and character data in document order.
    pub fn content(self) -> ContentIter<'t> {
        unimplemented!()
    }
    /// Child elements in document order.
    pub fn elements(self) -> Elements<'t> {
        unimplemented!()
    }
    /// The character data directly inside, unescaped and concatenated.
    pub fn text(self) -> Cow<'t, str> {
        unimplemented!()
    }
    /// The namespace declarations of this tag: (prefix, namespace).
    pub fn declarations(self) -> Declarations<'t> {
        unimplemented!()
    }
    /// The element as it was sent.
    pub fn xml(self) -> &'t str {
        unimplemented!()
    }
    /// The start tag as it was sent.
    pub fn start_tag(self) -> &'t str {
        unimplemented!()
    }
    /// Where its `<` stands in the tape's text.
    pub fn offset(self) -> usize {
        unimplemented!()
    }
    /// Where its `<` stands in the input.
    pub fn position(self) -> Position {
        unimplemented!()
    }
    /// Its way from the root.
    pub fn path(self) -> String {
        unimplemented!()
    }
    /// The element on its own.
    pub fn to_fragment(self) -> Fragment {
        unimplemented!()
    }
}

/// One attribute of a tape.
#[derive(Clone, Copy)]
pub struct Attribute<'t> {
    pub(crate) tape: &'t Tape,
    pub(crate) index: u32,
}
impl<'t> Attribute<'t> {
    /// The local name.
    pub fn name(self) -> &'t str {
        unimplemented!()
    }
    /// The namespace name, empty for none.
    pub fn namespace(self) -> &'t str {
        unimplemented!()
    }
    /// The prefix, empty for none.
    pub fn prefix(self) -> &'t str {
        unimplemented!()
    }
    /// Whether this is the attribute of that namespace (empty for none) and local name.
    pub fn is(self, namespace: &str, name: &str) -> bool {
        self.name() == name && self.namespace() == namespace
    }
    /// The value, unescaped and normalized.
    pub fn value(self) -> Cow<'t, str> {
        unimplemented!()
    }
    /// The value as it was sent, between its quotes.
    pub fn raw_value(self) -> &'t str {
        unimplemented!()
    }
    /// Where its name stands in the input.
    pub fn position(self) -> Position {
        unimplemented!()
    }
    /// Where its value stands in the input.
    pub fn value_position(self) -> Position {
        unimplemented!()
    }
    /// Its way from the root: `iq/@id`.
    pub fn path(self) -> String {
        unimplemented!()
    }
}

/// One run of character data.
#[derive(Clone, Copy)]
pub struct Text<'t> {
    pub(crate) tape: &'t Tape,
    pub(crate) index: u32,
}
impl<'t> Text<'t> {
    /// The text, unescaped and normalized.
    pub fn value(self) -> Cow<'t, str> {
        unimplemented!()
    }
    /// The text as it was sent.
    pub fn raw(self) -> &'t str {
        unimplemented!()
    }
    /// Whether it is nothing but white space.
    pub fn is_whitespace(self) -> bool {
        unimplemented!()
    }
    /// Where it stands in the input.
    pub fn position(self) -> Position {
        unimplemented!()
    }
}

/// What stands inside an element.
#[derive(Clone, Copy)]
pub enum Content<'t> {
    /// A child element.
    Element(Node<'t>),
    /// Character data.
    Text(Text<'t>),
}

/// The attributes of an element.
#[derive(Clone)]
pub struct Attributes<'t> {
    tape: &'t Tape,
}
impl<'t> Iterator for Attributes<'t> {
    type Item = Attribute<'t>;
    fn next(&mut self) -> Option<Self::Item> {
        unimplemented!()
    }
}

/// The child elements of an element.
#[derive(Clone)]
pub struct Elements<'t> {
    tape: &'t Tape,
}
impl<'t> Iterator for Elements<'t> {
    type Item = Node<'t>;
    fn next(&mut self) -> Option<Self::Item> {
        unimplemented!()
    }
}

/// The content of an element.
#[derive(Clone)]
pub struct ContentIter<'t> {
    tape: &'t Tape,
}
impl<'t> Iterator for ContentIter<'t> {
    type Item = Content<'t>;
    fn next(&mut self) -> Option<Self::Item> {
        unimplemented!()
    }
}

/// The namespace declarations of a start tag: (prefix, namespace).
#[derive(Clone)]
pub struct Declarations<'t> {
    tape: &'t Tape,
}
impl<'t> Iterator for Declarations<'t> {
    type Item = (&'t str, &'t str);
    fn next(&mut self) -> Option<Self::Item> {
        unimplemented!()
    }
}
