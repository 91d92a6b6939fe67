//! The writer of wire XML.

use crate::escape::{is_text, push_attribute, push_text};
use crate::{
    Binding, CONTENT_NAMESPACES, INSTANCE_NAMESPACE, XML_NAMESPACE, XMLNS_NAMESPACE,
    is_content_namespace, is_ncname,
};

mod constant;
mod error;
mod scope;
#[cfg(test)]
mod tests;
mod verbatim;

pub use constant::{AttributeName, ElementName};
pub use error::WriteError;
use scope::{Scope, Span};

/// The content namespace of whatever stands in no stream.
const CLIENT: &str = "jabber:client";

/// Writes XML into one growing string.
///
/// Namespaces are declared where they are needed and not yet in scope: elements take the default namespace, or the
/// prefix of their namespace that the stream header or the element around them declared; attributes of a namespace get
/// the prefix that is bound to it, or a new one. Nothing ill-formed is ever written: the first error sticks, and
/// [`finish`](Self::finish) returns it instead of the text.
#[derive(Debug)]
pub struct Writer {
    out: String,
    error: Option<WriteError>,
    /// Why nothing can ever be written to such a stream.
    refused: Option<WriteError>,
    stream: bool,
    content: String,
    /// The content namespace is one of those that XMPP has.
    content_is_known: bool,
    /// It is the default namespace of the stream.
    content_is_default: bool,
    open: Vec<Open>,
    scope: Scope,
    /// Inside a start tag, whose `>` is not yet written.
    in_tag: bool,
    /// The marks of the local names of the attributes of that tag.
    marks: u64,
    has_root: bool,
}

/// An open element.
#[derive(Debug)]
struct Open {
    /// Its name with prefix, in `out`.
    name: Span,
    /// Its end tag, where that is a constant of the program; else empty.
    closing: &'static str,
    namespace: Span,
    /// Its namespace is a content namespace.
    is_content: bool,
    /// The scope before it.
    before: scope::Mark,
}

impl Writer {
    /// Writes a document: no namespace is in scope, and there is one root.
    pub fn document() -> Self {
        Self::new(false, "", &[])
    }

    /// Writes stanzas inside a stream, whose header has the given content namespace (RFC 6120 §4.8.2) and declares the
    /// given prefixes: `stream`, and for servers `db`.
    pub fn stream(content: &str, declared: &[Binding]) -> Self {
        Self::new(true, content, declared)
    }

    /// Opens an element. An empty `namespace` is none.
    pub fn start(&mut self, namespace: &str, name: &str) {
        if self.error.is_some() || !self.check_name(name) || !self.check_namespace(namespace) {
            return;
        }
        self.start_judged(namespace, name);
    }

    /// Opens an element of the content namespace: that of the stream at its top (`jabber:client` in a document), that of
    /// the parent inside an element of a content namespace, and `jabber:client` inside a payload (XEP-0297 §3).
    pub fn start_content(&mut self, name: &str) {
        if self.open.is_empty() && self.stream {
            let content = std::mem::take(&mut self.content);
            self.start(&content, name);
            self.content = content;
            return;
        }
        let parent = self.open.last().map(|open| self.scope.text(open.namespace));
        let mut contents = CONTENT_NAMESPACES.into_iter();
        let namespace = contents.find(|content| parent == Some(content));
        self.start(namespace.unwrap_or(CLIENT), name);
    }

    /// Adds an attribute without namespace to the element just opened.
    pub fn attribute(&mut self, name: &str, value: &str) {
        self.attribute_ns("", name, value);
    }

    /// Adds an attribute of a namespace, such as `xml:lang`, to the element just opened.
    pub fn attribute_ns(&mut self, namespace: &str, name: &str, value: &str) {
        if self.error.is_some() || !self.check_name(name) || !self.check_namespace(namespace) {
            return;
        }
        if namespace.is_empty() && name == "xmlns" {
            return self.fail(WriteError::Name(name.to_owned()));
        }
        if !self.in_tag {
            return self.fail(WriteError::Misplaced("an attribute"));
        }
        let mark = constant::mark(name);
        if self.has_attribute(namespace, name, mark) {
            return self.fail(WriteError::DuplicateAttribute(name.to_owned()));
        }
        let prefix = self.attribute_prefix(namespace);
        self.marks |= mark;
        self.out.push(' ');
        if let Some(prefix) = prefix {
            self.out.push_str(self.scope.text(prefix));
            self.out.push(':');
        }
        self.out.push_str(name);
        self.out.push_str("='");
        self.finish_attribute(value);
    }

    /// Adds the attribute `xsi:type`, whose value is a name of that namespace: its prefix is declared here, or another one taken,
    /// where it does not stand for the namespace.
    pub fn type_attribute(&mut self, namespace: &str, value: &str) {
        let value = value.trim();
        let (prefix, local) = value.split_once(':').unwrap_or(("", value));
        let bound = match prefix {
            "" => self.scope.default_namespace(),
            prefix => self.scope.resolve(prefix).unwrap_or_default(),
        };
        if bound == namespace || namespace.is_empty() || self.error.is_some() || !self.in_tag {
            return self.attribute_ns(INSTANCE_NAMESPACE, "type", value);
        }
        if !self.check_namespace(namespace) {
            return;
        }
        let is_free = is_ncname(prefix) && self.scope.resolve(prefix).is_none();
        let name = if is_free {
            self.declare(prefix, namespace);
            value.to_owned()
        } else {
            let prefix = self.attribute_prefix(namespace);
            let prefix = prefix.map_or("", |prefix| self.scope.text(prefix));
            format!("{prefix}:{local}")
        };
        self.attribute_ns(INSTANCE_NAMESPACE, "type", &name);
    }

    /// Adds character data.
    pub fn text(&mut self, value: &str) {
        if self.error.is_some() || value.is_empty() {
            return;
        }
        if self.open.is_empty() {
            return self.fail(WriteError::Misplaced("text"));
        }
        self.close_tag();
        let pushed = push_text(&mut self.out, value);
        self.check_character(pushed);
    }

    /// Closes the element opened last: `<a/>` when nothing was inside.
    pub fn end(&mut self) {
        if self.error.is_some() {
            return;
        }
        let Some(open) = self.open.pop() else {
            return self.fail(WriteError::Misplaced("an end tag"));
        };
        self.scope.restore(open.before);
        if self.in_tag {
            self.in_tag = false;
            return self.out.push_str("/>");
        }
        if !open.closing.is_empty() {
            return self.out.push_str(open.closing);
        }
        self.out.push_str("</");
        self.out.extend_from_within(open.name.range());
        self.out.push('>');
    }

    /// Bytes written so far.
    pub const fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing was written yet.
    pub const fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// What was written so far; then the writer can go on, or be [cleared](Self::clear).
    ///
    /// # Errors
    /// As [`finish`](Self::finish) has them.
    #[inline]
    pub fn written(&self) -> Result<&str, WriteError> {
        let is_whole = self.error.is_none() && self.open.is_empty();
        if is_whole && (self.stream || self.has_root) {
            return Ok(&self.out);
        }
        Err(self.unwritten())
    }

    /// Forgets what was written and what was wrong with it, but not the stream, and keeps the memory: a writer for the life
    /// of a stream asks for no more than its largest stanza takes.
    pub fn clear(&mut self) {
        if let Some(outermost) = self.open.first() {
            self.scope.restore(outermost.before);
        }
        self.out.clear();
        self.open.clear();
        if self.error.is_some() {
            self.error = self.refused.clone();
        }
        self.in_tag = false;
        self.has_root = false;
    }

    /// What was written.
    ///
    /// # Errors
    /// The first thing that could not be written; an element that is still open; a document without a root.
    pub fn finish(self) -> Result<String, WriteError> {
        self.written()?;
        Ok(self.out)
    }

    fn new(stream: bool, content: &str, declared: &[Binding]) -> Self {
        let mut writer = Self {
            out: String::new(),
            error: None,
            refused: None,
            stream,
            content: content.to_owned(),
            content_is_known: is_content_namespace(content),
            content_is_default: false,
            open: Vec::new(),
            scope: Scope::default(),
            in_tag: false,
            marks: 0,
            has_root: false,
        };
        writer.scope.bind("", content);
        for binding in declared {
            if crate::reader::refused_binding(binding).is_some() {
                writer.fail(WriteError::Namespace(binding.namespace.to_string()));
            }
            writer.scope.bind(&binding.prefix, &binding.namespace);
        }
        writer.content_is_default = writer.scope.default_namespace() == content;
        writer.refused = writer.error.clone();
        writer
    }

    /// Opens an element whose name and namespace are good.
    fn start_judged(&mut self, namespace: &str, name: &str) {
        if self.error.is_some() || !self.begin_element() {
            return;
        }
        let before = self.scope.mark();
        let known = self.scope.prefix_for_element(namespace);
        let from = self.out.len() + 1;
        self.out.push('<');
        if let Some(prefix) = known.filter(|prefix| !prefix.is_empty()) {
            self.out.push_str(self.scope.text(prefix));
            self.out.push(':');
        }
        self.out.push_str(name);
        let name = Span::new(from, self.out.len());
        let kept = match known {
            Some(_) => self.scope.keep(namespace),
            None => self.declare("", namespace),
        };
        self.push_open(Open {
            name,
            closing: "",
            namespace: kept,
            is_content: is_content_namespace(namespace),
            before,
        });
    }

    /// The element is open, and its tag may go on.
    fn push_open(&mut self, open: Open) {
        self.open.push(open);
        self.marks = 0;
        self.in_tag = true;
    }

    /// Writes the value of an attribute behind its first quote.
    #[inline]
    fn finish_attribute(&mut self, value: &str) {
        let pushed = push_attribute(&mut self.out, value);
        self.out.push('\'');
        self.check_character(pushed);
    }

    /// Why there is nothing to be had from [`written`](Self::written).
    #[cold]
    fn unwritten(&self) -> WriteError {
        match (&self.error, self.open.last()) {
            (Some(error), _) => error.clone(),
            (None, Some(open)) => WriteError::Unclosed(self.out[open.name.range()].to_owned()),
            (None, None) => WriteError::Empty,
        }
    }

    /// Makes room for an element: ends the start tag around it. Whether one may stand here.
    fn begin_element(&mut self) -> bool {
        if self.open.is_empty() && !self.stream && self.has_root {
            self.fail(WriteError::Misplaced("a second root"));
            return false;
        }
        self.has_root = true;
        self.close_tag();
        true
    }

    fn close_tag(&mut self) {
        if std::mem::take(&mut self.in_tag) {
            self.out.push('>');
        }
    }

    /// Declares a prefix in the start tag that is being written.
    fn declare(&mut self, prefix: &str, namespace: &str) -> Span {
        crate::fragment::push_declaration(&mut self.out, prefix, namespace);
        self.scope.bind(prefix, namespace)
    }

    /// The prefix of an attribute of that namespace, declared if need be.
    fn attribute_prefix(&mut self, namespace: &str) -> Option<Span> {
        if namespace.is_empty() {
            return None;
        }
        if namespace == XML_NAMESPACE {
            return Some(self.scope.keep("xml"));
        }
        if let Some(prefix) = self.scope.prefix_for_attribute(namespace) {
            return Some(prefix);
        }
        let mut number = 1;
        let mut prefix = "ns1".to_owned();
        while self.scope.resolve(&prefix).is_some() {
            number += 1;
            prefix = format!("ns{number}");
        }
        self.declare(&prefix, namespace);
        Some(self.scope.keep(&prefix))
    }

    /// Whether the tag has an attribute of that name, which has that mark.
    #[inline]
    fn has_attribute(&self, namespace: &str, name: &str, mark: u64) -> bool {
        self.marks & mark != 0 && self.finds_attribute(namespace, name)
    }

    /// The same by looking at the tag, in which a single quote is never part of a value.
    #[cold]
    fn finds_attribute(&self, namespace: &str, name: &str) -> bool {
        let is_it = |qualified: &str| match qualified.split_once(':') {
            None => namespace.is_empty() && qualified == name,
            Some((prefix, local)) => local == name && self.scope.resolve(prefix) == Some(namespace),
        };
        let Some(open) = self.open.last() else {
            return false;
        };
        let mut names = self.out[open.name.end()..].split('\'').step_by(2);
        names.any(|name| is_it(name.trim_start_matches(' ').trim_end_matches('=')))
    }

    fn check_name(&mut self, name: &str) -> bool {
        let good = is_ncname(name);
        if !good {
            self.fail(WriteError::Name(name.to_owned()));
        }
        good
    }

    fn check_namespace(&mut self, namespace: &str) -> bool {
        let good = namespace != XMLNS_NAMESPACE && is_text(namespace);
        if !good {
            self.fail(WriteError::Namespace(namespace.to_owned()));
        }
        good
    }

    fn check_character(&mut self, pushed: Result<(), char>) {
        if let Err(character) = pushed {
            self.fail(WriteError::Character(character));
        }
    }

    fn fail(&mut self, error: WriteError) {
        self.error.get_or_insert(error);
    }
}
