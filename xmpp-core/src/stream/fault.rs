//! What is wrong with a peer, on its way to being told.

use crate::schema::streamerror::{Condition, Text};
use crate::schema::streams::StreamError;
use crate::xml::{Answer, XmlError};
use crate::{Element, Lang, Report};

/// Why the stream ends: the condition, and a sentence for people (RFC 6120 §4.9.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) condition: Condition,
    pub(super) text: Option<String>,
    /// A condition of an extension (RFC 6120 §4.9.4).
    pub(super) application: Option<Element>,
}

/// What handling a piece of input gives: nothing, or the end of the stream.
pub(super) type Handled = Result<(), Fault>;

impl Fault {
    pub(super) fn new(condition: Condition, text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::from(condition)
        }
    }
}

impl From<Condition> for Fault {
    fn from(condition: Condition) -> Self {
        Self {
            condition,
            text: None,
            application: None,
        }
    }
}

/// What the reader refuses says itself how it is to be answered.
impl From<&XmlError> for Fault {
    fn from(error: &XmlError) -> Self {
        let name = match error.answer() {
            Answer::Stream { condition } => condition,
            _ => "",
        };
        let condition = match name {
            "bad-format" => Condition::BadFormat,
            "policy-violation" => Condition::PolicyViolation,
            "restricted-xml" => Condition::RestrictedXml,
            "unsupported-encoding" => Condition::UnsupportedEncoding,
            _ => Condition::NotWellFormed,
        };
        Self::new(condition, error.message())
    }
}

/// What we wanted to send cannot be sent: that is our fault, never the peer's.
impl From<Report> for Fault {
    fn from(_: Report) -> Self {
        Condition::InternalServerError.into()
    }
}

impl From<Fault> for StreamError {
    fn from(fault: Fault) -> Self {
        let text = fault.text.map(|text| Text {
            lang: Lang::new("en").ok(),
            ..Text::new(text)
        });
        Self {
            text,
            application: fault.application,
            ..Self::new(fault.condition)
        }
    }
}
