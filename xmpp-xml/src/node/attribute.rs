//! Attributes and namespace declarations.

use crate::escape::{Resolved, unescape_attribute};
use crate::node::{Content, ContentIter, Text, path};
use crate::tape::{ESCAPED, Entry, Kind, PREFIXED};
use crate::{INSTANCE_NAMESPACE, KnownName, NameKey, Node, Position, Tape};
use std::borrow::Cow;
use std::fmt;

/// One attribute: a view that is cheap to copy.
#[derive(Clone, Copy)]
pub struct Attribute<'t> {
    tape: &'t Tape,
    index: u32,
    element: u32,
}

impl<'t> Attribute<'t> {
    pub(crate) const fn new(tape: &'t Tape, index: u32, element: u32) -> Self {
        Self {
            tape,
            index,
            element,
        }
    }

    #[inline]
    fn entry(self) -> Entry {
        self.tape.entry(self.index)
    }

    /// Where its value stands in its element.
    #[inline]
    pub(crate) fn value_range(self) -> std::ops::Range<usize> {
        let offset = self.tape.value_offset(self.entry()) - self.element().entry().offset;
        offset as usize..(offset + self.entry().extent) as usize
    }

    /// The local name.
    pub fn name(self) -> &'t str {
        self.tape.split_name(self.entry()).1
    }

    /// The namespace name, empty for none.
    pub fn namespace(self) -> &'t str {
        self.tape.namespace(self.entry())
    }

    /// Namespace name, empty for none, and local name.
    #[inline]
    pub fn expanded_name(self) -> (&'t str, &'t str) {
        expanded_name(self.tape, self.entry())
    }

    /// The prefix, empty for none. It means nothing: compare namespaces.
    pub fn prefix(self) -> &'t str {
        self.tape.split_name(self.entry()).0
    }

    /// Whether this is the attribute of that namespace (empty for none) and local name.
    pub fn is(self, namespace: &str, name: &str) -> bool {
        if self.entry().has(PREFIXED) {
            return self.name() == name && self.namespace() == namespace;
        }
        namespace.is_empty() && self.tape.qualified_name(self.entry()) == name
    }

    /// The value, references resolved and white space normalized (XML 1.0 §3.3.3).
    #[inline(always)]
    pub fn value(self) -> Cow<'t, str> {
        let entry = self.entry();
        let raw = self.tape.raw_value(entry);
        if entry.has(ESCAPED) {
            return unescape_attribute(raw);
        }
        Cow::Borrowed(raw)
    }

    /// The value as it was sent, between its quotes.
    #[inline]
    pub fn raw_value(self) -> &'t str {
        self.tape.raw_value(self.entry())
    }

    /// Of `xsi:type`, the prefix of the name that is its value; nothing of other attributes.
    pub(crate) fn type_prefix(self) -> Option<&'t str> {
        if !self.is(INSTANCE_NAMESPACE, "type") {
            return None;
        }
        let name = self.raw_value().trim();
        Some(name.split_once(':').map_or("", |(prefix, _)| prefix))
    }

    /// Of `xsi:type`, the namespace of the name that is its value (XML Schema part 1 §2.6.1); nothing of other attributes.
    pub fn type_namespace(self) -> Option<&'t str> {
        self.element().bound(self.type_prefix()?)
    }

    /// The name as it was sent, prefix included.
    pub fn qualified_name(self) -> &'t str {
        self.tape.qualified_name(self.entry())
    }

    /// The element that it is an attribute of.
    pub const fn element(self) -> Node<'t> {
        Node::new(self.tape, self.element)
    }

    /// Where its name stands in the input.
    pub fn position(self) -> Position {
        self.tape.position(self.entry().offset)
    }

    /// Where its value stands in the input, behind the quote.
    pub fn value_position(self) -> Position {
        self.tape.position(self.tape.value_offset(self.entry()))
    }

    /// Its way from the root: `iq/@id`, `message/body[2]/@xml:lang`.
    pub fn path(self) -> String {
        path::of_attribute(self)
    }
}

impl fmt::Debug for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={:?}", self.qualified_name(), self.value())
    }
}

/// The attributes of one element, in document order, without namespace declarations.
#[derive(Clone)]
pub struct Attributes<'t> {
    tape: &'t Tape,
    element: u32,
    next: u32,
}

impl<'t> Attributes<'t> {
    #[inline]
    pub(super) const fn new(tape: &'t Tape, element: u32) -> Self {
        Self {
            tape,
            element,
            next: element + 1,
        }
    }

    /// The element.
    #[doc(hidden)]
    #[inline]
    pub const fn element(&self) -> Node<'t> {
        Node::new(self.tape, self.element)
    }

    /// The attribute at that place among the tokens.
    #[doc(hidden)]
    #[inline(always)]
    pub const fn at(&self, index: u32) -> Attribute<'t> {
        Attribute::new(self.tape, index, self.element)
    }

    /// The content of the element, found without a second walk over the attributes seen so far.
    #[inline]
    pub fn into_content(self) -> ContentIter<'t> {
        ContentIter::behind_tag(self.tape, self.next)
    }

    /// The next piece of the element's content, for who goes over both in one; attributes that were not asked for are passed
    /// over.
    #[inline]
    pub fn next_content(&mut self) -> Option<Content<'t>> {
        match self.next_element() {
            Some(element) => Some(Content::Element(element)),
            None => match self.next_text() {
                Some(text) => Some(Content::Text(text)),
                None => self.next_element().map(Content::Element), // behind attributes
            },
        }
    }

    /// Whether the element ends, and nothing is still to come.
    #[doc(hidden)]
    #[inline(always)]
    pub fn is_at_end(&self) -> bool {
        self.tape.entry(self.next).is(Kind::End)
    }

    /// The next piece of content, where that is an element; nothing where anything else comes.
    #[doc(hidden)]
    #[inline(always)]
    pub fn next_element(&mut self) -> Option<Node<'t>> {
        let (index, entry) = (self.next, self.tape.entry(self.next));
        if !entry.is(Kind::Element) {
            return None;
        }
        self.next = entry.extent + 1;
        Some(Node::new(self.tape, index))
    }

    /// The next piece of content, where that is text; attributes that were not asked for are passed over.
    #[doc(hidden)]
    #[inline]
    pub fn next_text(&mut self) -> Option<Text<'t>> {
        loop {
            let (index, entry) = (self.next, self.tape.entry(self.next));
            if entry.is(Kind::Text) || entry.is(Kind::Cdata) {
                let text = Text::from(self.tape, index);
                self.next = text.end();
                return Some(text);
            }
            if entry.is(Kind::Element) || entry.is(Kind::End) {
                return None;
            }
            self.next += 1; // it is of the start tag
        }
    }

    /// How many elements come next that look like that one, until another comes: for who makes room, and need not know exactly. Of names
    /// their length and the first eight bytes are looked at.
    #[doc(hidden)]
    pub fn alike(&self, like: Node<'_>) -> usize {
        let (tape, like) = (self.tape, like.entry());
        let key = tape.element_key(like);
        let (mut next, mut count) = (self.next, 0);
        loop {
            let entry = tape.entry(next);
            if entry.is(Kind::Element) {
                let is_like = entry.namespace() == like.namespace()
                    && entry.gap == like.gap
                    && tape.element_key(entry).is_like(key);
                if !is_like {
                    return count;
                }
                count += 1;
                next = entry.extent + 1;
            } else if entry.is(Kind::Text) || entry.is(Kind::Cdata) {
                next += 1;
            } else {
                return count;
            }
        }
    }

    /// What is still to come, where that is nothing, or one text that is what was sent.
    #[doc(hidden)]
    #[inline]
    pub fn only_plain_text(&self) -> Option<&'t str> {
        let only = self.tape.entry(self.next);
        if only.is(Kind::End) {
            return Some("");
        }
        let is_plain = only.is(Kind::Text) && !only.has(ESCAPED);
        let is_only = is_plain && self.tape.entry(self.next + 1).is(Kind::End);
        is_only.then(|| self.tape.slice(only.offset, only.extent as usize))
    }

    /// The same of all that is behind declarations: nothing where there is an attribute.
    #[inline]
    pub(super) fn only_text(mut self) -> Option<&'t str> {
        while self.tape.entry(self.next).is(Kind::Declaration) {
            self.next += 1;
        }
        self.only_plain_text()
    }

    /// The place of the next attribute among the tokens, and the key of its name as it was sent. One without a prefix is in no namespace,
    /// and `xml:` stands for one namespace wherever it is (Namespaces in XML §3); any other prefix says nothing.
    #[doc(hidden)]
    #[inline(always)]
    pub fn next_key(&mut self) -> Option<(u32, NameKey)> {
        let entry = next_of(self.tape, &mut self.next, Kind::Attribute)?;
        Some((self.next - 1, self.tape.attribute_key(entry)))
    }
}

impl<'t> Attribute<'t> {
    /// Whether its name as it was sent, which has that key, is the known one.
    #[doc(hidden)]
    #[inline(always)]
    pub fn is_named(self, key: NameKey, known: KnownName) -> bool {
        known.is(key, || {
            let entry = self.entry();
            self.tape.bytes(entry.offset, usize::from(entry.name))
        })
    }

    /// The attribute with its token.
    #[doc(hidden)]
    #[inline]
    pub fn named(self) -> Named<'t> {
        named(self, self.entry())
    }
}

/// An attribute, which that entry is.
#[inline(always)]
pub(super) const fn named(attribute: Attribute<'_>, entry: Entry) -> Named<'_> {
    Named { attribute, entry }
}

/// An attribute with its token, looked up once for all that ask for name and value.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Named<'t> {
    /// The attribute.
    pub attribute: Attribute<'t>,
    entry: Entry,
}

impl<'t> Named<'t> {
    /// Namespace name, empty for none, and local name.
    #[inline]
    pub fn expanded_name(&self) -> (&'t str, &'t str) {
        expanded_name(self.attribute.tape, self.entry)
    }

    /// The value, where it is what was sent; nothing where there is something to resolve.
    #[inline(always)]
    pub fn plain_value(&self) -> Option<&'t str> {
        let tape = self.attribute.tape;
        (!self.entry.has(ESCAPED)).then(|| tape.raw_value(self.entry))
    }

    /// The value, references resolved and white space normalized (XML 1.0 §3.3.3).
    #[inline]
    pub fn value(&self) -> Cow<'t, str> {
        self.attribute.value()
    }

    /// The same without asking for memory, of a short one in which something is to be resolved.
    pub fn resolved(&self) -> Option<Resolved> {
        let is_escaped = self.entry.has(ESCAPED);
        is_escaped.then(|| Resolved::of_attribute(self.attribute.raw_value()))?
    }
}

/// Namespace name, empty for none, and local name of an attribute.
#[inline]
fn expanded_name(tape: &Tape, attribute: Entry) -> (&str, &str) {
    if attribute.has(PREFIXED) {
        return (tape.namespace(attribute), tape.split_name(attribute).1);
    }
    ("", tape.attribute_name(attribute))
}

impl<'t> Iterator for Attributes<'t> {
    type Item = Attribute<'t>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        next_of(self.tape, &mut self.next, Kind::Attribute)?;
        Some(Attribute {
            tape: self.tape,
            index: self.next - 1,
            element: self.element,
        })
    }
}

/// The namespace declarations of one start tag, in document order: (prefix, namespace).
#[derive(Clone)]
pub struct Declarations<'t> {
    tape: &'t Tape,
    next: u32,
}

impl<'t> Declarations<'t> {
    pub(super) const fn new(tape: &'t Tape, element: u32) -> Self {
        Self {
            tape,
            next: element + 1,
        }
    }

    /// The next declaration as it stands on the tape.
    pub(crate) fn next_entry(&mut self) -> Option<Entry> {
        next_of(self.tape, &mut self.next, Kind::Declaration)
    }
}

impl<'t> Iterator for Declarations<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.next_entry()?;
        Some((
            declared_prefix(self.tape, entry),
            self.tape.namespace(entry),
        ))
    }
}

/// The prefix that a declaration binds, empty for the default namespace.
pub(crate) fn declared_prefix(tape: &Tape, declaration: Entry) -> &str {
    match tape.split_name(declaration) {
        ("", _) => "",
        (_, prefix) => prefix,
    }
}

/// The next entry of that kind in a start tag.
#[inline]
fn next_of(tape: &Tape, next: &mut u32, kind: Kind) -> Option<Entry> {
    loop {
        let entry = tape.entry(*next);
        let is_wanted = entry.is(kind);
        if !is_wanted && !entry.is(Kind::Attribute) && !entry.is(Kind::Declaration) {
            return None;
        }
        *next += 1;
        if is_wanted {
            return Some(entry);
        }
    }
}
