//! Elements on their own: the sender's bytes, and what they need from outside.

use crate::escape::push_attribute;
use crate::names::same;
use crate::tape::{ESCAPED, Kind};
use crate::{Binding, Document, Limits, Node, Position, Reader, Rule, XML_NAMESPACE, XmlError};
use std::borrow::Cow;

mod context;
mod equality;

pub(crate) use context::{Context, push_declaration};

/// An element as its sender wrote it, with the declarations it needs from outside: verbatim XML, complete in itself.
///
/// Two fragments are equal when they mean the same: names, attributes in any order, text, the order of content; prefixes,
/// quotes, references and CDATA sections do not matter.
#[derive(Clone, Debug)]
pub struct Fragment {
    xml: Box<str>,
    context: Context,
    /// Bytes of the prefix and its colon, and of the local name, behind `<`.
    prefix: u32,
    name: u32,
    namespace: Namespace,
}

/// Where the namespace of the root stands.
#[derive(Clone, Debug)]
enum Namespace {
    Fixed(&'static str),
    /// In the XML, at this offset, of this length.
    Declared(u32, u32),
    /// In the context, at this index.
    Inherited(u32),
    Owned(Box<str>),
}

impl Fragment {
    /// Takes the text of an element that needs no declarations from outside, held to the limits of a
    /// [file](Limits::FILE). White space and an XML declaration around it are dropped.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn parse(xml: &str) -> Result<Self, XmlError> {
        let document = Document::parse(xml, Limits::FILE)?;
        Ok(Self::capture(document.root()))
    }

    /// Takes the text of an element that stands inside the given declarations, held to the limits of a
    /// [file](Limits::FILE). Declarations that it does not need are dropped.
    ///
    /// # Errors
    /// The first rule that the text or a declaration breaks.
    #[allow(
        clippy::boxed_local,
        reason = "what a fragment is made of; the text is kept as it is where it can be"
    )]
    pub fn new(xml: Box<str>, context: Box<[Binding]>) -> Result<Self, XmlError> {
        if let Some(message) = context.iter().find_map(crate::reader::refused_binding) {
            let start = Position::locate("", 0, 0);
            let rule = Rule::NAMESPACE_NOT_WELL_FORMED;
            return Err(XmlError::new(rule, start, 0, "/".into(), message));
        }
        let tape = Reader::fragment(Limits::FILE, &context).whole(xml.as_bytes())?;
        Ok(Self::capture(Document::new(tape).root()))
    }

    /// Declares the language of an element that does not declare any (XML 1.0 §2.12). Nothing else changes. What XML cannot carry
    /// is no language, and changes nothing.
    pub fn declare_lang(&mut self, lang: &str) {
        let mut declaration = String::from(" xml:lang='");
        if push_attribute(&mut declaration, lang).is_err() {
            return;
        }
        declaration.push('\'');
        let Ok(added) = u32::try_from(declaration.len()) else {
            return;
        };
        let (head, tail) = self.xml.split_at(self.name_end());
        self.xml = [head, &declaration, tail].concat().into();
        if let Namespace::Declared(start, _) = &mut self.namespace {
            *start += added;
        }
    }

    /// The element as it was sent.
    pub fn xml(&self) -> &str {
        &self.xml
    }

    /// The declarations that it needs from outside: none in the usual case.
    pub fn context(&self) -> &[Binding] {
        &self.context.bindings
    }

    /// The tokens again.
    pub fn document(&self) -> Document {
        const UNLIMITED: Limits = Limits {
            bytes: usize::MAX,
            depth: usize::MAX,
            attributes: usize::MAX,
            declarations: usize::MAX,
            name: usize::MAX,
            text: usize::MAX,
            tokens: usize::MAX,
        };
        let tape = Reader::fragment(UNLIMITED, self.context()).whole(self.xml.as_bytes());
        Document::new(tape.expect("a fragment is made from text that was read in the same context"))
    }

    /// The local name of the element.
    pub fn name(&self) -> &str {
        let start = 1 + self.prefix as usize;
        &self.xml[start..start + self.name as usize]
    }

    /// The namespace of the element, empty for none.
    pub fn namespace(&self) -> Cow<'_, str> {
        Cow::Borrowed(match &self.namespace {
            Namespace::Fixed(namespace) => namespace,
            &Namespace::Declared(start, length) => {
                &self.xml[start as usize..(start + length) as usize]
            }
            Namespace::Inherited(index) => &self.context()[*index as usize].namespace,
            Namespace::Owned(namespace) => namespace,
        })
    }

    /// The element as a document of its own: with its context declared on its start tag.
    pub fn to_xml(&self) -> String {
        let (head, tail) = self.xml.split_at(self.name_end());
        let mut out = String::with_capacity(self.xml.len());
        out.push_str(head);
        for binding in self.context() {
            push_declaration(&mut out, &binding.prefix, &binding.namespace);
        }
        out.push_str(tail);
        out
    }

    /// Where the name in the start tag ends.
    pub(crate) const fn name_end(&self) -> usize {
        1 + self.prefix as usize + self.name as usize
    }

    /// What it needs from outside.
    pub(crate) const fn outside(&self) -> &Context {
        &self.context
    }

    pub(crate) fn capture(node: Node<'_>) -> Self {
        let context = Context::of(node);
        let mut xml = node.xml().to_owned();
        if node.is_unclosed() {
            // The header of a stream: its own end tag is still to come.
            xml.truncate(xml.len() - 1);
            xml.push_str("/>");
        }
        let entry = node.entry();
        Self {
            namespace: own_default(node).unwrap_or_else(|| namespace_of(node, &context)),
            xml: xml.into(),
            context,
            prefix: u32::from(entry.gap),
            name: u32::from(entry.name.saturating_sub(entry.gap)),
        }
    }
}

impl Node<'_> {
    /// The element on its own: its bytes, and the declarations they need from outside.
    pub fn to_fragment(self) -> Fragment {
        Fragment::capture(self)
    }
}

impl PartialEq for Fragment {
    fn eq(&self, other: &Self) -> bool {
        if self.xml == other.xml && self.context == other.context {
            return true;
        }
        self.name() == other.name()
            && self.namespace() == other.namespace()
            && equality::same_infoset(self.document().root(), other.document().root())
    }
}

impl Eq for Fragment {}

/// The usual case: an element without a prefix, whose first declaration is that of its namespace.
#[inline]
fn own_default(node: Node<'_>) -> Option<Namespace> {
    let (element, first) = (node.entry(), node.tape().entry(node.index() + 1));
    let is_own = element.gap == 0
        && first.kind() == Kind::Declaration
        && usize::from(first.name) == "xmlns".len()
        && first.extent > 0
        && !first.has(ESCAPED);
    let start = || node.tape().value_offset(first) - element.offset;
    is_own.then(|| Namespace::Declared(start(), first.extent))
}

fn namespace_of(node: Node<'_>, context: &Context) -> Namespace {
    let (tape, prefix) = (node.tape(), node.prefix());
    if prefix == "xml" {
        return Namespace::Fixed(XML_NAMESPACE);
    }
    if node.namespace().is_empty() {
        return Namespace::Fixed("");
    }
    let mut declarations = node.declarations();
    while let Some(entry) = declarations.next_entry() {
        if !same(crate::node::declared_prefix(tape, entry), prefix) {
            continue;
        }
        if tape.raw_value(entry) != node.namespace() {
            return Namespace::Owned(node.namespace().into());
        }
        let start = tape.value_offset(entry) - node.entry().offset;
        return Namespace::Declared(start, entry.extent);
    }
    let mut bindings = context.bindings.iter();
    let inherited = bindings.position(|binding| same(&binding.prefix, prefix));
    inherited.map_or_else(
        || Namespace::Owned(node.namespace().into()),
        |index| Namespace::Inherited(index as u32),
    )
}
