//! Accounts by the thousand: written into the database before the server starts, since hashing a password for each takes too long.

use std::path::Path;
use std::sync::Arc;

use xmpp_core::BareJid;
use xmpp_core::rules::roster::{Change as RosterChange, Entry};
use xmpp_core::rules::subscription::{Direction, Subscription};
use xmpp_core::sasl::{ScramHash, ScramKeys};
use xmpp_server::data::DataDirectory;
use xmpp_server::storage::{Change, SqliteStorage, Storage as _};

use crate::failure::Failure;
use crate::server::DOMAIN;

/// The password of all of them.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// The account of that number.
pub(crate) fn account(number: usize) -> Result<BareJid, Failure> {
    let text = format!("user{number}@{DOMAIN}");
    BareJid::new(&text).map_err(|error| Failure::Other(error.to_string()))
}

/// Makes so many accounts, all with the same keys. Those of each pair (0 and 1, 2 and 3) see each other's presence.
pub(crate) async fn make(data: &Path, count: usize) -> Result<(), Failure> {
    let directory = DataDirectory::create(data).map_err(|error| error.to_string())?;
    let storage = Arc::new(SqliteStorage::open(&directory.database())?);
    let derive = |hash| {
        let (salt, iterations) = (b"the salt of them", ScramKeys::MIN_ITERATIONS);
        ScramKeys::derive(hash, PASSWORD, salt, iterations).map_err(|error| error.to_string())
    };
    let keys = ScramHash::ALL
        .into_iter()
        .map(derive)
        .collect::<Result<Vec<_>, _>>()?;
    let accounts = (0..count).map(account).collect::<Result<Vec<_>, _>>()?;
    let added = accounts.iter().map(|user| Change::AddAccount {
        user: user.clone(),
        keys: keys.clone(),
    });
    let _receipt = storage.commit(added.collect()).await?;
    for (number, owner) in accounts.iter().enumerate() {
        let Some(contact) = accounts.get(number ^ 1) else {
            continue;
        };
        befriend(&storage, owner, contact).await?;
    }
    if let Some(storage) = Arc::into_inner(storage) {
        storage.close().await;
    }
    Ok(())
}

async fn befriend(
    storage: &SqliteStorage,
    owner: &BareJid,
    contact: &BareJid,
) -> Result<(), Failure> {
    let version = storage.roster(owner).await?.version + 1;
    let entry = Entry {
        listed: true,
        subscription: Subscription {
            to: Direction::Yes,
            from: Direction::Yes,
            approved: false,
        },
        version,
        ..Entry::default()
    };
    let change = Change::SetRoster {
        owner: owner.clone(),
        change: RosterChange {
            version,
            contact: contact.clone(),
            entry,
        },
    };
    let _receipt = storage.commit(change.into()).await?;
    Ok(())
}
