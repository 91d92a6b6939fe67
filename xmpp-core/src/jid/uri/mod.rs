//! XMPP URIs and IRIs (RFC 5122): `xmpp:romeo@example.net?message;body=Hello`.
//!
//! ```
//! use xmpp_core::jid::XmppUri;
//!
//! let uri: XmppUri = "xmpp:room@chat.example?join;password=s%20e".parse()?;
//! assert_eq!(uri.to.as_ref().unwrap(), "room@chat.example");
//! let action = uri.action.as_ref().unwrap();
//! assert_eq!((action.name.as_str(), action.value("password")), ("join", Some("s e")));
//!
//! let nurse: XmppUri = "ji\u{159}i@\u{10D}echy.example/v Praze".parse::<xmpp_core::Jid>()?.into();
//! assert_eq!(nurse.to_iri(), "xmpp:ji\u{159}i@\u{10D}echy.example/v%20Praze");
//! assert_eq!(nurse.to_string(), "xmpp:ji%C5%99i@%C4%8Dechy.example/v%20Praze");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Data flow: `percent → parse → write`.

mod parse;
mod percent;
#[cfg(test)]
mod tests;
mod write;

use crate::{BareJid, Jid, JidError};
use std::fmt;

/// An XMPP URI or IRI: an address, and what to do with it.
///
/// `Display` writes the URI, in ASCII; [`XmppUri::to_iri`] writes the IRI, which people can read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XmppUri {
    /// The account to log in with, instead of the user's own (RFC 5122 §2.3). Ask before you do.
    pub account: Option<BareJid>,
    /// The address that it names (RFC 5122 §2.4).
    pub to: Option<Jid>,
    /// What to do with the address (RFC 5122 §2.5). One that you do not know is as good as none.
    pub action: Option<UriAction>,
    /// What stands after `#` (RFC 5122 §2.6).
    pub fragment: Option<String>,
}

/// What to do with an address: a query type with its keys (RFC 5122 §2.5, XEP-0147).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UriAction {
    /// The query type: `message`, `join`, `roster`.
    pub name: String,
    /// Keys and values, in their order.
    pub pairs: Vec<(String, String)>,
}

/// Why text is no XMPP URI.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UriError {
    /// It does not begin with `xmpp:`.
    Scheme,
    /// It names no address at all (RFC 5122 §2.2).
    NoAddress,
    /// `%` before something else than two hexadecimal digits, or octets that are no UTF-8 (RFC 3986 §2.1, RFC 5122 §2.8.2).
    Percent,
    /// A character that a URI writes as `%` and digits, such as a space (RFC 5122 §2.7.2).
    Character(char),
    /// A pair of the query has no `=`.
    Pair(String),
    /// The address is none.
    Address(JidError),
}

impl fmt::Display for UriError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme => f.write_str("it does not begin with `xmpp:`"),
            Self::NoAddress => f.write_str("it names no address"),
            Self::Percent => f.write_str("`%` stands before what is no octet of UTF-8"),
            Self::Character(character) => write!(
                f,
                "it holds {character:?}, which has to be written as `%` and hexadecimal digits"
            ),
            Self::Pair(pair) => write!(f, "`{pair}` in the query has no `=`"),
            Self::Address(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for UriError {}

impl From<JidError> for UriError {
    fn from(error: JidError) -> Self {
        Self::Address(error)
    }
}

impl UriAction {
    /// An action without keys.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            pairs: Vec::new(),
        }
    }

    /// The value of a key: the first, if there are several.
    pub fn value(&self, key: &str) -> Option<&str> {
        let mut pairs = self.pairs.iter();
        pairs
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }
}

impl From<Jid> for XmppUri {
    fn from(jid: Jid) -> Self {
        Self {
            to: Some(jid),
            ..Self::default()
        }
    }
}
