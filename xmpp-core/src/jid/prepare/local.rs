//! Localparts: the UsernameCaseMapped profile of the IdentifierClass (RFC 7622 §3.3, RFC 8265 §3.3).

use crate::JidError;
use crate::jid::{CharacterRule, Part};
use crate::precis::{Record, username_case_mapped};
use std::borrow::Cow;

/// Enforces the profile, then refuses what addresses exclude besides: mapping may have made it (`＠`).
pub(super) fn prepare(text: &str) -> Result<Cow<'_, str>, JidError> {
    if text.chars().all(is_kept) || text.chars().all(is_kept_from_right_to_left) {
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
pub(super) fn is_kept(character: char) -> bool {
    match PREPARED_ASCII.get(u32::from(character) as usize) {
        Some(is_prepared) => *is_prepared,
        None => Record::of(character).is_kept_in_usernames(),
    }
}

/// The same of letters that are written from right to left: alone they keep the Bidi Rule (RFC 5893 §2).
fn is_kept_from_right_to_left(character: char) -> bool {
    Record::of(character).is_kept_in_usernames_from_right_to_left()
}

/// Which of ASCII a localpart may hold as it is.
static PREPARED_ASCII: [bool; 128] = {
    let mut prepared = [false; 128];
    let mut byte = 0;
    while byte < 128 {
        prepared[byte] = is_prepared_ascii(byte as u8);
        byte += 1;
    }
    prepared
};

/// ASCII that a localpart may hold as it is: visible, not upper case, not excluded (RFC 8264 §9.11, RFC 7622 §3.3.1).
const fn is_prepared_ascii(byte: u8) -> bool {
    matches!(byte, b'!'..=b'~') && !byte.is_ascii_uppercase() && !is_excluded(byte)
}

/// Further excluded characters (RFC 7622 §3.3.1).
const fn is_excluded(byte: u8) -> bool {
    matches!(byte, b'"' | b'&' | b'\'' | b'/' | b':' | b'<' | b'>' | b'@')
}
