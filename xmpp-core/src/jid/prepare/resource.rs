//! Resourceparts: the OpaqueString profile of the FreeformClass (RFC 7622 §3.4, RFC 8265 §4.2).

use crate::JidError;
use crate::jid::Part;
use crate::precis::opaque_string;
use std::borrow::Cow;

/// Enforces the profile. Visible ASCII is what it is.
pub(super) fn prepare(text: &str) -> Result<Cow<'_, str>, JidError> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(Cow::Borrowed(text));
    }
    opaque_string(text).map_err(|error| JidError::of(Part::Resource, error))
}
