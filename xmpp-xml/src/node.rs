//! Views over a tape: elements, attributes, text.

use crate::escape::Resolved;
use crate::names::{same, same_bytes};
use crate::tape::{Entry, Kind, NO_NAMESPACE, SELF_CONTAINED};
use crate::{INSTANCE_NAMESPACE, KnownName, NameKey, Position, Tape};
use std::borrow::Cow;
use std::fmt;

mod attribute;
mod envelope;
mod path;
mod text;
mod token;
mod walk;

pub(crate) use attribute::declared_prefix;
pub use attribute::{Attribute, Attributes, Declarations, Named};
pub use envelope::Envelope;
pub use text::{Content, Text};
#[cfg(test)]
pub(crate) use token::tests::told;
pub use token::{Visitor, Written};
pub use walk::{ContentIter, Elements};

/// One element of a tape: a view that is cheap to copy.
///
/// The [`Item::Header`](crate::Item::Header) of a stream is an element without content, whose end tag is still to come.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tape: &'t Tape,
    index: u32,
}

impl<'t> Node<'t> {
    pub(crate) const fn new(tape: &'t Tape, index: u32) -> Self {
        Self { tape, index }
    }

    /// The local name.
    #[inline]
    pub fn name(self) -> &'t str {
        self.tape.element_name(self.entry())
    }

    /// The namespace name, empty for none.
    #[inline]
    pub fn namespace(self) -> &'t str {
        self.tape.namespace(self.entry())
    }

    /// The number that the tape has for its namespace, 0 for none: elements of one tape with one number have the same namespace.
    #[doc(hidden)]
    #[inline]
    pub fn namespace_number(self) -> u32 {
        self.entry().namespace()
    }

    /// The local name, of which nothing but its bytes is asked.
    #[doc(hidden)]
    #[inline]
    pub fn name_bytes(self) -> &'t [u8] {
        self.tape.element_name_bytes(self.entry())
    }

    /// The key of the local name.
    #[doc(hidden)]
    #[inline(always)]
    pub fn name_key(self) -> NameKey {
        self.tape.element_key(self.entry())
    }

    /// Whether the local name, which has that key, is the known one.
    #[doc(hidden)]
    #[inline(always)]
    pub fn is_named(self, key: NameKey, known: KnownName) -> bool {
        known.is(key, || self.name_bytes())
    }

    /// Whether it is in a namespace.
    #[doc(hidden)]
    #[inline]
    pub fn has_namespace(self) -> bool {
        self.entry().namespace() != NO_NAMESPACE
    }

    /// Whether it is in that namespace.
    #[doc(hidden)]
    #[inline]
    pub fn is_in(self, namespace: &str) -> bool {
        same_bytes(self.namespace_bytes(), namespace.as_bytes())
    }

    /// Whether it is in one of the content namespaces.
    #[doc(hidden)]
    #[inline]
    pub fn is_in_content(self) -> bool {
        self.tape.namespaces.is_content(self.entry().namespace())
    }

    #[inline]
    fn namespace_bytes(self) -> &'t [u8] {
        self.tape.namespaces.bytes(self.entry().namespace())
    }

    /// The prefix, empty for none. It means nothing: compare namespaces.
    pub fn prefix(self) -> &'t str {
        self.tape.split_name(self.entry()).0
    }

    /// Whether this is the element of that namespace and local name.
    pub fn is(self, namespace: &str, name: &str) -> bool {
        self.name() == name && self.namespace() == namespace
    }

    /// Whether both elements are in the same namespace.
    #[inline]
    pub fn same_namespace(self, other: Node<'_>) -> bool {
        if std::ptr::eq(self.tape, other.tape) {
            let (own, others) = (self.entry().namespace(), other.entry().namespace());
            return self.tape.namespaces.same(own, others);
        }
        self.same_namespace_name(other)
    }

    /// The same of elements of two tapes.
    #[cold]
    fn same_namespace_name(self, other: Node<'_>) -> bool {
        same_bytes(self.namespace_bytes(), other.namespace_bytes())
    }

    /// Whether both elements, of one tape, have the same namespace and name. Where the tape names the namespace twice, or one has another
    /// prefix, this is not seen.
    #[doc(hidden)]
    #[inline]
    pub fn same_name(self, other: Self) -> bool {
        self.tape.same_expanded_name(self.entry(), other.entry())
    }

    /// The attributes in document order, without namespace declarations.
    #[inline]
    pub fn attributes(self) -> Attributes<'t> {
        Attributes::new(self.tape, self.index)
    }

    /// The attribute of that namespace (empty for none) and local name.
    pub fn attribute(self, namespace: &str, name: &str) -> Option<Attribute<'t>> {
        self.attributes()
            .find(|attribute| attribute.is(namespace, name))
    }

    /// Child elements and character data in document order; neighbouring pieces of character data are one.
    #[inline]
    pub fn content(self) -> ContentIter<'t> {
        ContentIter::new(self.tape, self.index)
    }

    /// Tells of all that is on the tape from its start to its end; nothing where the visitor gave up.
    #[doc(hidden)]
    #[inline]
    pub fn visit(self, visitor: &mut impl Visitor<'t>) -> Option<()> {
        token::visit(self, visitor)
    }

    /// Child elements in document order.
    pub fn elements(self) -> Elements<'t> {
        Elements::new(self.content())
    }

    /// The character data directly inside, unescaped and concatenated; that of child elements is not part of it.
    pub fn text(self) -> Cow<'t, str> {
        match self.content().next() {
            None => Cow::Borrowed(""),
            Some(Content::Text(only)) if only.end() == self.entry().extent => only.value(),
            Some(_) => self.text_of_several(),
        }
    }

    /// The same where it is what was sent, and all that there is in the element: nothing where there is an attribute, a child, or something
    /// to resolve or to join.
    #[doc(hidden)]
    #[inline]
    pub fn only_text(self) -> Option<&'t str> {
        self.attributes().only_text()
    }

    /// The same without asking for memory, where it is short and in one piece, and something is to be resolved in it.
    #[doc(hidden)]
    pub fn resolved_text(self) -> Option<Resolved> {
        match self.content().next() {
            Some(Content::Text(only)) if only.end() == self.entry().extent => only.resolved(),
            _ => None,
        }
    }

    /// The same where there are several pieces of content.
    #[inline(never)]
    fn text_of_several(self) -> Cow<'t, str> {
        let mut texts = self.content().filter_map(Content::text);
        let mut all = texts.next().map_or(Cow::Borrowed(""), Text::value);
        for text in texts {
            all.to_mut().push_str(&text.value());
        }
        all
    }

    /// Whether the default of its declaration is its text, where it has one: it has no text of its own, of which white space is some,
    /// and is not nil (XML Schema part 1 §3.3.4, Element Locally Valid (Element) 5.1). Children are left aside.
    pub fn takes_default(self) -> bool {
        let is_empty = |text: Text<'_>| match text.plain_value() {
            Some(plain) => plain.is_empty(),
            None => text.value().is_empty(),
        };
        self.content().filter_map(Content::text).all(is_empty) && !self.is_nil()
    }

    /// Whether it says that it has no value, with `xsi:nil` (XML Schema part 1 §2.6.2).
    fn is_nil(self) -> bool {
        let nil = self.attribute(INSTANCE_NAMESPACE, "nil");
        nil.is_some_and(|nil| matches!(nil.value().trim_ascii(), "true" | "1"))
    }

    /// Whether there is nothing in it but character data: no attribute and no child.
    #[inline]
    pub fn is_plain(self) -> bool {
        (self.index + 1..self.entry().extent).all(|index| {
            matches!(
                self.tape.entry(index).kind(),
                Kind::Declaration | Kind::Text | Kind::Cdata
            )
        })
    }

    /// Whether there is nothing in it at all: no attribute, no child and no text.
    #[inline]
    pub fn is_bare(self) -> bool {
        let mut inside = self.index + 1..self.entry().extent;
        inside.all(|index| self.tape.entry(index).is(Kind::Declaration))
    }

    /// The namespace declarations of this start tag: (prefix, namespace), the prefix empty for the default namespace.
    pub fn declarations(self) -> Declarations<'t> {
        Declarations::new(self.tape, self.index)
    }

    /// The namespace that a prefix stands for here, in names that values are; the empty prefix for the default namespace.
    pub fn bound(self, prefix: &str) -> Option<&'t str> {
        let mut outside = self.tape.outside.iter().rev();
        let outside = outside.find(|binding| same(&binding.prefix, prefix));
        let mut bound = outside.map(|binding| &*binding.namespace);
        let mut node = Node::new(self.tape, 0);
        loop {
            let mut declarations = node.declarations();
            while let Some(entry) = declarations.next_entry() {
                if same(declared_prefix(self.tape, entry), prefix) {
                    bound = Some(self.tape.namespace(entry));
                }
            }
            if node.index == self.index {
                return bound;
            }
            // As in `path`: no parent is stored, and subtrees are skipped.
            node = node
                .elements()
                .find(|child| child.entry().extent > self.index)?;
        }
    }

    /// The element as it was sent, from `<` to the end of its end tag.
    #[inline]
    pub fn xml(self) -> &'t str {
        let length = self.end().offset - self.entry().offset;
        self.tape.slice(self.entry().offset, length as usize)
    }

    /// The start tag as it was sent, from `<` to `>`.
    pub fn start_tag(self) -> &'t str {
        let length = self.end().extent - self.entry().offset;
        self.tape.slice(self.entry().offset, length as usize)
    }

    /// The name as it was sent, prefix included.
    pub fn qualified_name(self) -> &'t str {
        self.tape.qualified_name(self.entry())
    }

    /// Whether this element may stand in `parent` by its namespace. What is in a stanza is of the stanza's own content
    /// namespace or of one for extensions: not of another content namespace, and not of that of streams (RFC 6120 §8.4).
    ///
    /// Written to a stream of that other content namespace, such an element would become a part of the stanza itself.
    #[inline(always)]
    pub fn may_stand_in(self, parent: Node<'_>) -> bool {
        self.same_number(parent) || !self.is_of_streams() || self.may_stand_in_other(parent)
    }

    /// The same of one that is of streams, where the namespaces have different numbers.
    #[cold]
    fn may_stand_in_other(self, parent: Node<'_>) -> bool {
        self.same_namespace(parent) || !parent.is_in_content()
    }

    /// Whether it belongs to streams: it is a stanza or of one, or the stream itself.
    #[inline]
    fn is_of_streams(self) -> bool {
        self.tape.namespaces.is_of_streams(self.entry().namespace())
    }

    #[inline]
    fn same_number(self, other: Node<'_>) -> bool {
        std::ptr::eq(self.tape, other.tape) && self.entry().namespace() == other.entry().namespace()
    }

    /// Where its `<` stands in the [text of the tape](Tape::text).
    pub fn offset(self) -> usize {
        self.entry().offset as usize
    }

    /// Where its `<` stands in the input.
    pub fn position(self) -> Position {
        self.tape.position(self.entry().offset)
    }

    /// Its way from the root: `iq/query/item[1]`. An index, counted from 1, stands only where the parent has several
    /// children of that local name.
    pub fn path(self) -> String {
        path::of_element(self)
    }

    /// The other element, known to live as long as this one, if it is of the same tape.
    #[doc(hidden)]
    #[inline]
    pub fn of_one_tape(self, other: Node<'_>) -> Option<Self> {
        std::ptr::eq(self.tape, other.tape).then(|| Self::new(self.tape, other.index))
    }

    /// The tape that this is a view of.
    pub const fn tape(self) -> &'t Tape {
        self.tape
    }

    pub(crate) const fn index(self) -> u32 {
        self.index
    }

    #[inline]
    pub(crate) fn entry(self) -> Entry {
        self.tape.entry(self.index)
    }

    #[inline]
    pub(crate) fn end(self) -> Entry {
        self.tape.entry(self.entry().extent)
    }

    /// Whether no name inside was bound outside.
    pub(crate) fn is_self_contained(self) -> bool {
        self.end().has(SELF_CONTAINED)
    }

    /// Whether this is a start tag whose end tag is not part of the tape.
    #[inline]
    pub(crate) fn is_unclosed(self) -> bool {
        let end = self.end();
        end.offset == end.extent && !self.start_tag().ends_with("/>")
    }
}

impl Tape {
    /// The element that the tape holds; `None` where reading has not yet come to its end.
    pub fn root(&self) -> Option<Node<'_>> {
        let end = self.entries.first()?.extent as usize;
        (end > 0 && end < self.entries.len()).then_some(Node::new(self, 0))
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.xml())
    }
}
