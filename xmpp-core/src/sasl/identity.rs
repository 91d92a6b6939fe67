//! The names and passwords that are claimed: bounded, and prepared where that is asked for.

use std::borrow::Cow;

use super::prepare::{PreparationError, Unassigned, saslprep};
use super::{SaslCondition, SaslFailure, ScramError};

/// The longest user name, in octets: a localpart (RFC 7622 §3.3).
const MAX_NAME_LENGTH: usize = 1023;

/// The longest password, in octets; 255 must be possible (RFC 4616 §2).
const MAX_PASSWORD_LENGTH: usize = 1023;

/// The longest authorization identity, in octets: an address (RFC 7622 §3.1).
const MAX_AUTHZID_LENGTH: usize = 3071;

/// A user name in the form of a query (RFC 4616 §2, RFC 5802 §5.1).
pub(super) fn prepare_name(name: &str) -> Result<String, PreparationError> {
    bounded(name, MAX_NAME_LENGTH)?;
    saslprep(name, Unassigned::Allowed).map(Cow::into_owned)
}

/// A password, in the form in which it is hashed.
pub(super) fn prepare_password(
    password: &str,
    unassigned: Unassigned,
) -> Result<Cow<'_, str>, PreparationError> {
    check_password_length(password)?;
    saslprep(password, unassigned)
}

/// A password that is sent as it is must be there, and not be too long.
pub(super) fn check_password_length(password: &str) -> Result<(), PreparationError> {
    bounded(password, MAX_PASSWORD_LENGTH)?;
    if password.is_empty() {
        Err(PreparationError::Empty)
    } else {
        Ok(())
    }
}

/// The user name that a client claims. One that cannot be prepared has no account, which is all that the client hears.
pub(super) fn claimed_name(name: &str) -> Result<String, SaslFailure> {
    let error = ScramError::InvalidUsernameEncoding;
    prepare_name(name).map_err(|_| SaslFailure::scram(SaslCondition::NotAuthorized, error))
}

/// The authorization identity that a client asks for; an empty one is none (RFC 6120 §6.6). Whether it is an address, and who
/// may act as it, is for those to say who know addresses and accounts.
pub(super) fn claimed_authzid(authzid: &str) -> Result<Option<String>, SaslFailure> {
    if !is_authzid(authzid) {
        return Err(SaslCondition::InvalidAuthzid.into());
    }
    Ok(Some(authzid.to_owned()).filter(|authzid| !authzid.is_empty()))
}

/// Whether this can be sent as an authorization identity: no NUL (RFC 4422 appendix A), not longer than an address.
pub(super) fn is_authzid(authzid: &str) -> bool {
    authzid.len() <= MAX_AUTHZID_LENGTH && !authzid.contains('\0')
}

fn bounded(text: &str, limit: usize) -> Result<(), PreparationError> {
    if text.len() > limit {
        Err(PreparationError::TooLong)
    } else {
        Ok(())
    }
}
