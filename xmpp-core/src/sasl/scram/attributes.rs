//! The lexical level of SCRAM messages: attributes with one-letter names, and names with escapes (RFC 5802 §5.1, §7).

use std::str::Split;

use super::super::MAX_MESSAGE_LENGTH;
use super::super::encoding::decode_base64;

/// Why a message is none of SCRAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Malformed {
    /// It is not what the grammar says.
    Syntax,
    /// It is not UTF-8, or a value that must be base64 is not.
    Encoding,
    /// A name has an `=` that is no escape.
    Name,
    /// It holds `m=`, a demand that this version of SCRAM cannot know (RFC 5802 §5.1).
    MandatoryExtension,
}

/// The text of a message that is not too long.
pub(super) fn text(message: &[u8]) -> Result<&str, Malformed> {
    if message.len() > MAX_MESSAGE_LENGTH {
        return Err(Malformed::Syntax);
    }
    std::str::from_utf8(message).map_err(|_| Malformed::Encoding)
}

/// The attributes of a message, in its order.
pub(super) struct Attributes<'a> {
    pieces: Split<'a, char>,
}

impl<'a> Attributes<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self {
            pieces: text.split(','),
        }
    }

    /// The value of the next attribute, which must have this name. `m=` is refused wherever it stands.
    pub(super) fn expect(&mut self, name: char) -> Result<&'a str, Malformed> {
        let piece = self.pieces.next().ok_or(Malformed::Syntax)?;
        let (found, value) = attribute(piece)?;
        if found == name {
            Ok(value)
        } else {
            Err(Malformed::Syntax)
        }
    }

    /// The next attribute as base64.
    pub(super) fn expect_base64(&mut self, name: char) -> Result<Vec<u8>, Malformed> {
        decode_base64(self.expect(name)?).ok_or(Malformed::Encoding)
    }

    /// What is left must be optional extensions, which are ignored (RFC 5802 §5.1): names that SCRAM has not taken. The value
    /// of the one named `wanted` is returned if it is there; twice is a mistake.
    pub(super) fn extensions(self, wanted: char) -> Result<Option<&'a str>, Malformed> {
        let mut found = None;
        for piece in self.pieces {
            let (name, value) = attribute(piece)?;
            if TAKEN.contains(name) || (name == wanted && found.is_some()) {
                return Err(Malformed::Syntax);
            }
            if name == wanted {
                found = Some(value);
            }
        }
        Ok(found)
    }
}

/// The names of RFC 5802 §5.1.
const TAKEN: &str = "aceimnprsv";

/// `attr-val`: a letter, `=` and a value that is not empty and has no NUL.
fn attribute(piece: &str) -> Result<(char, &str), Malformed> {
    let (name, value) = piece.split_once('=').ok_or(Malformed::Syntax)?;
    let &[name] = name.as_bytes() else {
        return Err(Malformed::Syntax);
    };
    if !name.is_ascii_alphabetic() || value.is_empty() || value.contains('\0') {
        return Err(Malformed::Syntax);
    }
    if name == b'm' {
        return Err(Malformed::MandatoryExtension);
    }
    Ok((char::from(name), value))
}

/// A name as it stands in a message: `=` as `=3D`, `,` as `=2C`.
pub(super) fn escape_name(name: &str) -> String {
    name.replace('=', "=3D").replace(',', "=2C")
}

/// The name that stands in a message (`saslname`).
pub(super) fn unescape_name(escaped: &str) -> Result<String, Malformed> {
    if escaped.is_empty() || escaped.contains('\0') {
        return Err(Malformed::Syntax);
    }
    let mut parts = escaped.split('=');
    let mut name = String::with_capacity(escaped.len());
    name.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (character, rest) = unescape(part).ok_or(Malformed::Name)?;
        name.push(character);
        name.push_str(rest);
    }
    Ok(name)
}

/// The character that an escape stands for, and what follows it.
fn unescape(after_equals: &str) -> Option<(char, &str)> {
    let comma = after_equals.strip_prefix("2C").map(|rest| (',', rest));
    comma.or_else(|| after_equals.strip_prefix("3D").map(|rest| ('=', rest)))
}
