//! Privacy lists (XEP-0016).

use rusqlite::{Connection, Row, params};
use xmpp_core::rules::privacy::{Change, Kinds, Lists, Rule, Whom};
use xmpp_core::schema::roster::Subscription;
use xmpp_core::{BareJid, Jid, XmlText as _};

use super::fault::Problem;
use super::key;

/// All lists of an account.
pub(super) fn lists(connection: &Connection, owner: &BareJid) -> Result<Lists, Problem> {
    let sql = "SELECT name, is_default, place, criterion, value, allow, kinds FROM privacy_list AS l \
               JOIN privacy_rule AS r ON r.domain = l.domain AND r.local = l.local AND r.list = l.name \
               WHERE l.domain = ?1 AND l.local = ?2 ORDER BY name, place";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(key(owner))?;
    let mut changes: Vec<Change> = Vec::new();
    let mut default = None;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let rule = rule(row, owner)?;
        if row.get(1)? {
            default = Some(name.as_str().into());
        }
        match changes.last_mut() {
            Some(Change::List { name: last, rules }) if **last == *name => rules.push(rule),
            _ => changes.push(Change::List {
                name: name.into(),
                rules: vec![rule],
            }),
        }
    }
    changes.extend(default.map(|name| Change::Default(Some(name))));
    Ok(changes.iter().collect())
}

/// Carries out changes, in order.
pub(super) fn set(
    connection: &Connection,
    owner: &BareJid,
    changes: &[Change],
) -> Result<(), Problem> {
    let [domain, local] = key(owner);
    let execute = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
        connection.prepare_cached(sql)?.execute(values).map(drop)
    };
    for change in changes {
        match change {
            Change::Default(name) => execute(
                "UPDATE privacy_list SET is_default = (name IS ?3) WHERE domain = ?1 AND local = ?2",
                params![domain, local, name.as_deref()],
            )?,
            Change::List { name, rules } => {
                let values = params![domain, local, name];
                let sql = "DELETE FROM privacy_rule WHERE domain = ?1 AND local = ?2 AND list = ?3";
                execute(sql, values)?;
                let sql = match rules.is_empty() {
                    true => {
                        "DELETE FROM privacy_list WHERE domain = ?1 AND local = ?2 AND name = ?3"
                    }
                    false => {
                        "INSERT OR IGNORE INTO privacy_list (domain, local, name, is_default) VALUES (?1, ?2, ?3, 0)"
                    }
                };
                execute(sql, values)?;
                for rule in rules {
                    let (criterion, value) = written(&rule.whom);
                    let sql = "INSERT INTO privacy_rule (domain, local, list, place, criterion, value, allow, kinds) \
                               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
                    execute(
                        sql,
                        params![
                            domain,
                            local,
                            name,
                            rule.order,
                            criterion,
                            value,
                            rule.allow,
                            bits(rule.kinds)
                        ],
                    )?;
                }
            }
        }
    }
    Ok(())
}

/// Nothing of an account is left.
pub(super) fn remove_all(connection: &Connection, owner: &BareJid) -> Result<(), Problem> {
    for sql in [
        "DELETE FROM privacy_list WHERE domain = ?1 AND local = ?2",
        "DELETE FROM privacy_rule WHERE domain = ?1 AND local = ?2",
    ] {
        connection.prepare_cached(sql)?.execute(key(owner))?;
    }
    Ok(())
}

fn rule(row: &Row<'_>, owner: &BareJid) -> Result<Rule, Problem> {
    let (criterion, value): (String, String) = (row.get(3)?, row.get(4)?);
    let whom = match criterion.as_str() {
        "jid" => Whom::Jid(Jid::new(&value).map_err(|error| Problem::unreadable(owner, error))?),
        "group" => Whom::Group(value),
        "subscription" => Whom::Subscription(
            Subscription::from_text(&value)
                .map_err(|_| Problem::unreadable(owner, "no state of a subscription"))?,
        ),
        "anyone" => Whom::Anyone,
        _ => return Err(Problem::unreadable(owner, "no rule of a privacy list")),
    };
    Ok(Rule {
        order: row.get(2)?,
        whom,
        allow: row.get(5)?,
        kinds: kinds(row.get(6)?),
    })
}

fn written(whom: &Whom) -> (&'static str, String) {
    match whom {
        Whom::Jid(jid) => ("jid", jid.to_string()),
        Whom::Group(group) => ("group", group.clone()),
        Whom::Subscription(state) => ("subscription", state.to_text().into_owned()),
        Whom::Anyone => ("anyone", String::new()),
    }
}

const fn bits(kinds: Kinds) -> u8 {
    kinds.iq as u8
        | (kinds.message as u8) << 1
        | (kinds.presence_in as u8) << 2
        | (kinds.presence_out as u8) << 3
}

const fn kinds(bits: u8) -> Kinds {
    Kinds {
        iq: bits & 1 != 0,
        message: bits & 2 != 0,
        presence_in: bits & 4 != 0,
        presence_out: bits & 8 != 0,
    }
}
