//! The lexical spaces to the letter of XSD part 2, where XMPP's own are narrower or wider.

use super::is_xml_space;
use super::lexical;
use super::number::Decimal;
use crate::model::datatype::Builtin;
use crate::model::facet::WhiteSpace;
use crate::regex::names::{is_name_char, is_name_start};
use std::borrow::Cow;

/// What happens to white space before a value is read (XSD part 2 §4.3.6).
pub(super) const fn white_space(builtin: Builtin) -> WhiteSpace {
    match builtin {
        Builtin::Base64Binary => WhiteSpace::Collapse,
        builtin => lexical::white_space(builtin),
    }
}

/// Whether text, whose white space is normalized, is in the lexical space.
pub(super) fn is_valid(builtin: Builtin, text: &str) -> bool {
    if let Some((min, max)) = lexical::bounds(builtin) {
        return Decimal::parse_whole(text).is_some_and(|number| number.is_within(min, max));
    }
    match builtin {
        Builtin::Base64Binary => lexical::is_base64(&without_spaces(text)),
        Builtin::Language => lexical::is_language(text),
        Builtin::QName | Builtin::Notation => match text.split_once(':') {
            Some((prefix, local)) => is_ncname(prefix) && is_ncname(local),
            None => is_ncname(text),
        },
        Builtin::NmToken => is_nmtoken(text),
        Builtin::NmTokens => lexical::is_list(text, is_nmtoken),
        Builtin::Name => is_name(text),
        Builtin::NcName | Builtin::Id | Builtin::IdRef | Builtin::Entity => is_ncname(text),
        Builtin::IdRefs | Builtin::Entities => lexical::is_list(text, is_ncname),
        builtin => lexical::is_valid(builtin, text),
    }
}

/// The primitive type that a built-in one is derived from; that of the items, for a list.
pub(super) const fn primitive(builtin: Builtin) -> Builtin {
    match builtin {
        _ if lexical::bounds(builtin).is_some() => Builtin::Decimal,
        Builtin::NormalizedString
        | Builtin::Token
        | Builtin::Language
        | Builtin::NmToken
        | Builtin::NmTokens
        | Builtin::Name
        | Builtin::NcName
        | Builtin::Id
        | Builtin::IdRef
        | Builtin::IdRefs
        | Builtin::Entity
        | Builtin::Entities => Builtin::String,
        builtin => builtin,
    }
}

/// The type of the items of a built-in list.
pub(super) const fn item(builtin: Builtin) -> Option<Builtin> {
    match builtin {
        Builtin::NmTokens => Some(Builtin::NmToken),
        Builtin::IdRefs => Some(Builtin::IdRef),
        Builtin::Entities => Some(Builtin::Entity),
        _ => None,
    }
}

/// What valid base64 says.
pub(super) fn base64_octets(text: &str) -> Vec<u8> {
    let mut octets = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for value in text.bytes().filter_map(lexical::base64_digit) {
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            octets.push((bits >> count & 0xFF) as u8);
        }
    }
    octets
}

/// What valid pairs of hexadecimal digits say.
pub(super) fn hex_octets(text: &str) -> Vec<u8> {
    let value = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default() as u8;
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| value(pair[0]) << 4 | value(pair[1]))
        .collect()
}

fn without_spaces(text: &str) -> Cow<'_, str> {
    match text.contains(is_xml_space) {
        true => Cow::Owned(text.replace(is_xml_space, "")),
        false => Cow::Borrowed(text),
    }
}

fn is_nmtoken(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_name_char)
}

fn is_name(text: &str) -> bool {
    text.starts_with(is_name_start) && text.chars().all(is_name_char)
}

fn is_ncname(text: &str) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    match text.as_bytes() {
        [first, rest @ ..] if first.is_ascii_alphabetic() && rest.iter().all(is_plain) => true,
        _ => is_name(text) && !text.contains(':'),
    }
}
