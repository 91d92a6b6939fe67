//! Schemas that are at hand without a file: what an import finds when no given schema has the namespace.

use std::borrow::Cow;

/// A set of schemas, found by namespace (imports) or by stem (includes). Nothing is ever fetched.
#[derive(Clone, Debug, Default)]
pub struct Library {
    documents: Vec<Document>,
}

/// One schema of a [`Library`].
#[derive(Clone, Debug)]
pub struct Document {
    /// The stem, `roster`.
    pub stem: Cow<'static, str>,
    /// The text.
    pub text: Cow<'static, str>,
}

impl Library {
    /// A library that holds nothing.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The schemas that come with the compiler: those of the directory `schemas`.
    pub fn builtin() -> Self {
        Self::default()
    }

    /// Adds a schema.
    pub fn add(&mut self, stem: impl Into<Cow<'static, str>>, text: impl Into<Cow<'static, str>>) {
        self.documents.push(Document {
            stem: stem.into(),
            text: text.into(),
        });
    }

    /// Every schema, in the order of addition.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }
}
