//! A database in a directory that goes away.

use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use tempfile::TempDir;
use xmpp_core::BareJid;
use xmpp_core::sasl::{ScramHash, ScramKeys};
use xmpp_server::storage::{Change, OfflineMessage, SqliteStorage};

/// An empty database.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("xmpp.sqlite")
    }

    pub(crate) fn open(&self) -> SqliteStorage {
        SqliteStorage::open(&self.path()).unwrap()
    }
}

pub(crate) fn jid(text: &str) -> BareJid {
    text.parse().unwrap()
}

/// Keys that cost nothing to make.
pub(crate) fn keys(password: &str) -> Vec<ScramKeys> {
    let derive = |hash| ScramKeys::derive(hash, password, b"sixteen octets..", 1).unwrap();
    ScramHash::ALL.into_iter().map(derive).collect()
}

pub(crate) fn add(user: &str) -> Change {
    Change::AddAccount {
        user: jid(user),
        keys: keys("r0m30myr0m30"),
    }
}

/// A message with that number, received that many seconds after 1970.
pub(crate) fn message(number: u64) -> OfflineMessage {
    let received = UNIX_EPOCH + Duration::from_micros(number * 1_000_001);
    OfflineMessage::new(
        received,
        format!("<message xmlns='jabber:client'><body>{number}</body></message>"),
    )
}

pub(crate) fn keep(owner: &str, number: u64) -> Change {
    Change::AddOffline {
        owner: jid(owner),
        message: message(number),
    }
}

/// The number of a message.
pub(crate) fn number(message: &OfflineMessage) -> u64 {
    let stanza: xmpp_core::Element = message.stanza.parse().unwrap();
    stanza
        .child("jabber:client", "body")
        .unwrap()
        .text()
        .parse()
        .unwrap()
}
