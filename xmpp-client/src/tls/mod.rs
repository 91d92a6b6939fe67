//! TLS: whom to trust, and how a connection begins it.
//!
//! The types of the TLS library are of no concern outside this module.

mod error;
mod fingerprint;
mod security;
mod verifier;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ProtocolVersion, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use xmpp_core::sasl::ChannelBinding;
use xmpp_core::stream::TlsInfo;

use crate::resolve;
pub use error::{CertificateProblem, TlsError};
pub use fingerprint::{Fingerprint, FingerprintError};
pub use security::Security;
use verifier::{Check, Verifier};

/// The protocol that direct TLS names (XEP-0368 §3).
const ALPN: &[u8] = b"xmpp-client";
/// The label of `tls-exporter` (RFC 9266 §2).
const EXPORTER: &[u8] = b"EXPORTER-Channel-Binding";

/// Whose certificates are believed. The default is what the system believes.
///
/// The certificate must be for the domain of the account, whatever host the connection is to (RFC 6120 §13.7.2).
#[derive(Clone, Debug, Default)]
pub struct Trust {
    source: Source,
}

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    System,
    Authorities(PathBuf),
    Pinned(Vec<Fingerprint>),
}

impl Trust {
    /// The authorities that the system trusts.
    pub fn system() -> Self {
        Self::default()
    }

    /// The authorities in a PEM file, and no others. A self-signed certificate is its own authority; where the server shows one
    /// that is in the file, only its name is checked.
    pub fn authorities(file: impl AsRef<Path>) -> Self {
        Self {
            source: Source::Authorities(file.as_ref().to_owned()),
        }
    }

    /// One certificate, known by its fingerprint: neither names nor dates nor authorities count.
    pub fn fingerprint(fingerprint: Fingerprint) -> Self {
        Self::fingerprints([fingerprint])
    }

    /// Any of these certificates, as while one is replaced by the next.
    pub fn fingerprints(fingerprints: impl IntoIterator<Item = Fingerprint>) -> Self {
        Self {
            source: Source::Pinned(fingerprints.into_iter().collect()),
        }
    }

    fn check(&self, provider: &Arc<CryptoProvider>) -> Result<Check, TlsError> {
        match &self.source {
            Source::Pinned(fingerprints) => Ok(Check::Pinned(fingerprints.clone())),
            Source::System => Check::authorities(system_authorities()?, Vec::new(), provider),
            Source::Authorities(file) => {
                let certificates = read_certificates(file)?;
                let own = certificates
                    .iter()
                    .map(Fingerprint::of_certificate)
                    .collect();
                let mut roots = RootCertStore::empty();
                roots.add_parsable_certificates(certificates);
                Check::authorities(roots, own, provider)
            }
        }
    }
}

/// Begins TLS, and waits until the certificate is found good for the domain.
pub(crate) async fn connect<S: AsyncRead + AsyncWrite + Unpin>(
    pipe: S,
    domain: &str,
    trust: &Trust,
    direct: bool,
) -> Result<(TlsStream<S>, TlsInfo, Option<Security>), TlsError> {
    let unnamed = || TlsError::Name(domain.to_owned());
    let host = resolve::ascii(domain).ok_or_else(unnamed)?;
    let name = ServerName::try_from(host).map_err(|_| unnamed())?;
    let (config, verifier) = configure(trust, direct).await?;
    let connecting = TlsConnector::from(Arc::new(config)).connect(name, pipe);
    let stream = connecting
        .await
        .map_err(|error| failure(domain, &verifier, error))?;
    let (info, security) = (info(&stream), Security::of(stream.get_ref().1));
    Ok((stream, info, security))
}

async fn configure(trust: &Trust, direct: bool) -> Result<(ClientConfig, Arc<Verifier>), TlsError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let (trust, crypto) = (trust.clone(), Arc::clone(&provider));
    // Certificates are read from files.
    let check = tokio::task::spawn_blocking(move || trust.check(&crypto)).await;
    let check = check.map_err(|error| handshake(io::Error::other(error)))??;
    let verifier = Arc::new(Verifier::new(check, &provider));
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| handshake(io::Error::other(error)))?
        .dangerous() // the verifier is ours: it remembers what it saw, and pins
        .with_custom_certificate_verifier(Arc::clone(&verifier) as _)
        .with_no_client_auth();
    if direct {
        config.alpn_protocols = vec![ALPN.to_vec()];
    }
    Ok((config, verifier))
}

/// What the stream needs to know. TLS 1.2 can be bound to only with an extension that is not visible here (RFC 9266 §4.2).
fn info<S>(stream: &TlsStream<S>) -> TlsInfo {
    let (_, connection) = stream.get_ref();
    let exporter = (connection.protocol_version() == Some(ProtocolVersion::TLSv1_3))
        .then(|| connection.export_keying_material([0; 32], EXPORTER, Some(&[])));
    let bindings = exporter
        .and_then(Result::ok)
        .map(ChannelBinding::tls_exporter);
    TlsInfo::new(bindings)
}

fn failure(domain: &str, verifier: &Verifier, error: io::Error) -> TlsError {
    let refusal = error.get_ref().and_then(|inner| inner.downcast_ref());
    match (refusal, verifier.refused()) {
        (Some(rustls::Error::InvalidCertificate(reason)), Some(fingerprint)) => {
            TlsError::Certificate {
                problem: verifier::problem(domain, reason),
                fingerprint,
            }
        }
        _ => handshake(error),
    }
}

fn handshake(error: io::Error) -> TlsError {
    TlsError::Handshake(Arc::new(error))
}

fn read_certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let unusable = |reason: String| TlsError::Authorities {
        path: file.to_owned(),
        reason,
    };
    let certificates = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| match error {
            pem::Error::Io(error) => unusable(error.to_string()),
            error => unusable(error.to_string()),
        })?;
    match certificates.is_empty() {
        true => Err(unusable("there is no certificate in it".to_owned())),
        false => Ok(certificates),
    }
}

fn system_authorities() -> Result<RootCertStore, TlsError> {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::debug!(%error, "certificate authority not read");
    }
    let mut roots = RootCertStore::empty();
    let (added, _) = roots.add_parsable_certificates(found.certs);
    match added {
        0 => Err(TlsError::NoAuthorities),
        _ => Ok(roots),
    }
}
