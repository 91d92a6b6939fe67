//! Resourceparts: the OpaqueString profile of the FreeformClass (RFC 7622 §3.4, RFC 8265 §4.2).

use super::characters::{free_form_rule, is_wide_space};
use crate::JidError;
use crate::jid::Part;
use std::borrow::Cow;

/// Maps every space to U+0020, then checks. Case and width stay.
pub(super) fn prepare(text: &str) -> Result<Cow<'_, str>, JidError> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(Cow::Borrowed(text));
    }
    let mapped = if text.contains(is_wide_space) {
        Cow::Owned(text.replace(is_wide_space, " "))
    } else {
        Cow::Borrowed(text)
    };
    match mapped.chars().find_map(refusal) {
        Some(error) => Err(error),
        None => Ok(mapped),
    }
}

fn refusal(character: char) -> Option<JidError> {
    Some(JidError::Character {
        part: Part::Resource,
        character,
        rule: free_form_rule(character)?,
    })
}
