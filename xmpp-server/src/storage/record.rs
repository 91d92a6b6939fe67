//! What is read.

use std::fmt;
use std::time::SystemTime;

use uuid::Uuid;
use xmpp_core::sasl::ScramKeys;

/// An account.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Account {
    /// When it was made.
    pub created: SystemTime,
    /// What it logs in with: keys for each hash function, never a password.
    pub keys: Vec<ScramKeys>,
    /// When somebody logged in last.
    pub last_login: Option<SystemTime>,
    /// Whether nobody may log in.
    pub disabled: bool,
}

/// What a client logs in with in place of a password (XEP-0484). The mechanisms need the token itself: there is nothing that could
/// be stored in its place, as keys are for a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The name of the only mechanism that it is good for.
    pub mechanism: String,
    /// The token.
    pub secret: String,
    /// When it was made.
    pub issued: SystemTime,
    /// When it stops being good.
    pub expires: SystemTime,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("mechanism", &self.mechanism)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

/// An address as it is stored, whether or not it still is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAddress {
    /// Whose contact it is, or in whose privacy lists it is; nothing for an account.
    pub owner: Option<String>,
    /// The address.
    pub text: String,
}

/// A message that is kept until its addressee comes back (XEP-0160).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfflineMessage {
    /// Tells it apart; a version 7 UUID, so that neighbours in time are neighbours in the database.
    pub id: Uuid,
    /// When the server received it (XEP-0203), to the microsecond.
    pub received: SystemTime,
    /// The stanza, an element that is complete in its namespaces.
    pub stanza: Box<str>,
}

impl OfflineMessage {
    /// A message with a new id.
    pub fn new(received: SystemTime, stanza: impl Into<Box<str>>) -> Self {
        Self {
            id: Uuid::now_v7(),
            received,
            stanza: stanza.into(),
        }
    }
}
