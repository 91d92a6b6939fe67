//! PLAIN: the password itself (RFC 4616).

use super::identity::{check_password_length, claimed_authzid, claimed_name};
use super::prepare::PreparationError;
use super::secret::Secret;
use super::{SaslCondition, SaslFailure, ScramKeys};

/// The one message of the mechanism.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) authzid: Option<String>,
    /// Prepared, to look the account up.
    pub(super) username: String,
    password: Secret,
}

impl Message {
    /// Reads `[authzid] NUL authcid NUL passwd`, all UTF-8, the last two not empty (RFC 4616 §2).
    pub(super) fn parse(message: &[u8]) -> Result<Self, SaslFailure> {
        let text = std::str::from_utf8(message).map_err(|_| SaslCondition::MalformedRequest)?;
        let mut fields = text.split('\0');
        let (Some(authzid), Some(username), Some(password), None) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(SaslCondition::MalformedRequest.into());
        };
        if username.is_empty() || check_password_length(password).is_err() {
            return Err(SaslCondition::MalformedRequest.into());
        }
        Ok(Self {
            authzid: claimed_authzid(authzid)?,
            username: claimed_name(username)?,
            password: Secret::new(password),
        })
    }

    /// Whether the password is the one that the keys were made from.
    pub(super) fn proves(&self, keys: &ScramKeys) -> bool {
        keys.verify_password(self.password.reveal())
    }
}

/// The message of a client. The password goes as it is: who stores it prepares it.
pub(super) fn message(
    authzid: Option<&str>,
    username: &str,
    password: &str,
) -> Result<Vec<u8>, PreparationError> {
    check_password_length(password)?;
    if password.contains('\0') {
        return Err(PreparationError::Prohibited);
    }
    Ok([authzid.unwrap_or_default(), username, password]
        .join("\0")
        .into_bytes())
}
