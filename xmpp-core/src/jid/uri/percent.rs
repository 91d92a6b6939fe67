//! `%` and two hexadecimal digits (RFC 3986 §2.1).

use super::UriError;
use std::fmt::Write as _;

/// Decodes a part of a URI or IRI. Characters that neither may hold are refused.
pub(super) fn decode(text: &str) -> Result<String, UriError> {
    if let Some(character) = text.chars().find(|&character| is_forbidden(character)) {
        return Err(UriError::Character(character));
    }
    let mut octets = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        octets.push(match byte {
            b'%' => {
                let mut digit = || {
                    bytes
                        .next()
                        .and_then(|digit| char::from(digit).to_digit(16))
                };
                let (high, low) = (digit(), digit());
                match (high, low) {
                    (Some(high), Some(low)) => (high * 16 + low) as u8,
                    _ => return Err(UriError::Percent),
                }
            }
            other => other,
        });
    }
    String::from_utf8(octets).map_err(|_| UriError::Percent)
}

/// Encodes what is not allowed as it is. Characters beyond ASCII are kept in an IRI.
pub(super) fn encode(
    out: &mut String,
    text: &str,
    is_allowed: impl Fn(char) -> bool,
    is_iri: bool,
) {
    for character in text.chars() {
        let is_kept = match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '~' => true,
            _ if character.is_ascii() => is_allowed(character),
            _ => is_iri && is_readable(character),
        };
        if is_kept {
            out.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            write!(out, "%{byte:02X}").expect("a String takes all text");
        }
    }
}

/// `ucschar` (RFC 3987 §2.2): neither private use nor noncharacters; and no controls and marks of direction (§4.1).
const fn is_readable(character: char) -> bool {
    matches!(
        character,
        '\u{A0}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFEF}' | '\u{10000}'..='\u{DFFFD}' | '\u{E1000}'..='\u{EFFFD}'
    ) && character as u32 & 0xFFFE != 0xFFFE
        && !matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}')
}

/// What no URI and no IRI holds as it is (RFC 3986 §2, RFC 3987 §2.2), but for what is cut away before.
const fn is_forbidden(character: char) -> bool {
    matches!(
        character,
        '\0'..=' ' | '\u{7F}'..='\u{9F}' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'
    )
}
