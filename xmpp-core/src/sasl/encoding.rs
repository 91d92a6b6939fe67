//! Messages as the text of `<auth/>`, `<challenge/>`, `<response/>` and `<success/>`: strict base64 (RFC 6120 §6.3.5,
//! §13.9.1), and `=` for a message that is there and empty (RFC 6120 §6.4.2, §6.4.6).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

use super::{MAX_MESSAGE_LENGTH, SaslCondition};

/// The text of a `<challenge/>` or `<response/>`; an empty message is no text (RFC 6120 §6.4.3).
pub fn encode(message: &[u8]) -> String {
    STANDARD.encode(message)
}

/// The message of a `<challenge/>` or `<response/>`. No text is an empty message, and so is `=`, which some clients send.
///
/// # Errors
///
/// For anything but canonical base64 of at most [`MAX_MESSAGE_LENGTH`] octets; see [`decode_optional`].
pub fn decode(text: &str) -> Result<Vec<u8>, EncodingError> {
    decode_optional(text).map(Option::unwrap_or_default)
}

/// The text of an `<auth/>` with an initial response, or of a `<success/>` with additional data: none where there is no
/// message, `=` where it is empty (RFC 6120 §6.4.2, §6.4.6).
pub fn encode_optional(message: Option<&[u8]>) -> String {
    match message {
        None => String::new(),
        Some([]) => "=".to_owned(),
        Some(message) => encode(message),
    }
}

/// The initial response of an `<auth/>` or the additional data of a `<success/>`: `None` where there is no text, empty for
/// `=`.
///
/// # Errors
///
/// For characters outside the alphabet, white space among them, for missing, surplus or misplaced padding (`=AAA`,
/// `BBBB=CCC`), for padding bits that are not zero (RFC 6120 §13.9.1), and for more than [`MAX_MESSAGE_LENGTH`] octets; the
/// last is found before anything is allocated.
pub fn decode_optional(text: &str) -> Result<Option<Vec<u8>>, EncodingError> {
    match text {
        "" => Ok(None),
        "=" => Ok(Some(Vec::new())),
        _ => decode_bounded(text).map(Some),
    }
}

fn decode_bounded(text: &str) -> Result<Vec<u8>, EncodingError> {
    if text.len() > MAX_TEXT_LENGTH {
        return Err(EncodingError::TooLong);
    }
    decode_base64(text).ok_or(EncodingError::NotBase64)
}

/// Canonical base64, for texts whose length was bounded before; also used inside SCRAM messages (RFC 5802 §2.1).
pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// The length of the base64 of the longest message.
const MAX_TEXT_LENGTH: usize = MAX_MESSAGE_LENGTH.div_ceil(3) * 4;

/// Why the text of an element is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodingError {
    /// It is not the canonical base64 of anything.
    NotBase64,
    /// It is longer than any message that is read.
    TooLong,
}

impl fmt::Display for EncodingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBase64 => f.write_str("the text is not base64 as RFC 6120 §13.9.1 demands it"),
            Self::TooLong => write!(f, "the message has more than {MAX_MESSAGE_LENGTH} octets"),
        }
    }
}

impl std::error::Error for EncodingError {}

impl EncodingError {
    /// What a server answers (RFC 6120 §6.5.5, §6.5.8).
    pub const fn condition(self) -> SaslCondition {
        match self {
            Self::NotBase64 => SaslCondition::IncorrectEncoding,
            Self::TooLong => SaslCondition::MalformedRequest,
        }
    }
}
