//! Why there is no connection, or no longer one.

use std::io;
use std::sync::Arc;

use xmpp_core::sasl::{ClientError, SaslCondition};
use xmpp_core::stream::{Closed, Failure};
use xmpp_core::{Element, Jid};

use crate::address::AddressError;
use crate::resolve::ResolveError;
use crate::tls::TlsError;

/// Why a client could not connect.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The address to connect to is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The JID is that of a server, not of an account.
    #[error("{0} is no account: an account has the form `user@domain`")]
    NoAccount(Jid),
    /// The domain does not say where its server is.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// A host has no IP address.
    #[error("{host} was not found: {source}")]
    Dns {
        /// The host.
        host: String,
        /// What the system says.
        source: Arc<io::Error>,
    },
    /// Nobody listens there, or the network is in the way.
    #[error("no connection to {address}: {source}")]
    Tcp {
        /// Where to.
        address: String,
        /// What the system says.
        source: Arc<io::Error>,
    },
    /// There is no TLS with the server, or its certificate is not good for the domain.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The server refused the credentials (RFC 6120 §6.4.5).
    #[error("the server refused the credentials: {condition}{}", told(.text.as_deref()))]
    Authentication {
        /// What the server said.
        condition: SaslCondition,
        /// What it said in words, for people.
        text: Option<String>,
    },
    /// None of the mechanisms that the server offers can be used, or the server could not prove itself.
    #[error("no authentication: {0}")]
    Mechanism(ClientError),
    /// The stream ended before it was negotiated.
    #[error("{0}")]
    Stream(Closed),
    /// The connection broke before the stream was negotiated.
    #[error("the connection broke: {0}")]
    Io(#[source] Arc<io::Error>),
    /// It took too long.
    #[error("connecting took too long")]
    Timeout,
}

impl ConnectError {
    /// Whether another address of the same server may do better.
    pub(crate) const fn is_of_the_way(&self) -> bool {
        matches!(
            self,
            Self::Dns { .. } | Self::Tcp { .. } | Self::Tls(TlsError::Handshake(_)) | Self::Io(_)
        )
    }
}

impl From<Closed> for ConnectError {
    fn from(closed: Closed) -> Self {
        match closed {
            Closed::Failed(Failure::NoTls) => Self::Tls(TlsError::NotOffered),
            Closed::Failed(Failure::Authentication { condition, text }) => {
                Self::Authentication { condition, text }
            }
            Closed::Failed(Failure::Mechanism(error)) => Self::Mechanism(error),
            closed => Self::Stream(closed),
        }
    }
}

impl From<io::Error> for ConnectError {
    fn from(error: io::Error) -> Self {
        Self::Io(Arc::new(error))
    }
}

/// Why a connection has ended.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Disconnect {
    /// The stream has ended: in order, with an error, or by the loss of the connection.
    #[error("{0}")]
    Stream(Closed),
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Io(#[source] Arc<io::Error>),
    /// The connection was lost, and the session could not go on over another one (XEP-0198 §5).
    #[error("{reason}; the session could not be resumed")]
    NotResumed {
        /// How the connection was lost.
        reason: Box<Self>,
        /// What was sent, of which nobody knows whether the server has got it. What is sent again may come twice.
        unacknowledged: Vec<Element>,
    },
}

impl Disconnect {
    /// Whether both sides have closed their streams (RFC 6120 §4.4): nothing was lost.
    pub const fn is_orderly(&self) -> bool {
        matches!(self, Self::Stream(Closed::Orderly))
    }
}

fn told(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!(" ({text})"))
}
