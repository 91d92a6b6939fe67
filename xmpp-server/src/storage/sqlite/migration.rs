//! The schema, and how it came to be what it is.

use rusqlite::{Connection, TransactionBehavior};

use super::fault::Fault;
use crate::storage::StorageError;

/// The steps that make the schema, from nothing to what it is now. A step that was released is never changed; a new one is added.
const STEPS: [&str; 7] = [
    include_str!("../migrations/0001_accounts.sql"),
    include_str!("../migrations/0002_rosters.sql"),
    include_str!("../migrations/0003_offline.sql"),
    include_str!("../migrations/0004_blocked.sql"),
    include_str!("../migrations/0005_account_state.sql"),
    include_str!("../migrations/0006_tokens.sql"),
    include_str!("../migrations/0007_privacy.sql"),
];

/// Marks our files: "XMPP".
const APPLICATION: u32 = 0x584d_5050;

/// The version of the schema, which is the number of steps that made it.
const KNOWN: u32 = STEPS.len() as u32;

/// Refuses a file that is not ours, or too new.
pub(super) fn check(connection: &Connection, fault: &Fault) -> Result<(), StorageError> {
    version(connection, fault).map(drop)
}

/// Brings the schema up to date. Steps happen all together; of two processes that do it at once, one waits for the other.
pub(super) fn migrate(connection: &mut Connection, fault: &Fault) -> Result<(), StorageError> {
    if version(connection, fault)? == KNOWN {
        return Ok(());
    }
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let transaction = begun.map_err(|error| fault.of(&error))?;
    let done = version(&transaction, fault)?;
    apply(&transaction, done)
        .and_then(|()| transaction.commit())
        .map_err(|error| fault.of(&error))
}

fn apply(connection: &Connection, done: u32) -> rusqlite::Result<()> {
    for step in STEPS.iter().skip(done as usize) {
        connection.execute_batch(step)?;
    }
    connection.pragma_update(None, "user_version", KNOWN)?;
    connection.pragma_update(None, "application_id", APPLICATION)
}

/// The version of the file's schema.
fn version(connection: &Connection, fault: &Fault) -> Result<u32, StorageError> {
    let (found, is_ours) = look(connection).map_err(|error| fault.of(&error))?;
    let path = fault.path();
    if !is_ours {
        return Err(StorageError::Foreign(path));
    }
    if found > KNOWN {
        return Err(StorageError::Newer {
            path,
            found,
            known: KNOWN,
        });
    }
    Ok(found)
}

/// The version that the file says, and whether the file is empty or ours.
fn look(connection: &Connection) -> rusqlite::Result<(u32, bool)> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    let (found, application) = (pragma("user_version")?, pragma("application_id")?);
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok((
        found,
        application == APPLICATION || (application == 0 && tables == 0),
    ))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use xmpp_core::rules::blocking;

    use super::super::privacy;
    use super::{KNOWN, STEPS, apply};

    /// Who was blocked before there were privacy lists, is blocked by one.
    #[test]
    fn who_was_blocked_stays_blocked() {
        let connection = Connection::open_in_memory().unwrap();
        for step in &STEPS[..6] {
            connection.execute_batch(step).unwrap();
        }
        let blocked = "INSERT INTO blocked VALUES ('example.com', 'juliet', 'romeo@example.net'), \
                       ('example.com', 'juliet', 'example.org'), ('example.com', 'nurse', 'peter@example.com')";
        connection.execute_batch(blocked).unwrap();
        apply(&connection, 6).unwrap();
        assert_eq!(
            connection.pragma_query_value(None, "user_version", |row| row.get(0)),
            Ok(KNOWN)
        );
        let listed = |owner: &str| {
            let lists = privacy::lists(&connection, &owner.parse().unwrap()).unwrap();
            let items = blocking::list(&lists).items.into_iter();
            items.map(|item| item.jid.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(
            listed("juliet@example.com"),
            ["example.org", "romeo@example.net"]
        );
        assert_eq!(listed("nurse@example.com"), ["peter@example.com"]);
        assert!(listed("romeo@example.net").is_empty());
    }

    /// Every file of the directory is a step, and its number is its place.
    #[test]
    fn steps_are_the_files_in_their_order() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/storage/migrations");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        assert_eq!(files.len(), STEPS.len());
        for (number, (file, step)) in files.iter().zip(STEPS).enumerate() {
            let name = file.file_name().unwrap().to_str().unwrap();
            assert!(name.starts_with(&format!("{:04}_", number + 1)), "{name}");
            assert_eq!(std::fs::read_to_string(file).unwrap(), step);
        }
    }
}
