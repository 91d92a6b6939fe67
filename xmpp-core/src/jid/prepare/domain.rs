//! Domainparts: domain names, IPv4 addresses and IPv6 addresses in brackets (RFC 7622 §3.2).

use super::characters::{ascii_for_wide, identifier_rule};
use crate::JidError;
use crate::jid::{CharacterRule, LabelRule, Part};
use std::borrow::Cow;
use std::net::Ipv6Addr;

/// Drops a final dot (RFC 7622 §3.2), maps to lower case and to ASCII width, then checks.
pub(super) fn prepare(text: &str) -> Result<Cow<'_, str>, JidError> {
    let text = text.strip_suffix('.').unwrap_or(text);
    if text.starts_with('[') {
        return literal(text);
    }
    if text.is_empty() {
        return Err(JidError::Empty { part: Part::Domain });
    }
    let mapped = map(text);
    for label in mapped.split('.') {
        check_label(label)?;
    }
    Ok(mapped)
}

/// Lower case and ASCII width (RFC 5895 §2); the other separators of labels become dots.
fn map(text: &str) -> Cow<'_, str> {
    if text.bytes().all(is_prepared_ascii) {
        return Cow::Borrowed(text);
    }
    let mapped: String = text
        .chars()
        .map(ascii_for_wide)
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            '\u{3002}' | '\u{FF61}' => '.',
            other => other,
        })
        .collect();
    if mapped == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(mapped)
    }
}

/// One label: letters, digits and hyphens, hyphens not outside (RFC 5890 §2.3.1, RFC 5891 §4.2.3.1).
fn check_label(label: &str) -> Result<(), JidError> {
    if let Some(error) = label.chars().find_map(refusal) {
        return Err(error);
    }
    let rule = if label.is_empty() {
        LabelRule::Empty
    } else if label.starts_with('-') || label.ends_with('-') {
        LabelRule::Hyphen
    } else if has_reserved_hyphens(label) {
        LabelRule::Reserved
    } else if label.is_ascii() && label.len() > 63 {
        LabelRule::TooLong
    } else {
        return Ok(());
    };
    Err(JidError::Label { rule })
}

/// Hyphens as third and fourth character, where `xn--` alone has a meaning (RFC 5890 §2.3.1).
fn has_reserved_hyphens(label: &str) -> bool {
    let mut characters = label.chars().skip(2);
    characters.next() == Some('-') && characters.next() == Some('-') && !label.starts_with("xn--")
}

fn refusal(character: char) -> Option<JidError> {
    let rule = match character {
        'a'..='z' | '0'..='9' | '-' => return None,
        _ if character.is_ascii_control() => CharacterRule::Control,
        _ if character.is_ascii() => CharacterRule::NotInDomainNames,
        _ => identifier_rule(character)?,
    };
    Some(JidError::Character {
        part: Part::Domain,
        character,
        rule,
    })
}

const fn is_prepared_ascii(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.')
}

/// `[address]` or `[address%25zone]` (RFC 3986 §3.2.2, RFC 6874 §2); the digits of the address become lower case.
fn literal(text: &str) -> Result<Cow<'_, str>, JidError> {
    let inside = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .ok_or(JidError::Literal)?;
    let (address, zone) = match inside.split_once("%25") {
        Some((address, zone)) => (address, Some(zone)),
        None => (inside, None),
    };
    if address.parse::<Ipv6Addr>().is_err() || !zone.is_none_or(is_zone) {
        return Err(JidError::Literal);
    }
    if !address.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Ok(Cow::Borrowed(text));
    }
    let rest = &text[address.len() + 1..];
    Ok(Cow::Owned(format!(
        "[{}{rest}",
        address.to_ascii_lowercase()
    )))
}

/// `ZoneID = 1*( unreserved / pct-encoded )` (RFC 6874 §2).
fn is_zone(zone: &str) -> bool {
    let mut bytes = zone.bytes();
    while let Some(byte) = bytes.next() {
        let is_allowed = match byte {
            b'%' => [bytes.next(), bytes.next()]
                .iter()
                .all(|digit| digit.is_some_and(|digit| digit.is_ascii_hexdigit())),
            b'-' | b'.' | b'_' | b'~' => true,
            other => other.is_ascii_alphanumeric(),
        };
        if !is_allowed {
            return false;
        }
    }
    !zone.is_empty()
}
