//! A whole document in memory.

use crate::{Limits, Node, Reader, Tape, XmlError};

/// A whole document in memory: a stanza file, a WebSocket frame, stored data.
#[derive(Clone, Debug)]
pub struct Document {
    tape: Tape,
}

impl Document {
    /// Reads a document. It is held to RFC 6120 §11 like everything that comes over a stream.
    ///
    /// # Errors
    /// The first rule that the input breaks.
    pub fn parse(xml: &str, limits: Limits) -> Result<Self, XmlError> {
        Self::from_bytes(xml.as_bytes(), limits)
    }

    /// Reads a document from bytes that may not be UTF-8.
    ///
    /// # Errors
    /// The first rule that the input breaks.
    pub fn from_bytes(bytes: &[u8], limits: Limits) -> Result<Self, XmlError> {
        let tape = Reader::document(limits).whole(bytes)?;
        Ok(Self { tape })
    }

    /// The root element.
    pub const fn root(&self) -> Node<'_> {
        Node::new(&self.tape, 0)
    }

    pub(crate) const fn new(tape: Tape) -> Self {
        Self { tape }
    }
}
