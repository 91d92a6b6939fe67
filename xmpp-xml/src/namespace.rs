//! The namespaces that the reader and the writer themselves must know.

/// The namespace of `xml:lang` and its like, bound to the prefix `xml` everywhere (Namespaces in XML 1.0 §3).
pub const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// The namespace of `xsi:type`, which may stand at any element (XML Schema part 1 §2.6).
pub const INSTANCE_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The namespace of `xmlns` itself; nothing may be bound to it (Namespaces in XML 1.0 §3).
pub const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";

/// The namespace of `<stream:stream/>` (RFC 6120 §4.8.1).
pub const STREAM_NAMESPACE: &str = "http://etherx.jabber.org/streams";

/// The content namespaces (RFC 6120 §4.8.2, XEP-0114 §3): one family of stanzas under three names.
pub const CONTENT_NAMESPACES: [&str; 3] =
    ["jabber:client", "jabber:server", "jabber:component:accept"];

/// Whether the namespace is one of [`CONTENT_NAMESPACES`].
#[inline]
pub fn is_content_namespace(namespace: &str) -> bool {
    is_content_name(namespace.as_bytes())
}

/// The same of the bytes of its name.
#[inline]
pub(crate) fn is_content_name(namespace: &[u8]) -> bool {
    let [client, server, component] = CONTENT_NAMESPACES.map(str::as_bytes);
    namespace == client || namespace == server || namespace == component
}

/// A namespace declaration that an element needs from outside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Binding {
    /// The prefix; empty for the default namespace.
    pub prefix: Box<str>,
    /// The namespace name; empty for none, which only the default one may be.
    pub namespace: Box<str>,
}

impl Binding {
    /// Binds `prefix` to `namespace`.
    pub fn new(prefix: impl Into<Box<str>>, namespace: impl Into<Box<str>>) -> Self {
        Self {
            prefix: prefix.into(),
            namespace: namespace.into(),
        }
    }
}
