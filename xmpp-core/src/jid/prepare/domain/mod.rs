//! Domainparts: domain names, IPv4 addresses and IPv6 addresses in brackets (RFC 7622 §3.2).

mod label;
mod literal;
mod punycode;

use crate::JidError;
use crate::jid::Part;
use crate::precis::{Record, lower, normalized, satisfies_bidi_rule, width};
use std::borrow::Cow;

/// Drops a final dot (RFC 7622 §3.2), maps, turns A-labels into U-labels, checks each label, then all of them together.
pub(super) fn prepare(text: &str) -> Result<Cow<'_, str>, JidError> {
    let text = text.strip_suffix(is_separator).unwrap_or(text);
    if text.starts_with('[') {
        return literal::prepare(text);
    }
    if text.is_empty() {
        return Err(JidError::Empty { part: Part::Domain });
    }
    let mapped = map(text);
    let mut prepared = Cow::Borrowed("");
    let mut seen = Record::none();
    for label in mapped.split('.') {
        let decoded = label::prepare(label)?;
        for character in decoded.chars() {
            seen = seen.join(Record::of(character));
        }
        if !prepared.is_empty() {
            prepared.to_mut().push('.');
        }
        prepared += decoded;
    }
    if seen.is_right_to_left() && !prepared.split('.').all(satisfies_bidi_rule) {
        return Err(JidError::Direction { part: Part::Domain });
    }
    if prepared == text {
        return Ok(Cow::Borrowed(text));
    }
    Ok(Cow::Owned(prepared.into_owned()))
}

/// A prepared domainpart as DNS, TLS and certificates have it: U-labels become A-labels (RFC 5890 §2.3.2.1).
///
/// ```
/// # use xmpp_core::jid::ascii_domain;
/// assert_eq!(ascii_domain("b\u{FC}cher.example"), "xn--bcher-kva.example");
/// assert_eq!(ascii_domain("example.com"), "example.com");
/// ```
pub fn ascii_domain(domain: &str) -> Cow<'_, str> {
    if domain.is_ascii() {
        return Cow::Borrowed(domain);
    }
    let labels = domain.split('.').map(label::ascii);
    Cow::Owned(labels.collect::<Vec<_>>().join("."))
}

/// Usual width, lower case, NFC, and dots for the other separators of labels (RFC 5895 §2), as UTS 46 maps them too: one
/// character at a time, and none that a domain name may hold. So Cherokee is written with the letters that IDNA2008 knows.
fn map(text: &str) -> Cow<'_, str> {
    if text.bytes().all(is_prepared_ascii) {
        return Cow::Borrowed(text);
    }
    let mut mapped = String::with_capacity(text.len());
    for character in text.chars().map(width) {
        match character {
            _ if Record::of(character).is_in_domain_names() => mapped.push(character),
            _ if is_separator(character) => mapped.push('.'),
            '\u{130}' => mapped.push_str("i\u{307}"),
            '\u{13F8}'..='\u{13FD}' => mapped.push(shifted(character, 0x13F0 - 0x13F8)),
            '\u{AB70}'..='\u{ABBF}' => mapped.push(shifted(character, 0x13A0 - 0xAB70)),
            other => mapped.push(lower(other)),
        }
    }
    normalized(Cow::Owned(mapped))
}

/// The dot, and what else people type for it (RFC 5895 §2).
const fn is_separator(character: char) -> bool {
    matches!(character, '.' | '\u{3002}' | '\u{FF0E}' | '\u{FF61}')
}

fn shifted(character: char, distance: i32) -> char {
    u32::from(character)
        .checked_add_signed(distance)
        .and_then(char::from_u32)
        .unwrap_or(character)
}

const fn is_prepared_ascii(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.')
}
