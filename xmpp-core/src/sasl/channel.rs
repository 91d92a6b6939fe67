//! What TLS tells SASL: whether there is any, and what a mechanism can be bound to.

use std::fmt;
use std::str::FromStr;

/// The channel below the stream, as its driver knows it. The default is one without TLS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Channel {
    /// Whether TLS protects the stream.
    pub encrypted: bool,
    /// What a mechanism can be bound to, in any order; empty where channel binding is not supported.
    pub bindings: Vec<ChannelBinding>,
}

impl Channel {
    /// A channel protected by TLS, with the data that mechanisms can be bound to.
    pub fn tls(bindings: impl IntoIterator<Item = ChannelBinding>) -> Self {
        Self {
            encrypted: true,
            bindings: bindings.into_iter().collect(),
        }
    }

    /// The binding of this type.
    pub(super) fn binding(&self, kind: ChannelBindingType) -> Option<&ChannelBinding> {
        self.bindings.iter().find(|binding| binding.kind == kind)
    }

    /// The strongest binding whose type is accepted.
    pub(super) fn strongest(
        &self,
        accepted: impl Fn(ChannelBindingType) -> bool,
    ) -> Option<&ChannelBinding> {
        let accepted = self
            .bindings
            .iter()
            .filter(|binding| accepted(binding.kind));
        accepted.max_by_key(|binding| binding.kind)
    }
}

/// Data that both ends of a TLS channel know and nobody between them can choose (RFC 5056).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelBinding {
    kind: ChannelBindingType,
    data: Box<[u8]>,
}

impl ChannelBinding {
    /// `tls-exporter`: 32 octets of keying material exported with the label `EXPORTER-Channel-Binding` and the empty context
    /// (RFC 9266 §2). Only for TLS 1.3, or for TLS 1.2 with the extended master secret.
    pub fn tls_exporter(keying_material: [u8; 32]) -> Self {
        Self {
            kind: ChannelBindingType::TlsExporter,
            data: keying_material.into(),
        }
    }

    /// `tls-server-end-point`: the hash of the server's certificate as it was sent, made with the hash function of the
    /// certificate's signature, or SHA-256 where that is MD5 or SHA-1 (RFC 5929 §4.1). A certificate whose signature names no
    /// hash function (Ed25519) has none.
    pub fn tls_server_end_point(certificate_hash: impl Into<Box<[u8]>>) -> Self {
        Self {
            kind: ChannelBindingType::TlsServerEndPoint,
            data: certificate_hash.into(),
        }
    }

    /// The type, which the client names in its first message.
    pub fn kind(&self) -> ChannelBindingType {
        self.kind
    }

    /// The data that both ends must agree on.
    pub fn data(&self) -> &[u8] {
        &self.data
    }
}

/// A type of channel binding (RFC 5056 §7); the greater one is the stronger one.
///
/// `tls-unique` is not among them: it is not defined for TLS 1.3 (RFC 9266 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChannelBindingType {
    /// Bound to the server's certificate (RFC 5929 §4): does not help where its key was stolen.
    TlsServerEndPoint,
    /// Bound to this very TLS connection (RFC 9266).
    TlsExporter,
}

impl ChannelBindingType {
    /// The registered name, `tls-exporter` or `tls-server-end-point`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TlsServerEndPoint => "tls-server-end-point",
            Self::TlsExporter => "tls-exporter",
        }
    }
}

impl fmt::Display for ChannelBindingType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ChannelBindingType {
    type Err = UnknownChannelBindingType;

    fn from_str(name: &str) -> Result<Self, UnknownChannelBindingType> {
        let known = [Self::TlsServerEndPoint, Self::TlsExporter];
        let found = known.into_iter().find(|known| known.name() == name);
        found.ok_or(UnknownChannelBindingType)
    }
}

/// A type of channel binding that this crate does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownChannelBindingType;

impl fmt::Display for UnknownChannelBindingType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a type of channel binding that is implemented here")
    }
}

impl std::error::Error for UnknownChannelBindingType {}
