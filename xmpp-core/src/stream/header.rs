//! Stream headers: the start tag of `<stream:stream>`, the one thing on a stream that is no element of its own.

use super::Version;
use crate::xml::{Node, STREAM_NAMESPACE, XML_NAMESPACE, escape_attribute};
use crate::{Jid, Lang};

/// What the peer's stream header says (RFC 6120 §4.7), read without judging it.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Whether this is `<stream/>` in the stream namespace.
    pub(super) root: Root,
    /// The default namespace it declares, empty for none (RFC 6120 §4.8.2).
    pub(super) content_namespace: String,
    pub(super) to: Address,
    pub(super) from: Address,
    pub(super) id: Option<String>,
    /// `None` where there is a version that is none; absent, it is 0.9 (RFC 6120 §4.7.5).
    pub(super) version: Option<Version>,
    /// The default language of what follows; one that is no language tag counts as absent.
    pub(super) lang: Option<Lang>,
}

/// The root element of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Root {
    /// `<stream/>` in its namespace.
    Stream,
    /// An element of another namespace.
    ForeignNamespace,
    /// Another element of the stream namespace.
    OtherName,
}

/// An address in a stream header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    Absent,
    /// Text that is no address (RFC 7622).
    Malformed,
    Jid(Jid),
}

impl Header {
    pub(super) fn read(node: Node<'_>) -> Self {
        let default = node.declarations().find(|(prefix, _)| prefix.is_empty());
        let text = |name| {
            node.attribute("", name)
                .map(|attribute| attribute.value().into_owned())
        };
        let version =
            text("version").map_or(Some(Version::V0_9), |version| Version::parse(&version));
        Self {
            root: Root::of(node),
            content_namespace: default.map_or_else(String::new, |(_, namespace)| namespace.into()),
            to: Address::read(text("to")),
            from: Address::read(text("from")),
            id: text("id"),
            version,
            lang: lang_of(node),
        }
    }

    /// The address that `from` names.
    pub(super) fn sender(&self) -> Option<&Jid> {
        self.from.jid()
    }
}

impl Root {
    fn of(node: Node<'_>) -> Self {
        match (node.namespace(), node.name()) {
            (STREAM_NAMESPACE, "stream") => Self::Stream,
            (STREAM_NAMESPACE, _) => Self::OtherName,
            _ => Self::ForeignNamespace,
        }
    }
}

impl Address {
    fn read(text: Option<String>) -> Self {
        match text.as_deref().map(Jid::new) {
            None => Self::Absent,
            Some(Ok(jid)) => Self::Jid(jid),
            Some(Err(_)) => Self::Malformed,
        }
    }

    pub(super) fn jid(&self) -> Option<&Jid> {
        match self {
            Self::Jid(jid) => Some(jid),
            Self::Absent | Self::Malformed => None,
        }
    }
}

/// The language that the element declares for what it holds, if it is one.
pub(super) fn lang_of(node: Node<'_>) -> Option<Lang> {
    let attribute = node.attribute(XML_NAMESPACE, "lang")?;
    Lang::new(&attribute.value()).ok()
}

/// The stream header to send; what is `None` is left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening<'o> {
    pub(super) content_namespace: &'o str,
    pub(super) from: Option<&'o str>,
    pub(super) to: Option<&'o str>,
    pub(super) id: Option<&'o str>,
    pub(super) version: Option<Version>,
    pub(super) lang: Option<&'o str>,
}

impl Opening<'_> {
    /// The XML declaration (RFC 6120 §11.5) and the start tag.
    pub(super) fn to_xml(self) -> String {
        let mut xml = String::from("<?xml version='1.0'?><stream:stream");
        let version = self.version.map(|version| version.to_string());
        let attributes = [
            ("from", self.from),
            ("to", self.to),
            ("id", self.id),
            ("version", version.as_deref()),
            ("xml:lang", self.lang),
            ("xmlns", Some(self.content_namespace)),
            ("xmlns:stream", Some(STREAM_NAMESPACE)),
        ];
        for (name, value) in attributes {
            let Some(value) = value else { continue };
            xml.push(' ');
            xml.push_str(name);
            xml.push_str("='");
            xml.push_str(&escape_attribute(value));
            xml.push('\'');
        }
        xml.push('>');
        xml
    }
}

/// What closes a stream (RFC 6120 §4.4).
pub(super) const CLOSING_TAG: &str = "</stream:stream>";
