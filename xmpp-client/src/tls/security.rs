//! What a person may want to know of the encryption (RFC 7590 §3.6).

use std::sync::Arc;

use super::Fingerprint;

/// What protects a session: for people to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Security {
    /// The version of TLS, such as `TLSv1_3`.
    pub version: String,
    /// The cipher suite, such as `TLS13_AES_256_GCM_SHA384`.
    pub cipher_suite: String,
    /// What the server has shown, each in DER: its own certificate first, then those that lead to whoever vouches for it.
    pub certificates: Vec<Arc<[u8]>>,
}

impl Security {
    /// What people compare the server's own certificate by.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.certificates
            .first()
            .map(|certificate| Fingerprint::of(certificate))
    }

    pub(super) fn of(connection: &rustls::ClientConnection) -> Option<Self> {
        let chain = connection.peer_certificates().unwrap_or_default();
        let version = connection.protocol_version()?;
        let suite = connection.negotiated_cipher_suite()?.suite();
        Some(Self {
            version: version.as_str()?.to_owned(),
            cipher_suite: suite.as_str()?.to_owned(),
            certificates: chain
                .iter()
                .map(|shown| Arc::from(shown.as_ref()))
                .collect(),
        })
    }
}
