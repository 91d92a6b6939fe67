//! What carries the bytes, and what is known of TLS.

use crate::sasl::{Channel, ChannelBinding};

/// What carries the bytes of a stream when it begins.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Transport {
    /// Bytes that everyone on the way can read: TCP, on which STARTTLS may follow (RFC 6120 §5).
    #[default]
    Plain,
    /// TLS from the first byte on (XEP-0368).
    Tls(TlsInfo),
}

/// What the driver knows of an established TLS connection, as far as it concerns the stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TlsInfo {
    /// What SASL can be bound to (RFC 9266, RFC 5929).
    pub bindings: Vec<ChannelBinding>,
    /// The domain that the client named to TLS, which stands in for a header without `to` (RFC 6120 §4.7.2).
    pub server_name: Option<String>,
    /// Whether the peer has shown a certificate that is accepted, so that EXTERNAL can be offered (RFC 6120 §6.3.4).
    pub certificate: bool,
}

impl TlsInfo {
    /// TLS, with what mechanisms can be bound to.
    pub fn new(bindings: impl IntoIterator<Item = ChannelBinding>) -> Self {
        Self {
            bindings: bindings.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The domain that the client named to TLS (RFC 6066 §3).
    #[must_use]
    pub fn with_server_name(mut self, name: impl Into<String>) -> Self {
        self.server_name = Some(name.into());
        self
    }

    /// The peer has shown a certificate, and it is one that is accepted.
    #[must_use]
    pub fn with_certificate(mut self) -> Self {
        self.certificate = true;
        self
    }

    pub(super) fn channel(&self) -> Channel {
        Channel::tls(self.bindings.iter().cloned())
    }
}
