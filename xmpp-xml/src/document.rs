//! Document.
#![allow(unused_variables, clippy::unimplemented, reason = "bodies follow")]
use crate::{Limits, Node, Tape, XmlError};

/// A whole document in memory.
#[derive(Clone, Debug)]
pub struct Document {
    tape: Tape,
}

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// The first rule that the input breaks.
    pub fn parse(xml: &str, limits: Limits) -> Result<Self, XmlError> {
        unimplemented!()
    }
    /// Reads a document from bytes that may not be UTF-8.
    ///
    /// # Errors
    /// The first rule that the input breaks.
    pub fn from_bytes(bytes: &[u8], limits: Limits) -> Result<Self, XmlError> {
        unimplemented!()
    }
    /// The root element.
    pub fn root(&self) -> Node<'_> {
        Node {
            tape: &self.tape,
            index: 0,
        }
    }
}
