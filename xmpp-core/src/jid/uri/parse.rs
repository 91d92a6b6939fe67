//! From text to an [`XmppUri`]. Separators are found before anything is decoded (RFC 3986 §2.4).

use super::percent::decode;
use super::{UriAction, UriError, XmppUri};
use crate::{BareJid, Jid};
use std::str::FromStr;

impl FromStr for XmppUri {
    type Err = UriError;

    fn from_str(text: &str) -> Result<Self, UriError> {
        let rest = text
            .split_at_checked(5)
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("xmpp:"))
            .map(|(_, rest)| rest)
            .ok_or(UriError::Scheme)?;
        let (rest, fragment) = cut(rest, '#');
        let (hierarchy, query) = cut(rest, '?');
        let (account, path) = match hierarchy.strip_prefix("//") {
            Some(authority) => {
                let (account, path) = cut(authority, '/');
                (Some(account), path)
            }
            None => (None, Some(hierarchy)),
        };
        let uri = Self {
            account: account.map(bare).transpose()?,
            to: path
                .filter(|path| !path.is_empty())
                .map(address)
                .transpose()?,
            action: query.map(action).transpose()?,
            fragment: fragment.map(decode).transpose()?,
        };
        match (&uri.account, &uri.to) {
            (None, None) => Err(UriError::NoAddress),
            _ => Ok(uri),
        }
    }
}

/// `[ inodeid "@" ] ihost [ "/" iresid ]` (RFC 5122 §2.2): parts are decoded each for itself, so that `%2F` is no separator.
fn address(text: &str) -> Result<Jid, UriError> {
    let (bare, resource) = cut(text, '/');
    let (local, domain) = match bare.split_once('@') {
        Some((local, domain)) => (Some(decode(local)?), domain),
        None => (None, bare),
    };
    let resource = resource.map(decode).transpose()?;
    let domain = decode(domain)?;
    Ok(Jid::from_parts(
        local.as_deref(),
        &domain,
        resource.as_deref(),
    )?)
}

fn bare(text: &str) -> Result<BareJid, UriError> {
    Ok(BareJid::try_from(address(text)?)?)
}

/// `iquerytype *( ";" ikey "=" ivalue )`.
fn action(text: &str) -> Result<UriAction, UriError> {
    let mut pieces = text.split(';');
    let name = decode(pieces.next().unwrap_or_default())?;
    let pairs = pieces.map(|piece| match piece.split_once('=') {
        Some((key, value)) => Ok((decode(key)?, decode(value)?)),
        None => Err(UriError::Pair(piece.to_owned())),
    });
    let pairs = pairs.collect::<Result<_, _>>()?;
    Ok(UriAction { name, pairs })
}

fn cut(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}
