//! Why there is no certificate.

use std::path::PathBuf;

/// Why there is no certificate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// A file cannot be read.
    #[error("{} cannot be read: {detail}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// A file cannot be written.
    #[error("{} cannot be written: {detail}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// A file holds no certificate.
    #[error("{} holds no certificate in PEM (`-----BEGIN CERTIFICATE-----`)", .0.display())]
    NoCertificate(PathBuf),
    /// A file holds no key.
    #[error("{} holds no private key in PEM (`-----BEGIN PRIVATE KEY-----`), or an encrypted one", .0.display())]
    NoKey(PathBuf),
    /// What a file holds is damaged, or of a kind that is not known.
    #[error("{} cannot be used: {detail}", path.display())]
    Pem {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The key is not that of the certificate.
    #[error("{} is not the key of the certificate in {}; the domain's own certificate has to stand first", key.display(), chain.display())]
    Mismatch {
        /// The file of the certificate.
        chain: PathBuf,
        /// The file of the key.
        key: PathBuf,
    },
    /// No certificate could be made.
    #[error("no certificate could be made for {domain}: {detail}")]
    NotMade {
        /// The domain.
        domain: String,
        /// What went wrong.
        detail: String,
    },
}
