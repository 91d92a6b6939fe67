//! Changes as SQL.

use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;
use xmpp_core::BareJid;
use xmpp_core::rules::roster;
use xmpp_core::rules::subscription::Direction;
use xmpp_core::sasl::ScramKeys;

use super::fault::Problem;
use super::{key, privacy, tokens};
use crate::storage::{Change, OfflineMessage, StorageError};

/// How many removals of contacts are remembered for clients that have been away (RFC 6121 §2.6.3).
const REMOVALS: i64 = 500;

type Outcome = Result<(), Problem>;

/// Applies one change inside the transaction.
pub(super) fn apply(connection: &Connection, change: &Change) -> Outcome {
    match change {
        Change::AddAccount { user, keys } => add_account(connection, user, keys),
        Change::SetKeys { user, keys } => set_keys(connection, user, keys),
        Change::SetDisabled { user, disabled } => set_disabled(connection, user, *disabled),
        Change::SetLastLogin { user, moment } => {
            let [domain, local] = key(user);
            let sql = "UPDATE account SET last_login = ?3 WHERE domain = ?1 AND local = ?2";
            execute(
                connection,
                sql,
                params![domain, local, microseconds(*moment)],
            )
            .map(drop)
        }
        Change::RemoveAccount { user } => remove_account(connection, user),
        Change::ForgetGuest { user } => forget_guest(connection, user),
        Change::AddSecret {
            domain,
            purpose,
            value,
        } => {
            let sql = "INSERT OR IGNORE INTO secret (domain, purpose, value) VALUES (?1, ?2, ?3)";
            execute(connection, sql, params![domain, purpose, value]).map(drop)
        }
        Change::SetRoster { owner, change } => set_roster(connection, owner, change),
        Change::SetPrivacy { owner, changes } => privacy::set(connection, owner, changes),
        Change::AddOffline { owner, message } => add_offline(connection, owner, message),
        Change::RemoveOffline { owner, ids } => remove_offline(connection, owner, ids),
        Change::AddToken { user, agent, token } => tokens::add(connection, user, agent, token),
        Change::UseToken {
            user,
            agent,
            secret,
        } => tokens::use_(connection, user, agent, secret),
        Change::RemoveToken {
            user,
            agent,
            secret,
        } => tokens::remove(connection, user, agent, secret),
    }
}

fn add_account(connection: &Connection, user: &BareJid, keys: &[ScramKeys]) -> Outcome {
    let [domain, local] = key(user);
    let now = microseconds(SystemTime::now());
    let sql = "INSERT OR IGNORE INTO account (domain, local, created) VALUES (?1, ?2, ?3)";
    if execute(connection, sql, params![domain, local, now])? == 0 {
        return Err(StorageError::AccountExists(user.clone()).into());
    }
    // Versions begin with the time, so that none is taken for one of an earlier account of the same name.
    let sql =
        "INSERT OR REPLACE INTO roster (domain, local, version, oldest) VALUES (?1, ?2, ?3, ?3)";
    execute(connection, sql, params![domain, local, now])?;
    add_keys(connection, user, keys)
}

fn set_keys(connection: &Connection, user: &BareJid, keys: &[ScramKeys]) -> Outcome {
    let [domain, local] = key(user);
    let sql = "SELECT 1 FROM account WHERE domain = ?1 AND local = ?2";
    if !connection.prepare_cached(sql)?.exists([domain, local])? {
        return Err(StorageError::NoSuchAccount(user.clone()).into());
    }
    execute(
        connection,
        "DELETE FROM credential WHERE domain = ?1 AND local = ?2",
        [domain, local],
    )?;
    tokens::remove_all(connection, user)?;
    add_keys(connection, user, keys)
}

fn add_keys(connection: &Connection, user: &BareJid, keys: &[ScramKeys]) -> Outcome {
    let [domain, local] = key(user);
    let sql = "INSERT INTO credential (domain, local, hash, iterations, salt, stored_key, server_key) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    for keys in keys {
        let (hash, iterations) = (keys.hash().name(), keys.iterations());
        let values = params![
            domain,
            local,
            hash,
            iterations,
            keys.salt(),
            keys.stored_key(),
            keys.server_key()
        ];
        execute(connection, sql, values)?;
    }
    Ok(())
}

fn set_disabled(connection: &Connection, user: &BareJid, disabled: bool) -> Outcome {
    let [domain, local] = key(user);
    let sql = "UPDATE account SET disabled = ?3 WHERE domain = ?1 AND local = ?2";
    match execute(connection, sql, params![domain, local, disabled])? {
        0 => Err(StorageError::NoSuchAccount(user.clone()).into()),
        _ => Ok(()),
    }
}

fn remove_account(connection: &Connection, user: &BareJid) -> Outcome {
    let address = key(user);
    if execute(
        connection,
        "DELETE FROM account WHERE domain = ?1 AND local = ?2",
        address,
    )? == 0
    {
        return Err(StorageError::NoSuchAccount(user.clone()).into());
    }
    remove_belongings(connection, user)
}

fn forget_guest(connection: &Connection, user: &BareJid) -> Outcome {
    let sql = "SELECT 1 FROM account WHERE domain = ?1 AND local = ?2";
    match connection.prepare_cached(sql)?.exists(key(user))? {
        true => Ok(()),
        false => remove_belongings(connection, user),
    }
}

fn remove_belongings(connection: &Connection, user: &BareJid) -> Outcome {
    let address = key(user);
    tokens::remove_all(connection, user)?;
    privacy::remove_all(connection, user)?;
    for sql in [
        "DELETE FROM credential WHERE domain = ?1 AND local = ?2",
        "DELETE FROM roster WHERE domain = ?1 AND local = ?2",
        "DELETE FROM roster_entry WHERE domain = ?1 AND local = ?2",
        "DELETE FROM offline WHERE domain = ?1 AND local = ?2",
    ] {
        execute(connection, sql, address)?;
    }
    Ok(())
}

fn set_roster(connection: &Connection, owner: &BareJid, change: &roster::Change) -> Outcome {
    let ([domain, local], version) = (key(owner), signed(change.version));
    let sql =
        "UPDATE roster SET version = ?3 WHERE domain = ?1 AND local = ?2 AND version = ?3 - 1";
    let updated = execute(connection, sql, params![domain, local, version])?;
    // Who never had an account here has no version to begin with.
    let sql = "INSERT OR IGNORE INTO roster (domain, local, version, oldest) SELECT ?1, ?2, ?3, 0 WHERE ?3 = 1";
    if updated == 0 && execute(connection, sql, params![domain, local, version])? == 0 {
        return Err(StorageError::RosterChanged(owner.clone()).into());
    }
    let (contact, entry) = (change.contact.as_str(), &change.entry);
    if entry.is_void() {
        let sql = "DELETE FROM roster_entry WHERE domain = ?1 AND local = ?2 AND contact = ?3";
        return execute(connection, sql, [domain, local, contact]).map(drop);
    }
    set_entry(connection, owner, change)?;
    if !entry.listed && entry.subscription.is_none() {
        forget_removals(connection, owner)?;
    }
    Ok(())
}

fn set_entry(connection: &Connection, owner: &BareJid, change: &roster::Change) -> Outcome {
    let ([domain, local], entry) = (key(owner), &change.entry);
    let groups: Vec<&str> = entry.groups.iter().map(|group| &**group).collect();
    let groups =
        serde_json::to_string(&groups).map_err(|error| Problem::unreadable(owner, error))?;
    let sql = "INSERT OR REPLACE INTO roster_entry (domain, local, contact, listed, name, groups, subscription_to, \
               subscription_from, approved, request, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let values = params![
        domain,
        local,
        change.contact.as_str(),
        entry.listed,
        entry.name.as_deref(),
        groups,
        step(entry.subscription.to),
        step(entry.subscription.from),
        entry.subscription.approved,
        entry.request.as_ref().map(ToString::to_string),
        signed(entry.version),
    ];
    execute(connection, sql, values).map(drop)
}

/// Forgets the oldest removals. Clients that have not heard of them get the whole roster.
fn forget_removals(connection: &Connection, owner: &BareJid) -> Outcome {
    let [domain, local] = key(owner);
    let sql = "SELECT version FROM roster_entry WHERE domain = ?1 AND local = ?2 AND listed = 0 AND subscription_to = 0 \
               AND subscription_from = 0 AND approved = 0 ORDER BY version DESC LIMIT 1 OFFSET ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement
        .query_row(params![domain, local, REMOVALS], |row| row.get::<_, i64>(0))
        .optional()?;
    let Some(oldest) = found else {
        return Ok(());
    };
    let sql = "DELETE FROM roster_entry WHERE domain = ?1 AND local = ?2 AND version <= ?3 AND listed = 0 \
               AND subscription_to = 0 AND subscription_from = 0 AND approved = 0";
    execute(connection, sql, params![domain, local, oldest])?;
    let sql = "UPDATE roster SET oldest = max(oldest, ?3) WHERE domain = ?1 AND local = ?2";
    execute(connection, sql, params![domain, local, oldest]).map(drop)
}

fn add_offline(connection: &Connection, owner: &BareJid, message: &OfflineMessage) -> Outcome {
    let [domain, local] = key(owner);
    let sql =
        "INSERT INTO offline (domain, local, id, received, stanza) VALUES (?1, ?2, ?3, ?4, ?5)";
    let received = microseconds(message.received);
    execute(
        connection,
        sql,
        params![
            domain,
            local,
            message.id.as_bytes(),
            received,
            message.stanza
        ],
    )
    .map(drop)
}

fn remove_offline(connection: &Connection, owner: &BareJid, ids: &[Uuid]) -> Outcome {
    let [domain, local] = key(owner);
    // Those that go are the oldest, which the index has first: none but them is looked at.
    let sql = "DELETE FROM offline WHERE rowid = (SELECT rowid FROM offline \
               WHERE domain = ?1 AND local = ?2 AND id = ?3 ORDER BY rowid LIMIT 1)";
    for id in ids {
        execute(connection, sql, params![domain, local, id.as_bytes()])?;
    }
    Ok(())
}

fn execute(
    connection: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> Result<usize, Problem> {
    Ok(connection.prepare_cached(sql)?.execute(values)?)
}

/// Microseconds since 1970, as far as they can be told.
pub(super) fn microseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

/// SQLite's integers have a sign; counters never come near it.
fn signed(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

const fn step(direction: Direction) -> i64 {
    match direction {
        Direction::No => 0,
        Direction::Asked => 1,
        Direction::Yes => 2,
    }
}
