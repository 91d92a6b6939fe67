//! The tree that a schema document is: what of XML its syntax is read from, whichever reader read it.
//!
//! Elements stand in document order, each with the number behind its last descendant, so that walking is counting.
//! White space between elements is left out where nothing asks for it.

use super::construct::Construct;
use super::known::{is_known, slot};
use std::ops::Range;

mod general;
mod wire;

/// A document.
#[derive(Debug, Default)]
pub(super) struct Tree<'i> {
    parts: Vec<Part<'i>>,
    attributes: Vec<Attribute<'i>>,
    /// Prefixes and namespaces, one run for each start tag that declares some: its own, then those that it leaves in scope.
    scopes: Vec<(Option<&'i str>, &'i str)>,
    /// How many of the parts are called `element`.
    elements: usize,
}

/// An element or a text.
#[derive(Debug)]
struct Part<'i> {
    kind: Kind,
    /// What its name says, whatever its namespace is.
    construct: Construct,
    /// The local name of an element, or the text.
    name: &'i str,
    namespace: Option<&'i str>,
    attributes: Range<u32>,
    /// The [`slot`]s of their names.
    marks: u64,
    /// Whether one of them is none that XML Schema knows.
    is_strange: bool,
    /// Whether there is more directly inside than constructs.
    has_more: bool,
    scope: Range<u32>,
    parent: Option<u32>,
    /// Behind its descendants.
    next: u32,
    /// The start tag, or the text as it was written.
    range: Range<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An element that XML Schema defines, annotations aside.
    Construct,
    /// An `xs:annotation`.
    Annotation,
    /// Another element in the namespace of XML Schema.
    Unknown,
    /// An element without a namespace that is called like a construct.
    Unprefixed,
    /// Another element.
    Foreign,
    Text,
}

/// An attribute and its places.
#[derive(Debug)]
pub(super) struct Attribute<'i> {
    name: &'i str,
    /// Where the name would stand among those that XML Schema knows.
    slot: u8,
    namespace: Option<&'i str>,
    value: &'i str,
    qualified_name: Range<u32>,
    value_range: Range<u32>,
}

/// An element or text of a tree: a view that is cheap to copy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a, 'i> {
    tree: &'a Tree<'i>,
    index: u32,
}

/// The expanded name of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct TagName<'a> {
    name: &'a str,
    namespace: Option<&'a str>,
}

impl<'i> Tree<'i> {
    pub(super) fn root(&self) -> Node<'_, 'i> {
        Node {
            tree: self,
            index: 0,
        }
    }

    /// The memory of the tree, for another one.
    pub(super) fn emptied(self) -> Tree<'static> {
        // What is collected from a list stays where that was.
        fn emptied<T, U>(mut list: Vec<T>) -> Vec<U> {
            list.clear();
            list.into_iter().map_while(|_| None).collect()
        }
        Tree {
            parts: emptied(self.parts),
            attributes: emptied(self.attributes),
            scopes: emptied(self.scopes),
            elements: 0,
        }
    }

    /// How many elements are called `element`.
    pub(super) const fn elements(&self) -> usize {
        self.elements
    }
}

impl<'i> Tree<'i> {
    /// The attribute of that name, whose slot is marked.
    #[inline(never)]
    fn attribute_in(&self, part: &Part<'i>, slot: u8, name: &str) -> Option<&Attribute<'i>> {
        if part.is_strange {
            return self.attribute_among_strange(part, name);
        }
        // All of them are known, and so are the names that are asked for: no other known one has that slot.
        debug_assert!(is_known(slot, name), "{name}");
        let mut own = self.attributes[wide(&part.attributes)].iter();
        own.find(|one| one.slot == slot)
    }

    /// The attribute of that name, where there are some that XML Schema does not know.
    #[inline(never)]
    fn attribute_among_strange(&self, part: &Part<'i>, name: &str) -> Option<&Attribute<'i>> {
        let mut own = self.attributes[wide(&part.attributes)].iter();
        own.find(|one| one.name == name && one.namespace.is_none())
    }

    /// What a prefix is bound to, none for the default namespace.
    fn bound(&self, scope: &Range<u32>, prefix: Option<&str>) -> Option<&'i str> {
        let bound = self.scopes[wide(scope)].iter();
        bound
            .clone()
            .find(|(bound, _)| *bound == prefix)
            .map(|(_, namespace)| *namespace)
    }
}

impl Kind {
    const fn of(is_schema: bool, namespace: Option<&str>, construct: Construct) -> Self {
        match namespace {
            _ if is_schema && matches!(construct, Construct::Annotation) => Self::Annotation,
            _ if is_schema && construct.is_known() => Self::Construct,
            _ if is_schema => Self::Unknown,
            None if construct.is_known() => Self::Unprefixed,
            _ => Self::Foreign,
        }
    }
}

impl<'i> Attribute<'i> {
    pub(super) fn name(&self) -> &'i str {
        self.name
    }

    pub(super) fn namespace(&self) -> Option<&'i str> {
        self.namespace
    }

    pub(super) fn value(&self) -> &'i str {
        self.value
    }

    /// Its name, `=` and its value in quotes.
    pub(super) fn range(&self) -> Range<usize> {
        self.qualified_name.start as usize..self.value_range.end as usize + 1
    }

    pub(super) fn range_qname(&self) -> Range<usize> {
        wide(&self.qualified_name)
    }

    pub(super) fn range_value(&self) -> Range<usize> {
        wide(&self.value_range)
    }
}

impl<'a> TagName<'a> {
    pub(super) fn name(self) -> &'a str {
        self.name
    }

    pub(super) fn namespace(self) -> Option<&'a str> {
        self.namespace
    }
}

impl<'a, 'i> Node<'a, 'i> {
    fn part(self) -> &'a Part<'i> {
        &self.tree.parts[self.index as usize]
    }

    /// A number that no other part of the document has, from 1.
    pub(super) fn number(self) -> u32 {
        self.index + 1
    }

    pub(super) fn tag_name(self) -> TagName<'a> {
        let part = self.part();
        TagName {
            name: part.name,
            namespace: part.namespace,
        }
    }

    /// The element of XML Schema that is called so, whatever its namespace is.
    pub(super) fn construct(self) -> Construct {
        self.part().construct
    }

    /// Whether it is an element of XML Schema.
    pub(super) fn is_schema(self) -> bool {
        use Kind::{Annotation, Construct, Unknown};
        matches!(self.part().kind, Construct | Annotation | Unknown)
    }

    pub(super) fn is_element(self) -> bool {
        self.part().kind != Kind::Text
    }

    pub(super) fn is_text(self) -> bool {
        self.part().kind == Kind::Text
    }

    /// Whether it is an element that XML Schema defines, annotations aside.
    pub(super) fn is_construct(self) -> bool {
        self.part().kind == Kind::Construct
    }

    /// Whether it is an element without a namespace that is called like one that XML Schema defines.
    pub(super) fn is_unprefixed(self) -> bool {
        self.part().kind == Kind::Unprefixed
    }

    /// The text, if it is one.
    pub(super) fn text(self) -> Option<&'a str> {
        self.is_text().then(|| self.part().name)
    }

    /// The start tag of an element, or the text as it was written.
    pub(super) fn range(self) -> Range<usize> {
        wide(&self.part().range)
    }

    pub(super) fn parent(self) -> Option<Self> {
        let index = self.part().parent?;
        Some(Self { index, ..self })
    }

    pub(super) fn attributes(self) -> std::slice::Iter<'a, Attribute<'i>> {
        self.tree.attributes[wide(&self.part().attributes)].iter()
    }

    /// The attribute of that name, without a namespace.
    #[inline(always)]
    pub(super) fn attribute_node(self, name: &str) -> Option<&'a Attribute<'i>> {
        let (part, slot) = (self.part(), slot(name));
        if part.marks & (1 << slot) == 0 {
            return None;
        }
        self.tree.attribute_in(part, slot, name)
    }

    /// Whether it has attributes of these [marks](super::known::marks) only, all of them known to XML Schema.
    #[inline]
    pub(super) fn has_only(self, marks: u64) -> bool {
        let part = self.part();
        !part.is_strange && part.marks & !marks == 0
    }

    /// Whether it has an attribute that XML Schema does not know.
    pub(super) fn has_strange_attributes(self) -> bool {
        self.part().is_strange
    }

    /// Whether it may have an attribute of these [marks](super::known::marks).
    pub(super) fn may_have(self, marks: u64) -> bool {
        self.part().marks & marks != 0
    }

    #[inline(always)]
    pub(super) fn has_attribute(self, name: &str) -> bool {
        self.attribute_node(name).is_some()
    }

    /// Whether nothing is inside.
    pub(super) fn is_empty(self) -> bool {
        self.part().next == self.index + 1
    }

    /// Whether there is more directly inside than constructs: texts, annotations, other elements.
    pub(super) fn has_more(self) -> bool {
        self.part().has_more
    }

    /// Elements and texts directly inside.
    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        let end = self.part().next;
        let mut index = self.index + 1;
        std::iter::from_fn(move || {
            let child = Self { index, ..self };
            (index < end).then(|| {
                index = child.part().next;
                child
            })
        })
    }

    /// The elements directly inside that are read as constructs of XML Schema.
    pub(super) fn constructs(self) -> Constructs<'a, 'i> {
        Constructs {
            next: Self {
                index: self.index + 1,
                ..self
            },
            end: self.part().next,
        }
    }

    /// Itself and all that is inside, in document order.
    pub(super) fn descendants(self) -> impl Iterator<Item = Self> {
        (self.index..self.part().next).map(move |index| Self { index, ..self })
    }

    /// Which prefixes are in scope: the same where the same ones are, mostly.
    pub(super) fn scope(self) -> Range<u32> {
        self.part().scope.clone()
    }

    /// Prefixes, none for the default namespace, and the namespaces that they are bound to.
    pub(super) fn namespaces(self) -> &'a [(Option<&'i str>, &'i str)] {
        &self.tree.scopes[wide(&self.part().scope)]
    }

    pub(super) fn default_namespace(self) -> Option<&'a str> {
        self.lookup_namespace_uri(None)
    }

    pub(super) fn lookup_namespace_uri(self, prefix: Option<&str>) -> Option<&'a str> {
        self.tree.bound(&self.part().scope, prefix)
    }

    /// The first prefix of a namespace; none for the default one too.
    pub(super) fn lookup_prefix(self, namespace: &str) -> Option<&'a str> {
        let found = self
            .namespaces()
            .iter()
            .find(|(_, bound)| *bound == namespace)?;
        found.0
    }
}

/// The elements inside another that are read as constructs of XML Schema: those that it defines, annotations aside, and
/// those that lack their prefix.
#[derive(Clone, Debug)]
pub(super) struct Constructs<'a, 'i> {
    next: Node<'a, 'i>,
    end: u32,
}

impl<'a, 'i> Iterator for Constructs<'a, 'i> {
    type Item = Node<'a, 'i>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.next.index < self.end {
            let node = self.next;
            let part = node.part();
            self.next.index = part.next;
            let is_meant = part.kind == Kind::Unprefixed && part.construct != Construct::Annotation;
            if part.kind == Kind::Construct || is_meant {
                return Some(node);
            }
        }
        None
    }
}

/// Files beyond 4 GiB are not read.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

const fn wide(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Library;
    use crate::source::FileId;
    use xmpp_xml::Limits;

    fn both(text: &str) -> [String; 2] {
        let wire =
            xmpp_xml::Document::parse(text, Limits::FILE).expect("it is XML as the wire has it");
        let wire = Tree::default()
            .of_wire(wire.root(), text)
            .expect("its places can be told");
        [told(text, &wire), general(text)]
    }

    fn general(text: &str) -> String {
        let general = crate::general::parse(text).ok().expect("it is XML");
        told(text, &Tree::of_general(&general, text))
    }

    fn told(text: &str, tree: &Tree<'_>) -> String {
        let mut documents = Vec::new();
        let found = super::super::read(FileId(0), "s", text, tree, &mut documents);
        format!("{documents:#?} {found:#?}")
    }

    /// Which reader reads a schema makes no difference, down to the places.
    #[test]
    fn both_readers_read_the_same() {
        let builtin = Library::builtin();
        let mut read = 0;
        for document in builtin.documents() {
            if xmpp_xml::Document::parse(&document.text, Limits::FILE).is_ok() {
                let [wire, general] = both(&document.text);
                assert_eq!(wire, general, "{}", document.stem);
                read += 1;
            }
        }
        assert!(read > 30, "most of our schemas are XML as the wire has it");
    }

    /// White space counts in documentation; a declaration hides an outer one; stray text has its place.
    #[test]
    fn both_readers_read_the_same_of_what_is_odd() {
        let text = "<?xml version='1.0'?>\n<s:schema xmlns:s='http://www.w3.org/2001/XMLSchema' xmlns='urn:a' xmlns:b='urn:b'>\n\
            stray <s:annotation><s:documentation>one <em xmlns=''>two</em> <em>three</em>\n<s:all> </s:all>x</s:documentation></s:annotation>\n\
            <s:element name = 'e' type=\"b:t\" xmlns:b='urn:c' b:z='' default='' ><foreign xmlns=''/></s:element></s:schema>\n";
        let [wire, general] = both(text);
        assert_eq!(wire, general);
    }

    /// Where comments are white space, they make no difference either.
    #[test]
    fn both_readers_read_the_same_of_comments() {
        let text = "<s:schema xmlns:s='http://www.w3.org/2001/XMLSchema'> <!-- a\n b --> <s:annotation> <!-- c --> <!-- d -->\n\
            <s:documentation> <!-- e --> <b>f</b> <!-- g -->\n<b>h</b> i > <!-- j --> </s:documentation> </s:annotation>\n\
            <s:element name='k'> <!-- l --> </s:element> stray > <!-- m --> </s:schema>";
        let blank = super::super::comments::blanked(text).expect("its comments stand alone");
        let [wire, general] = [both(&blank)[0].clone(), general(text)];
        assert_eq!(wire, general);
    }

    #[test]
    fn what_does_not_say_its_places_is_read_by_the_general_reader() {
        for text in [
            "<a b='&lt;'/>",
            "<a>&lt;</a>",
            "<a><![CDATA[b]]></a>",
            "<a b='\t'/>",
        ] {
            let wire = xmpp_xml::Document::parse(text, Limits::FILE).expect("it is XML");
            assert!(
                Tree::default().of_wire(wire.root(), text).is_none(),
                "{text}"
            );
        }
    }
}
