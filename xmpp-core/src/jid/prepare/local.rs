//! Localparts: the UsernameCaseMapped profile of the IdentifierClass (RFC 7622 §3.3, RFC 8265 §3.3).

use super::characters::{ascii_for_wide, identifier_rule};
use crate::JidError;
use crate::jid::{CharacterRule, Part};
use std::borrow::Cow;

/// Maps to lower case and to ASCII width, then checks.
pub(super) fn prepare(text: &str) -> Result<Cow<'_, str>, JidError> {
    if text.bytes().all(is_prepared_ascii) {
        return Ok(Cow::Borrowed(text));
    }
    let mapped = map(text);
    match mapped.chars().find_map(refusal) {
        Some(error) => Err(error),
        None if mapped == text => Ok(Cow::Borrowed(text)),
        None => Ok(Cow::Owned(mapped)),
    }
}

/// Full-width ASCII to ASCII and then to lower case, one character at a time: `Σ` becomes `σ`, also at the end of a word.
fn map(text: &str) -> String {
    text.chars()
        .map(ascii_for_wide)
        .flat_map(char::to_lowercase)
        .collect()
}

fn refusal(character: char) -> Option<JidError> {
    let rule = match character {
        _ if u8::try_from(character).is_ok_and(is_prepared_ascii) => return None,
        '"' | '&' | '\'' | '/' | ':' | '<' | '>' | '@' => CharacterRule::Excluded,
        _ => identifier_rule(character)?,
    };
    Some(JidError::Character {
        part: Part::Local,
        character,
        rule,
    })
}

/// ASCII that a localpart may hold as it is: visible, not upper case, not excluded (RFC 8264 §9.11, RFC 7622 §3.3.1).
pub(super) const fn is_prepared_ascii(byte: u8) -> bool {
    matches!(byte, b'!'..=b'~')
        && !matches!(
            byte,
            b'A'..=b'Z' | b'"' | b'&' | b'\'' | b'/' | b':' | b'<' | b'>' | b'@'
        )
}
