//! Connections and their settings.

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::fault::Fault;
use super::migration;
use crate::storage::StorageError;

/// How long another process may hold the file before that is an error.
const PATIENCE: Duration = Duration::from_secs(5);

/// Kibibytes of the file that a connection keeps for itself. The system keeps the rest, for all connections together.
const CACHE: i64 = 256;

/// The connection that writes; makes the file and its schema if need be.
pub(super) fn writer(path: &Path, fault: &Fault) -> Result<Connection, StorageError> {
    create(path, fault)?;
    let mut connection = connect(path, fault)?;
    migration::check(&connection, fault)?; // before anything is changed
    configure(&connection).map_err(|error| fault.of(&error))?;
    migration::migrate(&mut connection, fault)?;
    Ok(connection)
}

/// A connection that reads.
pub(super) fn reader(path: &Path, fault: &Fault) -> Result<Connection, StorageError> {
    let connection = connect(path, fault)?;
    connection
        .pragma_update(None, "query_only", true)
        .map_err(|error| fault.of(&error))?;
    Ok(connection)
}

/// Makes the file readable for nobody else before anything is in it. SQLite gives its other files the same mode.
fn create(path: &Path, fault: &Fault) -> Result<(), StorageError> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map(drop)
        .map_err(|error| StorageError::Inaccessible {
            path: fault.path(),
            detail: error.to_string(),
        })
}

fn connect(path: &Path, fault: &Fault) -> Result<Connection, StorageError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| fault.of(&error))?;
    connection
        .busy_timeout(PATIENCE)
        .map_err(|error| fault.of(&error))?;
    connection.set_prepared_statement_cache_capacity(32);
    connection
        .pragma_update(None, "cache_size", -CACHE)
        .map_err(|error| fault.of(&error))?;
    Ok(connection)
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "wal")?;
    // A commit is on the disk when it returns: what is acknowledged survives a loss of power.
    connection.pragma_update(None, "synchronous", "full")?;
    // Checkpoints are the readers' work; this one is for when they do not come to it.
    connection.pragma_update(None, "wal_autocheckpoint", 20_000)?;
    connection.pragma_update(None, "journal_size_limit", 16 << 20)
}
