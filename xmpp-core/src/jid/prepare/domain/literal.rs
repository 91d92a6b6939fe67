//! IPv6 addresses in brackets (RFC 3986 §3.2.2, RFC 6874 §2).

use crate::JidError;
use std::borrow::Cow;
use std::net::Ipv6Addr;

/// `[address]` or `[address%25zone]` (RFC 3986 §3.2.2, RFC 6874 §2); the digits of the address become lower case.
pub(super) fn prepare(text: &str) -> Result<Cow<'_, str>, JidError> {
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
