//! What goes wrong with SQLite, in our words.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Error, ErrorCode};
use xmpp_core::BareJid;

use crate::storage::StorageError;

/// Knows which file it is about.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    path: Arc<Path>,
}

impl Fault {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.into() }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.path.to_path_buf()
    }

    /// What the error means for whoever runs the server.
    pub(super) fn of(&self, error: &Error) -> StorageError {
        let path = self.path();
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => StorageError::NotADatabase(path),
            Some(ErrorCode::DatabaseCorrupt) => StorageError::Corrupt { path, detail },
            Some(
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::FileLockingProtocolFailed,
            ) => StorageError::Locked(path),
            Some(ErrorCode::DiskFull) => StorageError::Full(path),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                StorageError::Inaccessible { path, detail }
            }
            _ => StorageError::Other { path, detail },
        }
    }

    pub(super) fn report(&self, problem: Problem) -> StorageError {
        match problem {
            Problem::Sqlite(error) => self.of(&error),
            Problem::Refused(error) => error,
        }
    }
}

/// Why something was not done: SQLite's reason, or ours.
#[derive(Debug)]
pub(super) enum Problem {
    Sqlite(Error),
    Refused(StorageError),
}

impl Problem {
    /// A record that makes no sense.
    pub(super) fn unreadable(owner: &BareJid, detail: impl ToString) -> Self {
        Self::Refused(StorageError::Unreadable {
            what: owner.to_string(),
            detail: detail.to_string(),
        })
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        Self::Refused(error)
    }
}
