//! Resourceparts: the OpaqueString profile of the FreeformClass (RFC 7622 §3.4, RFC 8265 §4.2).

use crate::JidError;
use crate::jid::Part;
use crate::precis::{Record, opaque_string};
use std::borrow::Cow;

/// Enforces the profile.
pub(super) fn prepare(text: &str) -> Result<Cow<'_, str>, JidError> {
    if text.chars().all(is_kept) {
        return Ok(Cow::Borrowed(text));
    }
    opaque_string(text).map_err(|error| JidError::of(Part::Resource, error))
}

/// Whether a resourcepart of nothing but such characters is prepared already.
fn is_kept(character: char) -> bool {
    matches!(character, ' '..='~')
        || (!character.is_ascii() && Record::of(character).is_kept_in_opaque_strings())
}
