//! Why something could not be read or written.

use std::path::PathBuf;

use xmpp_core::BareJid;

/// Why something could not be read or written. What was not committed has not happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// There is an account with that address already.
    #[error("there is an account {0} already")]
    AccountExists(BareJid),
    /// There is no account with that address.
    #[error("there is no account {0}")]
    NoSuchAccount(BareJid),
    /// Somebody else has changed the roster since it was read: read it again and judge again.
    #[error("the roster of {0} has changed in the meantime")]
    RosterChanged(BareJid),
    /// The file is not a database.
    #[error("{} is not a database; move it away, or name another data directory", .0.display())]
    NotADatabase(PathBuf),
    /// The file is a database of another program.
    #[error("{} is the database of another program; name another data directory", .0.display())]
    Foreign(PathBuf),
    /// The file was written by a newer version of this program.
    #[error("{} has schema {found}, and this program knows {known} at most: run a newer one", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version of its schema.
        found: u32,
        /// The newest that is known.
        known: u32,
    },
    /// The file is damaged.
    #[error("{} is damaged ({detail}); restore it from a backup, or try `sqlite3 FILE .recover`", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What SQLite says about it.
        detail: String,
    },
    /// Another program holds the file and does not let go of it.
    #[error("{} is locked by another program", .0.display())]
    Locked(PathBuf),
    /// There is no room on the disk.
    #[error("the disk of {} is full", .0.display())]
    Full(PathBuf),
    /// The file cannot be opened, or only be read.
    #[error("{} cannot be opened for writing: {detail}", path.display())]
    Inaccessible {
        /// The file.
        path: PathBuf,
        /// What the system says about it.
        detail: String,
    },
    /// What was read makes no sense.
    #[error("a record of {what} makes no sense: {detail}")]
    Unreadable {
        /// Whose record it is.
        what: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The storage has been closed.
    #[error("the storage is closed")]
    Closed,
    /// Anything else.
    #[error("the database {}: {detail}", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What SQLite says about it.
        detail: String,
    },
}
