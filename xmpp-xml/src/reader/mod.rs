//! Reader.
#![allow(unused_variables, clippy::unimplemented, reason = "bodies follow")]
use crate::{Binding, Limits, Node, XmlError};

/// Resumable reader of a stream, or of one document.
#[derive(Debug)]
pub struct Reader {
    limits: Limits,
}

/// What the reader hands out.
#[derive(Clone, Copy)]
pub enum Item<'r> {
    /// The stream header: the start tag of `<stream:stream>`, without content.
    Header(Node<'r>),
    /// A first-level element of the stream, or the root of the document.
    Stanza(Node<'r>),
    /// `</stream:stream>`.
    Close,
}

impl Reader {
    /// Reads a stream: a header, stanzas, the close.
    pub fn stream(limits: Limits) -> Self {
        Self { limits }
    }
    /// Reads one document: its root is the one stanza.
    pub fn document(limits: Limits) -> Self {
        Self { limits }
    }
    /// Reads one document inside the given declarations.
    pub fn fragment(limits: Limits, context: &[Binding]) -> Self {
        Self { limits }
    }
    /// Takes bytes, split anywhere.
    pub fn receive(&mut self, bytes: &[u8]) {
        unimplemented!()
    }
    /// The next item; `None` asks for more bytes.
    ///
    /// # Errors
    /// The first rule that the input breaks; the same again ever after.
    pub fn read(&mut self) -> Result<Option<Item<'_>>, XmlError> {
        unimplemented!()
    }
    /// The input has ended.
    ///
    /// # Errors
    /// `not-well-formed` where an element is still open.
    pub fn finish(&mut self) -> Result<(), XmlError> {
        unimplemented!()
    }
    /// Other limits from the next item on.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }
    /// A new stream header comes (RFC 6120 §4.3.3).
    pub fn restart(&mut self) {
        unimplemented!()
    }
    /// Bytes received and not yet handed out.
    pub fn pending(&self) -> usize {
        unimplemented!()
    }
    /// Bytes of white space skipped between stanzas so far.
    pub fn whitespace(&self) -> u64 {
        unimplemented!()
    }
    /// The default namespace of the header.
    pub fn content_namespace(&self) -> &str {
        unimplemented!()
    }
}
