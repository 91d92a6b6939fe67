//! Nonces: what makes an exchange unlike every other.

use super::encoding;
use std::fmt;

/// A nonce for SCRAM: printable ASCII without a comma (RFC 5802 §5.1). Each is to be used once, and not to be foreseen by
/// anyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// A nonce that spells random octets; 18 of them are as strong as they need to be.
    pub fn from_random(octets: &[u8]) -> Self {
        Self(encoding::encode(octets))
    }

    /// A nonce as it is to stand in the message.
    ///
    /// # Errors
    ///
    /// For an empty text and one with characters that RFC 5802 §7 (`printable`) excludes.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidNonce> {
        let text = text.into();
        if is_nonce(&text) {
            Ok(Self(text))
        } else {
            Err(InvalidNonce)
        }
    }

    /// The nonce as it stands in the message.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether this is one or more of RFC 5802 §7's `printable`: `%x21-2B / %x2D-7E`.
pub(super) fn is_nonce(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b',')
}

/// A text that cannot be a nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidNonce;

impl fmt::Display for InvalidNonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a nonce is one or more printable ASCII characters without a comma")
    }
}

impl std::error::Error for InvalidNonce {}
