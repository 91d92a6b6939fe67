//! Why an authentication failed, as the server says it.

use std::fmt;

use super::ScramError;

/// A failed authentication, as a server answers it with `<failure/>` (RFC 6120 §6.4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaslFailure {
    /// The child of `<failure/>`.
    pub condition: SaslCondition,
    /// What SCRAM calls it (RFC 5802 §7, `server-error-value`): for logs, and where a protocol sends a last message with it.
    /// It says nothing about whether the account exists.
    pub scram: Option<ScramError>,
}

impl fmt::Display for SaslFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.condition, detail(self.scram))
    }
}

impl std::error::Error for SaslFailure {}

impl SaslFailure {
    /// A failure of the SCRAM exchange.
    pub(super) fn scram(condition: SaslCondition, scram: ScramError) -> Self {
        Self {
            condition,
            scram: Some(scram),
        }
    }
}

impl From<SaslCondition> for SaslFailure {
    fn from(condition: SaslCondition) -> Self {
        Self {
            condition,
            scram: None,
        }
    }
}

fn detail(scram: Option<ScramError>) -> String {
    scram.map_or_else(String::new, |error| format!(" ({error})"))
}

/// The conditions of RFC 6120 §6.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SaslCondition {
    /// The client sent `<abort/>` (§6.5.1).
    Aborted,
    /// The account is disabled for now (§6.5.2).
    AccountDisabled,
    /// The password was right and may no longer be used (§6.5.3).
    CredentialsExpired,
    /// The mechanism may be used after TLS only (§6.5.4).
    EncryptionRequired,
    /// The text is no base64 (§6.5.5, §13.9.1).
    IncorrectEncoding,
    /// The account may not act as the authorization identity, or that is no address (§6.5.6).
    InvalidAuthzid,
    /// The mechanism was not offered (§6.5.7).
    InvalidMechanism,
    /// The message does not have the mechanism's syntax (§6.5.8).
    MalformedRequest,
    /// The mechanism is weaker than the server permits for this account (§6.5.9).
    MechanismTooWeak,
    /// The proof is wrong or the account does not exist; which of them is not said (§6.5.10).
    NotAuthorized,
    /// The server has trouble of its own; the client may try again later (§6.5.11).
    TemporaryAuthFailure,
}

impl SaslCondition {
    /// Every condition, in the order of RFC 6120 §6.5.
    pub const ALL: [Self; 11] = [
        Self::Aborted,
        Self::AccountDisabled,
        Self::CredentialsExpired,
        Self::EncryptionRequired,
        Self::IncorrectEncoding,
        Self::InvalidAuthzid,
        Self::InvalidMechanism,
        Self::MalformedRequest,
        Self::MechanismTooWeak,
        Self::NotAuthorized,
        Self::TemporaryAuthFailure,
    ];

    /// The local name of its element.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aborted => "aborted",
            Self::AccountDisabled => "account-disabled",
            Self::CredentialsExpired => "credentials-expired",
            Self::EncryptionRequired => "encryption-required",
            Self::IncorrectEncoding => "incorrect-encoding",
            Self::InvalidAuthzid => "invalid-authzid",
            Self::InvalidMechanism => "invalid-mechanism",
            Self::MalformedRequest => "malformed-request",
            Self::MechanismTooWeak => "mechanism-too-weak",
            Self::NotAuthorized => "not-authorized",
            Self::TemporaryAuthFailure => "temporary-auth-failure",
        }
    }

    /// The condition of this name; one that is not known is the generic [`NotAuthorized`](Self::NotAuthorized)
    /// (RFC 6120 §6.5).
    pub fn from_name(name: &str) -> Self {
        let known = Self::ALL.into_iter().find(|known| known.name() == name);
        known.unwrap_or(Self::NotAuthorized)
    }
}

impl fmt::Display for SaslCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{SaslCondition, SaslFailure, ScramError};

    #[test]
    fn conditions_are_known_by_name() {
        for condition in SaslCondition::ALL {
            assert_eq!(SaslCondition::from_name(condition.name()), condition);
        }
    }

    #[test]
    fn an_unknown_condition_reads_as_not_authorized() {
        assert_eq!(
            SaslCondition::from_name("too-many-cooks"),
            SaslCondition::NotAuthorized
        );
    }

    #[test]
    fn a_failure_says_what_scram_calls_it() {
        let failure = SaslFailure::scram(SaslCondition::NotAuthorized, ScramError::InvalidProof);
        assert_eq!(failure.to_string(), "not-authorized (invalid-proof)");
        assert_eq!(
            SaslFailure::from(SaslCondition::Aborted).to_string(),
            "aborted"
        );
    }
}
