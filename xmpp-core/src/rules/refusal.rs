//! Why a request is refused.

use crate::schema::stanza::StanzaError;
use crate::schema::stanzaerror::Condition;

/// Why a request is refused, and what the sender is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The condition, with the error type that goes with it.
    pub condition: Condition,
    /// The text for people.
    pub text: &'static str,
}

impl Refusal {
    pub(super) const fn new(condition: Condition, text: &'static str) -> Self {
        Self { condition, text }
    }
}

impl From<Refusal> for StanzaError {
    fn from(refusal: Refusal) -> Self {
        Self::from(refusal.condition).with_text(refusal.text)
    }
}
