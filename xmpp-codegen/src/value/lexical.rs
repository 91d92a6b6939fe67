//! The lexical spaces of the built-in types (XSD part 2 §3).

use super::address::{self, Shape};
use super::calendar;
use super::duration::Duration;
use super::number::{self, Decimal};
use super::{Expected, Fault};
use crate::model::datatype::Builtin;
use crate::model::facet::WhiteSpace;
use xmpp_xml::{Rule, is_ncname_char, is_ncname_start};

/// What happens to white space before a value is read (XSD part 2 §4.3.6).
pub(super) const fn white_space(builtin: Builtin) -> WhiteSpace {
    match builtin {
        // White space is a foreign character in base64 (RFC 6120 §13.9.1), and belongs to the resourcepart at the end of an
        // address (RFC 7622 §3.4).
        Builtin::AnySimpleType
        | Builtin::String
        | Builtin::StanzaId
        | Builtin::ShortText
        | Builtin::Base64Binary
        | Builtin::Jid
        | Builtin::BareJid
        | Builtin::FullJid => WhiteSpace::Preserve,
        Builtin::NormalizedString => WhiteSpace::Replace,
        _ => WhiteSpace::Collapse,
    }
}

/// Judges text, whose white space is normalized.
pub(super) fn check(builtin: Builtin, text: &str) -> Result<(), Fault<'static>> {
    if let Some(shape) = Shape::of(builtin) {
        return address::check(text, shape).map_err(|reason| Fault {
            rule: Rule::INVALID_JID,
            expected: Expected::Reason(reason),
            span: None,
        });
    }
    // Lists that are built in have a least length of their own (XSD part 2 §3.3.5).
    if builtin.item().is_some() && text.is_empty() {
        return Err(Fault {
            rule: Rule::FACET,
            expected: Expected::Phrase("at least 1 item".into()),
            span: None,
        });
    }
    let valid = match bounds(builtin) {
        Some((min, max)) => {
            Decimal::parse_whole(text).is_some_and(|number| number.is_within(min, max))
        }
        None => is_valid(builtin, text),
    };
    match valid {
        true => Ok(()),
        false => Err(fault(builtin)),
    }
}

/// What was expected of a value of the type.
pub(super) fn fault(builtin: Builtin) -> Fault<'static> {
    match (builtin, bounds(builtin)) {
        (_, Some((min, max))) => Fault::expected(whole_number(min, max)),
        (Builtin::Boolean, _) => Fault {
            rule: Rule::INVALID_VALUE,
            expected: Expected::OneOf(BOOLEANS.to_vec()),
            span: None,
        },
        _ => Fault::expected(phrase(builtin)),
    }
}

/// A valid value as the runtime's types write it: for truth, whole and decimal numbers, hexadecimal digits and, where letters are ASCII,
/// addresses. Other values are left as they are.
pub(super) fn canonical(builtin: Builtin, text: &str) -> String {
    match builtin {
        Builtin::Boolean if text == "1" => "true".to_owned(),
        Builtin::Boolean if text == "0" => "false".to_owned(),
        Builtin::HexBinary => text.to_ascii_lowercase(),
        Builtin::Decimal => Decimal::parse(text).map_or_else(|| text.to_owned(), Decimal::text),
        Builtin::Jid | Builtin::BareJid | Builtin::FullJid => {
            let bare = text.split('/').next().unwrap_or_default();
            format!("{}{}", bare.to_lowercase(), &text[bare.len()..])
        }
        _ if bounds(builtin).is_some() => {
            let digits = text.trim_start_matches(['+', '-', '0']);
            match (text.starts_with('-'), digits) {
                (_, "") => "0".to_owned(),
                (true, digits) => format!("-{digits}"),
                (false, digits) => digits.to_owned(),
            }
        }
        _ => text.to_owned(),
    }
}

/// The bounds of the whole numbers; nothing for other types.
#[rustfmt::skip]
pub(super) const fn bounds(builtin: Builtin) -> Option<(Option<&'static str>, Option<&'static str>)> {
    Some(match builtin {
        Builtin::Integer => (None, None),
        Builtin::NonPositiveInteger => (None, Some("0")),
        Builtin::NegativeInteger => (None, Some("-1")),
        Builtin::NonNegativeInteger => (Some("0"), None),
        Builtin::PositiveInteger => (Some("1"), None),
        Builtin::Long => (Some("-9223372036854775808"), Some("9223372036854775807")),
        Builtin::Int => (Some("-2147483648"), Some("2147483647")),
        Builtin::Short => (Some("-32768"), Some("32767")),
        Builtin::Byte => (Some("-128"), Some("127")),
        Builtin::UnsignedLong => (Some("0"), Some("18446744073709551615")),
        Builtin::UnsignedInt => (Some("0"), Some("4294967295")),
        Builtin::UnsignedShort => (Some("0"), Some("65535")),
        Builtin::UnsignedByte => (Some("0"), Some("255")),
        _ => return None,
    })
}

fn whole_number(min: Option<&str>, max: Option<&str>) -> String {
    match (min, max) {
        (None, None) => "a whole number".to_owned(),
        (Some(min), None) => format!("a whole number from {min}"),
        (None, Some(max)) => format!("a whole number up to {max}"),
        (Some(min), Some(max)) => format!("a whole number from {min} to {max}"),
    }
}

const BOOLEANS: [&str; 4] = ["true", "false", "1", "0"];

pub(super) fn is_valid(builtin: Builtin, text: &str) -> bool {
    match builtin {
        Builtin::Boolean => BOOLEANS.contains(&text),
        Builtin::Decimal => Decimal::parse(text).is_some(),
        Builtin::Float | Builtin::Double => number::float(text).is_some(),
        Builtin::Duration => Duration::parse(text).is_some(),
        Builtin::DateTime
        | Builtin::Time
        | Builtin::Date
        | Builtin::GYearMonth
        | Builtin::GYear
        | Builtin::GMonthDay
        | Builtin::GDay
        | Builtin::GMonth => calendar::parse(builtin, text).is_some(),
        Builtin::HexBinary => {
            text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        Builtin::Base64Binary => is_base64(text),
        Builtin::MimeBase64 => is_base64(&text.replace([' ', '\t', '\n', '\r'], "")),
        Builtin::AnyUri => is_uri(text),
        Builtin::QName | Builtin::Notation => match text.split_once(':') {
            Some((prefix, local)) => is_ncname(prefix) && is_ncname(local),
            None => is_ncname(text),
        },
        Builtin::Language => text.is_empty() || is_language(text),
        Builtin::NmToken => is_nmtoken(text),
        Builtin::NmTokens => is_list(text, is_nmtoken),
        Builtin::Name => is_name(text),
        Builtin::NcName | Builtin::Id | Builtin::IdRef | Builtin::Entity => is_ncname(text),
        Builtin::IdRefs | Builtin::Entities => is_list(text, is_ncname),
        _ => true,
    }
}

/// What a value looks like, in the words of the runtime's types.
const fn phrase(builtin: Builtin) -> &'static str {
    match builtin {
        Builtin::Decimal => "a decimal number",
        Builtin::Float | Builtin::Double => "a number, `INF`, `-INF` or `NaN`",
        Builtin::Duration => "a duration such as `PT30S` or `P1DT12H`",
        Builtin::DateTime => "a date and time such as `2026-11-22T06:33:00Z`",
        Builtin::Time => "a time such as `06:33:00`",
        Builtin::Date => "a date such as `2026-11-22`",
        Builtin::GYearMonth => "a month such as `2026-11`",
        Builtin::GYear => "a year such as `2026`",
        Builtin::GMonthDay => "a day such as `--11-22`",
        Builtin::GDay => "a day such as `---22`",
        Builtin::GMonth => "a month such as `--11`",
        Builtin::HexBinary => "pairs of hexadecimal digits",
        Builtin::Base64Binary | Builtin::MimeBase64 => "base64 as in RFC 4648 §4, with its padding",
        Builtin::AnyUri => "a URI",
        Builtin::QName | Builtin::Notation => "a name of XML with or without a prefix",
        Builtin::Language => "a language tag such as `en` or `de-CH`",
        Builtin::NmToken | Builtin::NmTokens => "characters of a name, without spaces",
        Builtin::Name => "a name of XML",
        _ => "a name of XML without a colon",
    }
}

/// Strict base64 (RFC 4648 §4): padded, unused bits zero, and no white space inside (RFC 6120 §13.9.1).
pub(super) fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let unused_bits = match text.len() - digits.len() {
        0 => 0,
        1 => 0b11,
        2 => 0b1111,
        _ => return false,
    };
    text.len().is_multiple_of(4)
        && digits.bytes().all(|byte| base64_digit(byte).is_some())
        && digits
            .bytes()
            .last()
            .and_then(base64_digit)
            .is_none_or(|last| last & unused_bits == 0)
}

/// The six bits of a digit of base64.
pub(super) const fn base64_digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// Nearly all text is a URI, since characters that one cannot hold stand for their escapes (XSD part 2 §3.2.17). Refused
/// are `%` without two hexadecimal digits, a second `#`, and a scheme that is none (RFC 3986 §2.1, §3.1, §3.5).
fn is_uri(text: &str) -> bool {
    let escapes = text.split('%').skip(1).all(|after| {
        after
            .as_bytes()
            .get(..2)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    let scheme = match text.find([':', '/', '?', '#']) {
        Some(end) if text[end..].starts_with(':') => is_scheme(&text[..end]),
        _ => true,
    };
    escapes && scheme && text.matches('#').count() <= 1
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// One to eight letters, then groups of one to eight letters and digits (XSD part 2 §3.3.3).
pub(super) fn is_language(text: &str) -> bool {
    text.split('-').enumerate().all(|(at, part)| {
        (1..=8).contains(&part.len())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || (at > 0 && byte.is_ascii_digit()))
    })
}

fn is_nmtoken(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|character| character == ':' || is_ncname_char(character))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|character| character == ':' || is_ncname_start(character)) && is_nmtoken(text)
}

fn is_ncname(text: &str) -> bool {
    xmpp_xml::is_ncname(text)
}

pub(super) fn is_list(text: &str, is_item: fn(&str) -> bool) -> bool {
    let mut items = text.split(' ').peekable();
    items.peek().is_some() && items.all(is_item)
}
