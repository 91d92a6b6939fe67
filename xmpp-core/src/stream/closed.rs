//! How a stream ends.

use std::fmt;

use crate::sasl::{ClientError, SaslCondition};
use crate::schema::stanza::StanzaError;
use crate::schema::streamerror::Condition;
use crate::schema::streams::StreamError;

/// How a stream ended. The connection below it is to be ended too (RFC 6120 §4.4): write what is to be written, send TLS'
/// `close_notify` where there is TLS, close for writing, and read for a moment until the peer has closed as well, lest it lose
/// the last words.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Closed {
    /// Both sides have closed their streams (RFC 6120 §4.4).
    Orderly,
    /// We closed our stream, and the peer did not close its own within the time that we gave it.
    Unanswered,
    /// The connection ended before the peer closed its stream.
    Disconnected,
    /// We ended the stream, with this error (RFC 6120 §4.9).
    Error(Box<StreamError>),
    /// The peer ended the stream, with this error.
    PeerError(Box<StreamError>),
    /// As a client, we gave up while negotiating.
    Failed(Failure),
}

impl Closed {
    /// Where to connect instead: `domain`, `domain:port`, or an address in brackets (RFC 6120 §4.9.3.19).
    ///
    /// Whoever follows checks the new host for the domain that was first asked for, under the same policies, and not more than
    /// a few times in a row.
    pub fn see_other_host(&self) -> Option<&str> {
        match self {
            Self::PeerError(error) => match &error.condition {
                Condition::SeeOtherHost(host) => Some(host.trim()).filter(|host| !host.is_empty()),
                _ => None,
            },
            _ => None,
        }
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Orderly => f.write_str("the stream was closed"),
            Self::Unanswered => f.write_str("the stream was closed, the peer did not answer"),
            Self::Disconnected => f.write_str("the connection was lost"),
            Self::Error(error) => write!(f, "we ended the stream: {}", Shown(error)),
            Self::PeerError(error) => write!(f, "the peer ended the stream: {}", Shown(error)),
            Self::Failed(failure) => failure.fmt(f),
        }
    }
}

/// Why a client gave up negotiating.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Failure {
    /// TLS is required here, and the server does not begin it (RFC 6120 §5.4.2.2).
    NoTls,
    /// Nothing that the server offers can be used, or the server could not prove itself.
    Mechanism(ClientError),
    /// The server refused the credentials (RFC 6120 §6.4.5).
    Authentication {
        /// What the server said.
        condition: SaslCondition,
        /// What it said in words, for people.
        text: Option<String>,
    },
    /// The server refused to bind a resource (RFC 6120 §7.6.2, §7.7.2).
    Bind(Box<StanzaError>),
    /// The server does not offer what a client cannot do without.
    NotOffered(&'static str),
    /// The server sent something that has no place in the negotiation.
    Unexpected(&'static str),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTls => f.write_str("the server does not begin TLS, which is required"),
            Self::Mechanism(error) => error.fmt(f),
            Self::Authentication { condition, text } => write!(
                f,
                "the server refused the credentials: {condition}{}",
                told(text.as_deref())
            ),
            Self::Bind(error) => write!(
                f,
                "the server refused to bind a resource{}",
                told(error.text.as_ref().map(|text| text.value.as_str()))
            ),
            Self::NotOffered(what) => write!(f, "the server does not offer {what}"),
            Self::Unexpected(what) => write!(f, "the server sent {what} where it has no place"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        Self::Mechanism(error)
    }
}

fn told(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!(" ({text})"))
}

/// A stream error in one line.
struct Shown<'e>(&'e StreamError);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&condition_name(&self.0.condition))?;
        f.write_str(&told(self.0.text.as_ref().map(|text| text.value.as_str())))
    }
}

/// The element name of a condition.
pub(super) fn condition_name(condition: &Condition) -> String {
    let element = crate::Element::of(condition);
    element.map_or_else(|_| String::new(), |element| element.name().to_owned())
}
