//! Why a stanza is refused.

use xmpp_core::Report;
use xmpp_core::rules::Refusal;
use xmpp_core::schema::stanza::StanzaError;
use xmpp_core::schema::stanzaerror::Condition;

use super::storage_failed;
use crate::account::AccountError;
use crate::storage::StorageError;

/// Why a stanza is refused: what its sender is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused(Box<StanzaError>);

impl Refused {
    /// The same, with words for people.
    #[must_use]
    pub fn with_text(self, text: &str) -> Self {
        Self::from(self.0.with_text(text))
    }
}

impl From<StanzaError> for Refused {
    fn from(error: StanzaError) -> Self {
        Self(Box::new(error))
    }
}

impl From<Condition> for Refused {
    fn from(condition: Condition) -> Self {
        StanzaError::from(condition).into()
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        StanzaError::from(refusal).into()
    }
}

/// What a client has sent breaks its schema.
impl From<Report> for Refused {
    fn from(report: Report) -> Self {
        let error = StanzaError::from_report(&report);
        error.unwrap_or_else(|| Condition::BadRequest.into()).into()
    }
}

/// The client is not told what is wrong with the storage; the operator is.
impl From<StorageError> for Refused {
    fn from(failure: StorageError) -> Self {
        storage_failed(&failure).into()
    }
}

/// What is wrong with an account that a client makes or changes.
impl From<AccountError> for Refused {
    fn from(error: AccountError) -> Self {
        let text = error.to_string();
        match error {
            AccountError::NotAnAccount(_) | AccountError::Password(_) => {
                Self::from(Condition::NotAcceptable).with_text(&text)
            }
            AccountError::Storage(StorageError::AccountExists(_)) => Condition::Conflict.into(),
            AccountError::Storage(error) => error.into(),
            AccountError::Randomness(_) | AccountError::Interrupted => {
                Condition::InternalServerError.into()
            }
        }
    }
}

impl From<Refused> for StanzaError {
    fn from(refused: Refused) -> Self {
        *refused.0
    }
}
