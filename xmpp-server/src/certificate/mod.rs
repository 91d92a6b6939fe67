//! Certificates of domains: read from files, or made for those who have none.

mod algorithm;
mod error;
mod made;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;
use sha2::{Digest as _, Sha256};
use xmpp_core::BareJid;
use xmpp_core::sasl::ChannelBinding;

use crate::config::{CertificateFiles, Domain};
pub use error::CertificateError;
pub use xmpp_core::jid::ascii_domain as ascii;

/// The certificate of a domain, with its key.
#[derive(Clone, Debug)]
pub struct Certificate {
    key: Arc<CertifiedKey>,
    fingerprint: Fingerprint,
    end_point: Option<ChannelBinding>,
    is_own: bool,
}

/// The SHA-256 hash of a certificate, written as clients show it: `4F:0A:…`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Certificate {
    /// The certificate that a domain is to have: the one that is configured, else the server's own in `folder`, which is made
    /// where it is not there.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or written, or does not hold what it should.
    pub fn of(domain: &Domain, folder: &Path) -> Result<Self, CertificateError> {
        if let Some(files) = &domain.certificate {
            return Self::load(files);
        }
        let files = own_files(&domain.name, folder);
        if !(files.chain.exists() && files.key.exists()) {
            made::make(&domain.name, &files)?;
        }
        let certificate = Self::load(&files)?;
        Ok(Self {
            is_own: true,
            ..certificate
        })
    }

    /// Reads a certificate, with those that lead to its root, and its key.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or does not hold what it should, and if the key is not that of the certificate.
    pub fn load(files: &CertificateFiles) -> Result<Self, CertificateError> {
        let chain = read_chain(&files.chain)?;
        let key = read_key(&files.key)?;
        let leaf = chain
            .first()
            .ok_or_else(|| CertificateError::NoCertificate(files.chain.clone()))?;
        let fingerprint = Fingerprint(Sha256::digest(leaf).into());
        let end_point = algorithm::end_point(leaf).map(ChannelBinding::tls_server_end_point);
        let provider = aws_lc_rs::default_provider();
        let key = CertifiedKey::from_der(chain, key, &provider)
            .map_err(|error| CertificateError::unusable(files, &error))?;
        Ok(Self {
            key: Arc::new(key),
            fingerprint,
            end_point,
            is_own: false,
        })
    }

    /// What TLS shows and signs with.
    pub fn key(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.key)
    }

    /// What people compare.
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// What SASL binds to (RFC 5929 §4.1); the signature of some certificates names no hash function, and so they have none.
    pub const fn end_point(&self) -> Option<&ChannelBinding> {
        self.end_point.as_ref()
    }

    /// Whether the server has made it: nobody trusts it who has not compared the fingerprint.
    pub const fn is_own(&self) -> bool {
        self.is_own
    }

    /// Whether clients that look for this domain find it in the certificate (RFC 6120 §13.7.2).
    pub fn is_for(&self, domain: &BareJid) -> bool {
        let name = ascii(domain.domain());
        let Ok(name) = ServerName::try_from(name.trim_matches(['[', ']'])) else {
            return false;
        };
        let leaf = self
            .key
            .cert
            .first()
            .and_then(|leaf| ParsedCertificate::try_from(leaf).ok());
        leaf.is_some_and(|leaf| rustls::client::verify_server_name(&leaf, &name).is_ok())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, byte) in self.0.iter().enumerate() {
            let colon = if number == 0 { "" } else { ":" };
            write!(f, "{colon}{byte:02X}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// Where the server keeps the certificate that it has made for a domain.
fn own_files(domain: &BareJid, folder: &Path) -> CertificateFiles {
    let name = ascii(domain.domain());
    CertificateFiles {
        chain: folder.join(format!("{name}.pem")),
        key: folder.join(format!("{name}.key")),
    }
}

fn read_chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
    let text = read(path)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    chain.map_err(|error| CertificateError::Pem {
        path: path.to_path_buf(),
        detail: error.to_string(),
    })
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, CertificateError> {
    let text = read(path)?;
    PrivateKeyDer::from_pem_slice(&text).map_err(|error| match error {
        rustls::pki_types::pem::Error::NoItemsFound => CertificateError::NoKey(path.to_path_buf()),
        error => CertificateError::Pem {
            path: path.to_path_buf(),
            detail: error.to_string(),
        },
    })
}

fn read(path: &Path) -> Result<Vec<u8>, CertificateError> {
    std::fs::read(path).map_err(|error| CertificateError::unreadable(path, &error))
}

impl CertificateError {
    fn unusable(files: &CertificateFiles, error: &rustls::Error) -> Self {
        match error {
            rustls::Error::InconsistentKeys(_) => Self::Mismatch {
                chain: files.chain.clone(),
                key: files.key.clone(),
            },
            rustls::Error::InvalidCertificate(_) => Self::Pem {
                path: files.chain.clone(),
                detail: error.to_string(),
            },
            _ => Self::Pem {
                path: files.key.clone(),
                detail: error.to_string(),
            },
        }
    }

    fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self::Unreadable {
            path: path.to_path_buf(),
            detail: error.to_string(),
        }
    }

    fn unwritable(path: impl Into<PathBuf>, error: &std::io::Error) -> Self {
        Self::Unwritable {
            path: path.into(),
            detail: error.to_string(),
        }
    }
}
