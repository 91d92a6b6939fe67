//! Why a measurement failed.

use std::io;

/// Why a measurement failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Storage(#[from] xmpp_server::storage::StorageError),
    #[error(transparent)]
    Tls(#[from] rustls::Error),
    #[error("{0}")]
    Other(String),
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self::Other(text)
    }
}

impl From<&str> for Failure {
    fn from(text: &str) -> Self {
        Self::Other(text.to_owned())
    }
}
