//! XSD text to a syntax tree: one file per construct, every value with its place.
//!
//! The tree says what was written, name by name; what the names mean is found out in [`crate::resolve`].
//! A misplaced construct is reported and, where its meaning is plain, kept, so that one slip is one diagnostic.

mod annotation;
pub(crate) mod attribute;
mod comments;
pub(crate) mod complex_type;
mod construct;
pub(crate) mod element;
mod facet;
pub(crate) mod identity;
mod known;
pub(crate) mod particle;
mod permitted;
mod reader;
pub(crate) mod schema;
pub(crate) mod simple_type;
mod tags;
mod tree;
pub(crate) mod value;
mod xml;
mod xpath;

use crate::diagnostic::Diagnostic;
use crate::model::{Text, XML, XSD};
use crate::source::{FileId, Span};
use reader::Parser;
pub(crate) use schema::Document;
use std::cell::Cell;
use tree::Tree;
use xmpp_xml::{Limits, Reader};

/// How deep elements may nest. Everything that walks the tree may recurse as deep as that.
const DEPTH_LIMIT: usize = 128;

/// Something with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

impl Located<std::borrow::Cow<'_, str>> {
    pub(crate) fn owned(self) -> Located<Text> {
        Located {
            value: self.value.into(),
            span: self.span,
        }
    }
}

/// Reads one schema document, and puts it where it stays: whether there is one, which there is not if the text is not XML or not a schema.
///
/// Most are XML as the wire has it, comments aside, and read by the reader of that, which is quick. Whatever has more of XML, and
/// whatever is wrong, is general XML.
pub(crate) fn parse(
    file: FileId,
    stem: &str,
    text: &str,
    documents: &mut Vec<Document>,
) -> (bool, Vec<Diagnostic>) {
    let mut as_wire = |text: &str| as_wire(file, stem, text, documents);
    let found = as_wire(text).or_else(|| as_wire(&comments::blanked(text)?));
    if let Some(found) = found {
        return found;
    }
    match xml::read(file, text) {
        Ok(document) => {
            let tree = Tree::of_general(&document, text);
            read(file, stem, text, &tree, documents)
        }
        Err(diagnostic) => (false, vec![*diagnostic]),
    }
}

/// Reads a schema document that is XML as the wire has it, in the memory of the last one if that was not large.
fn as_wire(
    file: FileId,
    stem: &str,
    text: &str,
    documents: &mut Vec<Document>,
) -> Option<(bool, Vec<Diagnostic>)> {
    const KEPT: usize = 1 << 16;
    thread_local! {
        static MEMORY: Cell<Option<Box<Memory>>> = const { Cell::new(None) };
    }
    let mut memory = MEMORY.take().unwrap_or_default();
    let found = memory.read(file, stem, text, documents);
    if text.len() <= KEPT {
        MEMORY.set(Some(memory));
    }
    found
}

/// What reading needs memory for, and a reader that reads one document after the other.
struct Memory {
    reader: Reader,
    tree: Tree<'static>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            reader: Reader::document(Limits::FILE),
            tree: Tree::default(),
        }
    }
}

impl Memory {
    fn read(
        &mut self,
        file: FileId,
        stem: &str,
        text: &str,
        documents: &mut Vec<Document>,
    ) -> Option<(bool, Vec<Diagnostic>)> {
        let Ok(root) = self.reader.next_document(text) else {
            self.reader = Reader::document(Limits::FILE); // this one reads nothing more
            return None;
        };
        let tree = std::mem::take(&mut self.tree).of_wire(root, text)?;
        let found = read(file, stem, text, &tree, documents);
        self.tree = tree.emptied();
        Some(found)
    }
}

fn read(
    file: FileId,
    stem: &str,
    text: &str,
    tree: &Tree<'_>,
    documents: &mut Vec<Document>,
) -> (bool, Vec<Diagnostic>) {
    let mut parser = Parser::new(file, text);
    let is_read = schema::parse(&mut parser, tree, stem, documents);
    (is_read, parser.into_diagnostics())
}
