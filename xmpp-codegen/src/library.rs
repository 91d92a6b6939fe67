//! Schemas that are at hand without a file: what an import finds when no given schema has the namespace.

use std::borrow::Cow;

/// A set of schemas, found by namespace (imports) or by stem (includes). Nothing is ever fetched.
#[derive(Clone, Debug, Default)]
pub struct Library {
    documents: Vec<Document>,
    catalog: Cow<'static, str>,
}

/// One schema of a [`Library`].
#[derive(Clone, Debug)]
pub struct Document {
    /// The stem, `roster`.
    pub stem: Cow<'static, str>,
    /// The text.
    pub text: Cow<'static, str>,
}

macro_rules! embedded {
    ($($stem:literal)*) => {
        const EMBEDDED: &[(&str, &str)] = &[$(($stem, include_str!(concat!("../schemas/", $stem, ".xsd")))),*];
    };
}

// The files of `schemas`, in alphabetical order; a test holds the two together.
embedded! {
    "auth"
    "bind"
    "bind2"
    "blocking"
    "blocking-errors"
    "caps"
    "carbons"
    "client"
    "commands"
    "component"
    "csi"
    "data-forms"
    "delay"
    "disco-info"
    "disco-items"
    "fast"
    "forward"
    "jingle"
    "jingle-ice"
    "jingle-rtp"
    "mam"
    "muc-user"
    "ping"
    "pre-approval"
    "privacy"
    "pubsub-event"
    "register"
    "register-feature"
    "result-sets"
    "roster"
    "roster-ver"
    "sasl"
    "sasl-cb"
    "sasl-extensible"
    "server"
    "session"
    "sm"
    "stanza"
    "stanza-id"
    "stanzaerror"
    "streamerror"
    "streams"
    "tls"
    "version"
    "xml"
}

/// The text of the catalogue that belongs to the schemas of [`Library::builtin`].
pub const CATALOG: &str = include_str!("../schemas/catalog.toml");

impl Library {
    /// A library that holds nothing.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The schemas that come with the compiler: those of the directory `schemas`.
    pub fn builtin() -> Self {
        let mut library = Self::empty();
        for (stem, text) in EMBEDDED {
            library.add(*stem, *text);
        }
        library.set_catalog(CATALOG);
        library
    }

    /// Adds a schema.
    pub fn add(&mut self, stem: impl Into<Cow<'static, str>>, text: impl Into<Cow<'static, str>>) {
        self.documents.push(Document {
            stem: stem.into(),
            text: text.into(),
        });
    }

    /// Says what the schemas cannot: the text of a [catalogue](crate::catalog).
    pub fn set_catalog(&mut self, text: impl Into<Cow<'static, str>>) {
        self.catalog = text.into();
    }

    /// The text of the catalogue that belongs to the schemas; empty for none.
    pub fn catalog(&self) -> &str {
        &self.catalog
    }

    /// Every schema, in the order of addition. Of two with one namespace, the first is found.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }
}

impl Document {
    /// What stands for the path of a file in diagnostics.
    pub fn path(&self) -> String {
        format!("<library>/{}.xsd", self.stem)
    }

    /// The target namespace, as the start tag says it.
    pub fn namespace(&self) -> Option<&str> {
        target_namespace(&self.text)
    }
}

/// The value of `targetNamespace`, found without reading the document: enough to choose which one to read.
pub fn target_namespace(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let (_, after) = rest.split_once("targetNamespace")?;
        rest = after;
        let Some(value) = after.trim_start().strip_prefix('=') else {
            continue;
        };
        let value = value.trim_start();
        let quote = value
            .chars()
            .next()
            .filter(|quote| matches!(quote, '\'' | '"'))?;
        return value[1..].split_once(quote).map(|(value, _)| value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_the_directory() {
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas");
        let mut stems: Vec<String> = std::fs::read_dir(directory)
            .unwrap()
            .filter_map(|entry| {
                Some(
                    entry
                        .unwrap()
                        .file_name()
                        .to_str()?
                        .strip_suffix(".xsd")?
                        .to_owned(),
                )
            })
            .collect();
        stems.sort();
        let embedded: Vec<&str> = EMBEDDED.iter().map(|(stem, _)| *stem).collect();
        assert_eq!(
            embedded, stems,
            "the list in library.rs names other files than `schemas` holds"
        );
    }

    #[test]
    fn the_target_namespace_is_found_in_the_start_tag() {
        assert_eq!(target_namespace("<s targetNamespace = \"a\">"), Some("a"));
        assert_eq!(target_namespace("<s><!-- targetNamespace --></s>"), None);
        assert_eq!(
            target_namespace("<s targetNamespace='urn:x' a='\"'/>"),
            Some("urn:x")
        );
    }
}
