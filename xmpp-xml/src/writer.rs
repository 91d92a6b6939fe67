//! Writer.
#![allow(
    unused_variables,
    clippy::unimplemented,
    clippy::needless_pass_by_ref_mut,
    reason = "bodies follow"
)]
use crate::{Binding, Fragment, Node};
use std::fmt;

/// Writes XML into one growing string.
#[derive(Debug)]
pub struct Writer {
    out: String,
}

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError {
    /// A character that XML cannot carry (XML 1.0 §2.2).
    Character(char),
    /// A text that is no name (Namespaces in XML 1.0 §3, `NCName`).
    Name(String),
    /// A namespace that no element or attribute may be in.
    Namespace(String),
    /// The same attribute twice in one tag.
    DuplicateAttribute(String),
    /// An element that was not closed.
    Unclosed(String),
    /// Something where it cannot stand.
    Misplaced(&'static str),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}
impl std::error::Error for WriteError {}

impl Writer {
    /// Writes a document: no namespace is in scope.
    pub fn document() -> Self {
        Self { out: String::new() }
    }
    /// Writes inside a stream whose header has the given content namespace and declarations.
    pub fn stream(content: &str, declared: &[Binding]) -> Self {
        Self { out: String::new() }
    }
    /// Opens an element.
    pub fn start(&mut self, namespace: &str, name: &str) {
        unimplemented!()
    }
    /// Opens an element of the content namespace.
    pub fn start_content(&mut self, name: &str) {
        unimplemented!()
    }
    /// Adds an attribute to the element just opened.
    pub fn attribute(&mut self, name: &str, value: &str) {
        unimplemented!()
    }
    /// Adds an attribute of a namespace.
    pub fn attribute_ns(&mut self, namespace: &str, name: &str, value: &str) {
        unimplemented!()
    }
    /// Adds character data.
    pub fn text(&mut self, value: &str) {
        unimplemented!()
    }
    /// Closes the element opened last.
    pub fn end(&mut self) {
        unimplemented!()
    }
    /// Adds a fragment as it is.
    pub fn fragment(&mut self, fragment: &Fragment) {
        unimplemented!()
    }
    /// Adds a stanza as it is, but for its `from`.
    pub fn forward(&mut self, stanza: Node<'_>, from: Option<&str>) {
        unimplemented!()
    }
    /// The same for a stanza that was kept.
    pub fn forward_fragment(&mut self, stanza: &Fragment, from: Option<&str>) {
        unimplemented!()
    }
    /// Bytes written so far.
    pub fn len(&self) -> usize {
        self.out.len()
    }
    /// Whether nothing was written yet.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }
    /// What was written.
    ///
    /// # Errors
    /// The first thing that could not be written.
    pub fn finish(self) -> Result<String, WriteError> {
        Ok(self.out)
    }
}
