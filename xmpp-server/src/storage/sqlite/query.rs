//! SQL as records.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use uuid::Uuid;
use xmpp_core::rules::roster::{Entry, Roster};
use xmpp_core::rules::subscription::{Direction, Subscription};
use xmpp_core::sasl::{ScramHash, ScramKeys};
use xmpp_core::text::ShortText;
use xmpp_core::{BareJid, Element};

use super::fault::Problem;
use super::{key, privacy};
use crate::storage::{Account, OfflineMessage, StoredAddress};

pub(super) fn account(connection: &Connection, user: &BareJid) -> Result<Option<Account>, Problem> {
    // One statement, so that the account and its keys are of the same moment.
    let sql = "SELECT created, hash, iterations, salt, stored_key, server_key, last_login, disabled FROM account \
               LEFT JOIN credential USING (domain, local) WHERE domain = ?1 AND local = ?2 ORDER BY hash";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(key(user))?;
    let mut account = None;
    while let Some(row) = rows.next()? {
        let created = time(row.get(0)?);
        let account = account.get_or_insert(Account {
            created,
            keys: Vec::new(),
            last_login: row.get::<_, Option<i64>>(6)?.map(time),
            disabled: row.get(7)?,
        });
        if let Some(hash) = row.get::<_, Option<String>>(1)? {
            account.keys.push(keys(row, &hash, user)?);
        }
    }
    Ok(account)
}

fn keys(row: &Row<'_>, hash: &str, user: &BareJid) -> Result<ScramKeys, Problem> {
    let hash = ScramHash::ALL
        .into_iter()
        .find(|known| known.name() == hash);
    let hash =
        hash.ok_or_else(|| Problem::unreadable(user, "keys for an unknown hash function"))?;
    let blob = |column| row.get_ref(column).and_then(|value| Ok(value.as_blob()?));
    let keys = ScramKeys::from_parts(hash, blob(3)?, row.get(2)?, blob(4)?, blob(5)?);
    keys.map_err(|error| Problem::unreadable(user, error))
}

pub(super) fn accounts(connection: &Connection, domain: &str) -> Result<Vec<BareJid>, Problem> {
    let sql = "SELECT local FROM account WHERE domain = ?1 ORDER BY local";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([domain])?;
    let mut accounts = Vec::new();
    while let Some(row) = rows.next()? {
        let local: String = row.get(0)?;
        accounts.push(address(&local, domain)?);
    }
    Ok(accounts)
}

pub(super) fn disabled(connection: &Connection) -> Result<Vec<BareJid>, Problem> {
    let sql = "SELECT local, domain FROM account WHERE disabled ORDER BY domain, local";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut accounts = Vec::new();
    while let Some(row) = rows.next()? {
        let (local, domain): (String, String) = (row.get(0)?, row.get(1)?);
        accounts.push(address(&local, &domain)?);
    }
    Ok(accounts)
}

fn address(local: &str, domain: &str) -> Result<BareJid, Problem> {
    let local = Some(local).filter(|local| !local.is_empty());
    BareJid::from_parts(local, domain).map_err(|error| {
        Problem::Refused(crate::storage::StorageError::Unreadable {
            what: domain.to_owned(),
            detail: error.to_string(),
        })
    })
}

pub(super) fn stored_addresses(connection: &Connection) -> Result<Vec<StoredAddress>, Problem> {
    let sql = "SELECT NULL, local || '@' || domain FROM account UNION ALL \
               SELECT local || '@' || domain, contact FROM roster_entry UNION ALL \
               SELECT DISTINCT local || '@' || domain, value FROM privacy_rule WHERE criterion = 'jid' ORDER BY 1, 2";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let (owner, text) = (row.get(0)?, row.get(1)?);
        Ok(StoredAddress { owner, text })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn domains(connection: &Connection) -> Result<Vec<String>, Problem> {
    let sql = "SELECT domain FROM account UNION SELECT domain FROM secret ORDER BY domain";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn secret(
    connection: &Connection,
    domain: &str,
    purpose: &str,
) -> Result<Option<Vec<u8>>, Problem> {
    let sql = "SELECT value FROM secret WHERE domain = ?1 AND purpose = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement
        .query_row([domain, purpose], |row| row.get(0))
        .optional()?)
}

pub(super) fn roster(connection: &Connection, owner: &BareJid) -> Result<Roster, Problem> {
    let moment = connection.unchecked_transaction()?; // version and entries of the same moment
    let sql = "SELECT version, oldest FROM roster WHERE domain = ?1 AND local = ?2";
    let mut statement = moment.prepare_cached(sql)?;
    let versions = statement
        .query_row(key(owner), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (version, oldest) = versions.unwrap_or_default();
    let sql = "SELECT contact, listed, name, groups, subscription_to, subscription_from, approved, request, version \
               FROM roster_entry WHERE domain = ?1 AND local = ?2";
    let mut statement = moment.prepare_cached(sql)?;
    let mut rows = statement.query(key(owner))?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let contact: String = row.get(0)?;
        let contact = BareJid::new(&contact).map_err(|error| Problem::unreadable(owner, error))?;
        entries.push((contact, entry(row, owner)?));
    }
    Ok(Roster {
        version: unsigned(version),
        oldest: unsigned(oldest),
        privacy: privacy::lists(&moment, owner)?,
        entries: entries.into_iter().collect(), // as long as it has to be, and no longer
    })
}

fn entry(row: &Row<'_>, owner: &BareJid) -> Result<Entry, Problem> {
    let groups: String = row.get(3)?;
    let groups: Vec<String> =
        serde_json::from_str(&groups).map_err(|error| Problem::unreadable(owner, error))?;
    let request: Option<String> = row.get(7)?;
    let request = request.map(|xml| Element::parse(&xml)).transpose();
    Ok(Entry {
        listed: row.get(1)?,
        name: row.get::<_, Option<String>>(2)?.map(ShortText::from),
        groups: groups.into_iter().map(ShortText::from).collect(),
        subscription: Subscription {
            to: direction(row.get(4)?, owner)?,
            from: direction(row.get(5)?, owner)?,
            approved: row.get(6)?,
        },
        request: request.map_err(|error| Problem::unreadable(owner, error))?,
        version: unsigned(row.get(8)?),
    })
}

fn direction(step: i64, owner: &BareJid) -> Result<Direction, Problem> {
    match step {
        0 => Ok(Direction::No),
        1 => Ok(Direction::Asked),
        2 => Ok(Direction::Yes),
        _ => Err(Problem::unreadable(owner, "no state of a subscription")),
    }
}

pub(super) fn offline(
    connection: &Connection,
    owner: &BareJid,
    limit: usize,
) -> Result<Vec<OfflineMessage>, Problem> {
    let [domain, local] = key(owner);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = "SELECT id, received, stanza FROM offline WHERE domain = ?1 AND local = ?2 ORDER BY rowid LIMIT ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![domain, local, limit])?;
    let mut messages = Vec::new();
    while let Some(row) = rows.next()? {
        messages.push(OfflineMessage {
            id: Uuid::from_bytes(row.get(0)?),
            received: time(row.get(1)?),
            stanza: row.get::<_, String>(2)?.into_boxed_str(),
        });
    }
    Ok(messages)
}

pub(super) fn offline_count(connection: &Connection, owner: &BareJid) -> Result<usize, Problem> {
    let sql = "SELECT count(*) FROM offline WHERE domain = ?1 AND local = ?2";
    let count: i64 = connection
        .prepare_cached(sql)?
        .query_row(key(owner), |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

fn time(microseconds: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_micros(unsigned(microseconds))
}

fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}
