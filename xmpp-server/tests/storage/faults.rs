use std::fs;

use rusqlite::Connection;
use xmpp_server::storage::{SqliteStorage, Storage, StorageError};

use crate::support::{Place, jid, keep};

fn refusal(place: &Place) -> StorageError {
    SqliteStorage::open(&place.path()).unwrap_err()
}

#[test]
fn a_file_that_is_no_database() {
    let place = Place::new();
    fs::write(place.path(), "This is a letter to Juliet. ".repeat(100)).unwrap();
    let error = refusal(&place);
    assert_eq!(error, StorageError::NotADatabase(place.path()));
    assert!(
        error
            .to_string()
            .contains("xmpp.sqlite is not a database; move it away"),
        "{error}"
    );
}

#[test]
fn a_database_of_another_program() {
    let place = Place::new();
    let theirs = Connection::open(place.path()).unwrap();
    theirs
        .execute_batch("CREATE TABLE bookmark (url TEXT)")
        .unwrap();
    let before = fs::read(place.path()).unwrap();
    assert_eq!(refusal(&place), StorageError::Foreign(place.path()));
    assert_eq!(fs::read(place.path()).unwrap(), before, "it was left alone");
}

#[tokio::test]
async fn a_database_of_a_newer_version() {
    let place = Place::new();
    place.open().close().await;
    Connection::open(place.path())
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let StorageError::Newer {
        found: 99, known, ..
    } = refusal(&place)
    else {
        panic!()
    };
    assert!(known < 99);
}

#[test]
fn a_directory_that_is_not_there() {
    let place = Place::new();
    let path = place.path().join("missing").join("xmpp.sqlite");
    assert!(matches!(
        SqliteStorage::open(&path),
        Err(StorageError::Inaccessible { .. })
    ));
}

/// A damaged page is reported when it is read; the rest goes on working.
#[tokio::test]
async fn a_damaged_database() {
    let place = Place::new();
    let storage = place.open();
    for round in 0..20 {
        let batch = (0..100).map(|number| keep("juliet@example.com", round * 100 + number));
        let _receipt = storage.commit(batch.collect()).await.unwrap();
    }
    storage.close().await;
    let mut bytes = fs::read(place.path()).unwrap();
    let length = bytes.len();
    bytes[length / 4..length - 4096].fill(0xAA);
    fs::write(place.path(), bytes).unwrap();

    let storage = place.open();
    let error = storage
        .offline(&jid("juliet@example.com"), 5000)
        .await
        .unwrap_err();
    assert!(matches!(error, StorageError::Corrupt { .. }), "{error}");
    assert!(
        error.to_string().contains("restore it from a backup"),
        "{error}"
    );
    assert!(storage.accounts("example.com").await.unwrap().is_empty());
}

/// Another program that holds the file is an error after some seconds, not a hang; when it lets go, work goes on.
#[tokio::test]
async fn a_locked_database() {
    let place = Place::new();
    let storage = place.open();
    let other = Connection::open(place.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let outcome = storage.commit(keep("juliet@example.com", 1).into()).await;
    assert_eq!(outcome, Err(StorageError::Locked(place.path())));
    assert_eq!(
        storage
            .offline_count(&jid("juliet@example.com"))
            .await
            .unwrap(),
        0,
        "reading goes on"
    );
    other.execute_batch("COMMIT").unwrap();
    let _receipt = storage
        .commit(keep("juliet@example.com", 2).into())
        .await
        .unwrap();
    assert_eq!(
        storage
            .offline_count(&jid("juliet@example.com"))
            .await
            .unwrap(),
        1
    );
}

/// A record that makes no sense is an error that names its owner, and no panic.
#[tokio::test]
async fn records_that_make_no_sense() {
    let place = Place::new();
    let storage = place.open();
    let raw = Connection::open(place.path()).unwrap();
    raw.execute_batch(
        "INSERT INTO account (domain, local, created) VALUES ('example.com', 'juliet', -5);
         INSERT INTO credential VALUES ('example.com', 'juliet', 'MD5', 1, x'00', x'00', x'00');
         INSERT INTO account (domain, local, created) VALUES ('example.com', 'romeo', 0);
         INSERT INTO credential VALUES ('example.com', 'romeo', 'SHA-1', 1, x'00', x'00', x'00');
         INSERT INTO roster_entry VALUES ('example.com', 'juliet', 'a@b@c', 1, NULL, '[]', 0, 0, 0, NULL, 1);
         INSERT INTO roster_entry VALUES ('example.com', 'romeo', 'a@b', 1, NULL, '[1', 0, 0, 0, NULL, 1);
         INSERT INTO roster_entry VALUES ('example.com', 'nurse', 'a@b', 1, NULL, '[]', 7, 0, 0, NULL, 1);
         INSERT INTO roster_entry VALUES ('example.com', 'tybalt', 'a@b', 1, NULL, '[]', 0, 0, 0, '<presence', 1);
         INSERT INTO account (domain, local, created) VALUES ('example.net', 'a b', 0);",
    )
    .unwrap();
    for user in ["juliet@example.com", "romeo@example.com"] {
        let error = storage.account(&jid(user)).await.unwrap_err();
        assert!(error.to_string().contains(user), "{error}");
    }
    for user in [
        "juliet@example.com",
        "romeo@example.com",
        "nurse@example.com",
        "tybalt@example.com",
    ] {
        let error = storage.roster(&jid(user)).await.unwrap_err();
        assert!(
            matches!(&error, StorageError::Unreadable { what, .. } if what == user),
            "{error}"
        );
    }
    assert!(storage.accounts("example.net").await.is_err());
}
