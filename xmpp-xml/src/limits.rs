//! How much a peer may send before the stream ends with `policy-violation`.

/// Bounds that the reader holds input to while the bytes come in, before it keeps them (RFC 6120 §13.12).
///
/// A reader has bounds of its own, which it takes for larger ones: 4 GiB a stanza, 65,535 bytes a name, 2^25 tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one stanza, or of the stream header, or of a whole document.
    pub bytes: usize,
    /// Elements open at once within a stanza, the stanza itself counted.
    pub depth: usize,
    /// Attributes of one element, namespace declarations not counted.
    pub attributes: usize,
    /// Namespace declarations in scope at once, those of the stream header counted.
    pub declarations: usize,
    /// Bytes of one name, prefix included.
    pub name: usize,
    /// Bytes of one piece of character data or of one attribute value.
    pub text: usize,
    /// Elements, attributes, namespace declarations and pieces of text in one stanza: bounds the memory that small bytes
    /// can claim, 16 bytes each.
    pub tokens: usize,
}

impl Limits {
    /// For a peer that has not yet authenticated: 16 KiB an element.
    pub const UNAUTHENTICATED: Self = Self {
        bytes: 16 * 1024,
        text: 16 * 1024,
        tokens: 1024,
        ..Self::CLIENT
    };

    /// For an authenticated client: 256 KiB a stanza.
    pub const CLIENT: Self = Self {
        bytes: 256 * 1024,
        depth: 64,
        attributes: 64,
        declarations: 64,
        name: 1024,
        text: 256 * 1024,
        tokens: 16 * 1024,
    };

    /// For a server that has proved its domain: 512 KiB a stanza.
    pub const SERVER: Self = Self {
        bytes: 512 * 1024,
        text: 512 * 1024,
        tokens: 32 * 1024,
        ..Self::CLIENT
    };

    /// For files on the own disk: 64 MiB a document.
    pub const FILE: Self = Self {
        bytes: 64 * 1024 * 1024,
        depth: 1024,
        attributes: 1024,
        declarations: 1024,
        name: 4096,
        text: 64 * 1024 * 1024,
        tokens: 8 * 1024 * 1024,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::CLIENT
    }
}
