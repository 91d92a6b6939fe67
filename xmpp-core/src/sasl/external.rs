//! EXTERNAL: the identity is known from TLS; the message only says whom to act as (RFC 4422 appendix A).

use super::identity::claimed_authzid;
use super::{SaslCondition, SaslFailure};

/// The authorization identity that the client asks for; none in an empty message.
pub(super) fn parse(message: &[u8]) -> Result<Option<String>, SaslFailure> {
    let text = std::str::from_utf8(message).map_err(|_| SaslCondition::MalformedRequest)?;
    claimed_authzid(text)
}
