//! What goes wrong with TLS.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::Fingerprint;

/// Why there is no TLS with the server.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// The server's certificate is not good for the domain.
    #[error("the server's certificate was refused: {problem}")]
    Certificate {
        /// What is wrong with it.
        problem: CertificateProblem,
        /// Which certificate it is. Whoever compares it with what the server's operator says can
        /// [pin](super::Trust::fingerprint) it.
        fingerprint: Fingerprint,
    },
    /// The certificates of the authorities that are trusted cannot be had.
    #[error("no certificates to trust in {}: {reason}", .path.display())]
    Authorities {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The system trusts no certificate authority, or does not say which.
    #[error("the system has no certificate authorities to trust")]
    NoAuthorities,
    /// The domain is no name that a certificate can be for.
    #[error("a certificate cannot be for {0}")]
    Name(String),
    /// The server does not begin TLS, although it is required here (RFC 6120 §5.4.2.2).
    #[error("the server does not begin TLS, which is required")]
    NotOffered,
    /// The handshake failed.
    #[error("the TLS handshake failed: {0}")]
    Handshake(#[source] Arc<io::Error>),
}

/// What is wrong with a certificate (RFC 6120 §13.7).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateProblem {
    /// No authority that is trusted has signed it.
    #[error("no trusted authority has signed it")]
    UnknownIssuer,
    /// It is for other names.
    #[error("it is not for {0}")]
    WrongName(String),
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// Its time has not come.
    #[error("it is not valid yet")]
    NotValidYet,
    /// It is not the one that is pinned.
    #[error("it is not the one that is pinned")]
    NotPinned,
    /// Something else.
    #[error("{0}")]
    Other(String),
}
