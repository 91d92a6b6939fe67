//! Localparts: the UsernameCaseMapped profile of the IdentifierClass (RFC 7622 §3.3, RFC 8265 §3.3).

use crate::JidError;
use crate::jid::{CharacterRule, Part};
use crate::precis::{Record, username_case_mapped};
use std::borrow::Cow;

/// Enforces the profile, then refuses what addresses exclude besides: mapping may have made it (`＠`).
pub(super) fn prepare(text: &str) -> Result<Cow<'_, str>, JidError> {
    if text.chars().all(is_kept) {
        return Ok(Cow::Borrowed(text));
    }
    let prepared = username_case_mapped(text).map_err(|error| JidError::of(Part::Local, error))?;
    match prepared.bytes().find(|&byte| is_excluded(byte)) {
        Some(byte) => Err(JidError::Character {
            part: Part::Local,
            character: char::from(byte),
            rule: CharacterRule::Excluded,
        }),
        None => Ok(prepared),
    }
}

/// Whether a localpart of nothing but such characters is prepared already.
fn is_kept(character: char) -> bool {
    match u8::try_from(character) {
        Ok(byte @ ..=0x7F) => is_prepared_ascii(byte),
        _ => Record::of(character).is_kept_in_usernames(),
    }
}

/// ASCII that a localpart may hold as it is: visible, not upper case, not excluded (RFC 8264 §9.11, RFC 7622 §3.3.1).
pub(super) const fn is_prepared_ascii(byte: u8) -> bool {
    matches!(byte, b'!'..=b'~') && !byte.is_ascii_uppercase() && !is_excluded(byte)
}

/// Further excluded characters (RFC 7622 §3.3.1).
const fn is_excluded(byte: u8) -> bool {
    matches!(byte, b'"' | b'&' | b'\'' | b'/' | b':' | b'<' | b'>' | b'@')
}
