//! Why a stanza was not sent.

use crate::Report;
use crate::xml::WriteError;

/// Why a stanza was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SendError {
    /// The stream is not negotiated yet (RFC 6120 §4.3.5).
    NotEstablished,
    /// The stream is closed, or being closed (RFC 6120 §4.4).
    Closed,
    /// The value breaks its schema.
    Invalid(Report),
    /// The bytes cannot be written here.
    Unwritable(WriteError),
}

impl std::fmt::Display for SendError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotEstablished => f.write_str("the stream is not negotiated yet"),
            Self::Closed => f.write_str("the stream is closed"),
            Self::Invalid(report) => report.fmt(f),
            Self::Unwritable(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SendError {}
