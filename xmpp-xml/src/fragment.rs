//! Fragment.
#![allow(unused_variables, clippy::unimplemented, reason = "bodies follow")]
use crate::{Binding, Document, XmlError};
use std::borrow::Cow;

/// An element as its sender wrote it, with the declarations it needs from outside.
#[derive(Clone, Debug)]
pub struct Fragment {
    xml: Box<str>,
    context: Box<[Binding]>,
}

impl Fragment {
    /// Takes text that is complete in itself.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn parse(xml: &str) -> Result<Self, XmlError> {
        unimplemented!()
    }
    /// Takes text that stands inside the given declarations.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn new(xml: Box<str>, context: Box<[Binding]>) -> Result<Self, XmlError> {
        unimplemented!()
    }
    /// The element as it was sent.
    pub fn xml(&self) -> &str {
        &self.xml
    }
    /// The declarations that it needs from outside.
    pub fn context(&self) -> &[Binding] {
        &self.context
    }
    /// The tokens again.
    pub fn document(&self) -> Document {
        unimplemented!()
    }
    /// The local name of the element.
    pub fn name(&self) -> &str {
        unimplemented!()
    }
    /// The namespace of the element, empty for none.
    pub fn namespace(&self) -> Cow<'_, str> {
        unimplemented!()
    }
    /// The element with its context declared on its start tag.
    pub fn to_xml(&self) -> String {
        unimplemented!()
    }
}

impl PartialEq for Fragment {
    fn eq(&self, other: &Self) -> bool {
        unimplemented!()
    }
}
impl Eq for Fragment {}
