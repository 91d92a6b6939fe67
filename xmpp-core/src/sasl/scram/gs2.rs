//! The GS2 header: whether the client binds to the channel, and whom it wants to act as (RFC 5802 §7).

use super::attributes::{Malformed, escape_name, unescape_name};

/// The first part of the first message of a client.
pub(super) struct Gs2Header<'a> {
    pub(super) flag: BindingFlag<'a>,
    pub(super) authzid: Option<String>,
    /// The header as it was sent, with the comma at its end.
    pub(super) text: &'a str,
}

/// `gs2-cbind-flag` (RFC 5802 §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BindingFlag<'a> {
    /// `n`: the client does not support channel binding.
    Unsupported,
    /// `y`: the client does, and thinks that the server does not.
    NotOffered,
    /// `p=..`: the client binds to the channel, with this type.
    Bound(&'a str),
}

impl<'a> Gs2Header<'a> {
    /// The header and what follows it.
    pub(super) fn parse(message: &'a str) -> Result<(Self, &'a str), Malformed> {
        let (flag, rest) = message.split_once(',').ok_or(Malformed::Syntax)?;
        let (authzid, rest) = rest.split_once(',').ok_or(Malformed::Syntax)?;
        let header = Self {
            flag: BindingFlag::parse(flag)?,
            authzid: parse_authzid(authzid)?,
            text: &message[..message.len() - rest.len()],
        };
        Ok((header, rest))
    }
}

impl<'a> BindingFlag<'a> {
    fn parse(flag: &'a str) -> Result<Self, Malformed> {
        match flag.strip_prefix("p=") {
            Some(name) if is_binding_name(name) => Ok(Self::Bound(name)),
            None if flag == "n" => Ok(Self::Unsupported),
            None if flag == "y" => Ok(Self::NotOffered),
            _ => Err(Malformed::Syntax),
        }
    }
}

/// `cb-name`.
fn is_binding_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    !name.is_empty() && name.bytes().all(allowed)
}

fn parse_authzid(field: &str) -> Result<Option<String>, Malformed> {
    if field.is_empty() {
        return Ok(None);
    }
    let escaped = field.strip_prefix("a=").ok_or(Malformed::Syntax)?;
    unescape_name(escaped).map(Some)
}

/// The header that a client sends.
pub(super) fn gs2_header(flag: BindingFlag<'_>, authzid: Option<&str>) -> String {
    let authzid = authzid.map_or_else(String::new, |name| format!("a={}", escape_name(name)));
    match flag {
        BindingFlag::Unsupported => format!("n,{authzid},"),
        BindingFlag::NotOffered => format!("y,{authzid},"),
        BindingFlag::Bound(name) => format!("p={name},{authzid},"),
    }
}
