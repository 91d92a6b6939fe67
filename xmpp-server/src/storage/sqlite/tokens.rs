//! Tokens as SQL (XEP-0484 §7.1): each client has one that it uses, and one that it was given for the next time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, params};
use xmpp_core::BareJid;

use super::apply::microseconds;
use super::fault::Problem;
use super::key;
use crate::storage::Token;

/// How many clients of one account have tokens; more make those forgotten that got theirs first.
const CLIENTS: i64 = 50;

type Outcome = Result<(), Problem>;

pub(super) fn tokens(
    connection: &Connection,
    user: &BareJid,
    agent: &str,
) -> Result<Vec<Token>, Problem> {
    let [domain, local] = key(user);
    let sql = "SELECT mechanism, secret, issued, expires FROM token \
               WHERE domain = ?1 AND local = ?2 AND agent = ?3 ORDER BY fresh DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([domain, local, agent], |row| {
        Ok(Token {
            mechanism: row.get(0)?,
            secret: row.get(1)?,
            issued: time(row.get(2)?),
            expires: time(row.get(3)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A token that the client has not used yet, in place of another such one.
pub(super) fn add(connection: &Connection, user: &BareJid, agent: &str, token: &Token) -> Outcome {
    let [domain, local] = key(user);
    let sql = "INSERT OR REPLACE INTO token (domain, local, agent, fresh, mechanism, secret, issued, expires) \
               VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7)";
    let (issued, expires) = (microseconds(token.issued), microseconds(token.expires));
    let (mechanism, secret) = (&token.mechanism, &token.secret);
    let values = params![domain, local, agent, mechanism, secret, issued, expires];
    connection.prepare_cached(sql)?.execute(values)?;
    let sql = "DELETE FROM token WHERE domain = ?1 AND local = ?2 AND (expires < ?3 OR agent NOT IN \
               (SELECT agent FROM token WHERE domain = ?1 AND local = ?2 GROUP BY agent ORDER BY max(issued) DESC LIMIT ?4))";
    let values = params![domain, local, issued, CLIENTS];
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// The client has used a token: what it used before is good for nothing any more.
pub(super) fn use_(connection: &Connection, user: &BareJid, agent: &str, secret: &str) -> Outcome {
    let [domain, local] = key(user);
    for sql in [
        "DELETE FROM token WHERE domain = ?1 AND local = ?2 AND agent = ?3 AND fresh = 0 AND EXISTS (SELECT 1 FROM token \
         WHERE domain = ?1 AND local = ?2 AND agent = ?3 AND fresh = 1 AND secret = ?4)",
        "UPDATE token SET fresh = 0 WHERE domain = ?1 AND local = ?2 AND agent = ?3 AND fresh = 1 AND secret = ?4",
    ] {
        connection
            .prepare_cached(sql)?
            .execute([domain, local, agent, secret])?;
    }
    Ok(())
}

pub(super) fn remove(
    connection: &Connection,
    user: &BareJid,
    agent: &str,
    secret: &str,
) -> Outcome {
    let [domain, local] = key(user);
    let sql = "DELETE FROM token WHERE domain = ?1 AND local = ?2 AND agent = ?3 AND secret = ?4";
    connection
        .prepare_cached(sql)?
        .execute([domain, local, agent, secret])?;
    Ok(())
}

/// All that an account has.
pub(super) fn remove_all(connection: &Connection, user: &BareJid) -> Outcome {
    let sql = "DELETE FROM token WHERE domain = ?1 AND local = ?2";
    connection.prepare_cached(sql)?.execute(key(user))?;
    Ok(())
}

fn time(microseconds: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_micros(u64::try_from(microseconds).unwrap_or_default())
}
