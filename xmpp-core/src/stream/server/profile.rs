//! The ways in which authentication is spoken on a stream: that of RFC 6120 §6, the extensible one (XEP-0388), and the one before SASL
//! (XEP-0078).

use super::event::ServerEvent;
use crate::sasl::SaslCondition;
use crate::sasl::encoding::encode;
use crate::schema::sasl::{self, Condition};
use crate::schema::sasl_extensible;
use crate::stream::fault::Handled;
use crate::stream::link::Link;

/// In which words SASL is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// RFC 6120 §6
    Classic,
    /// XEP-0388
    Extensible,
    /// XEP-0078: one request, which is answered when it is over.
    Legacy,
}

impl Profile {
    /// Sends a challenge.
    pub(super) fn challenge(self, data: &[u8], link: &mut Link<ServerEvent>) -> Handled {
        match self {
            Self::Classic => link.write(&sasl::Challenge::new(encode(data))),
            Self::Extensible => link.write(&sasl_extensible::Challenge::new(encode(data))),
            Self::Legacy => Ok(()),
        }
    }

    /// Says why an attempt has failed.
    pub(super) fn failure(self, condition: SaslCondition, link: &mut Link<ServerEvent>) -> Handled {
        let condition = condition_of(condition);
        match self {
            Self::Classic => link.write(&sasl::Failure::new(condition)),
            Self::Extensible => link.write(&sasl_extensible::Failure::new(condition)),
            Self::Legacy => Ok(()),
        }
    }
}

/// The element of a condition.
fn condition_of(condition: SaslCondition) -> Condition {
    match condition {
        SaslCondition::Aborted => Condition::Aborted,
        SaslCondition::AccountDisabled => Condition::AccountDisabled,
        SaslCondition::CredentialsExpired => Condition::CredentialsExpired,
        SaslCondition::EncryptionRequired => Condition::EncryptionRequired,
        SaslCondition::IncorrectEncoding => Condition::IncorrectEncoding,
        SaslCondition::InvalidAuthzid => Condition::InvalidAuthzid,
        SaslCondition::InvalidMechanism => Condition::InvalidMechanism,
        SaslCondition::MalformedRequest => Condition::MalformedRequest,
        SaslCondition::MechanismTooWeak => Condition::MechanismTooWeak,
        SaslCondition::NotAuthorized => Condition::NotAuthorized,
        SaslCondition::TemporaryAuthFailure => Condition::TemporaryAuthFailure,
    }
}
