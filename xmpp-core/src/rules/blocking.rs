//! Blocking: whom an account has nothing to do with (XEP-0191). It is a view of the privacy list that applies by default: each address
//! that is blocked is a rule of that list (XEP-0191 §4).

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::privacy::{self, List, Lists, Rule};
use super::roster::Limits;
use super::{Effect, Refusal};
use crate::schema::blocking::{Block, Blocklist, Item, Unblock};
use crate::schema::blocking_errors::Blocked;
use crate::schema::stanza::StanzaError;
use crate::schema::stanzaerror::Condition;
use crate::{Element, Jid};

/// A change to the list of those who are blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Whom it is about; nobody where everybody is unblocked.
    pub jids: Vec<Jid>,
    /// Whether they are blocked from now on, or no more.
    pub blocked: bool,
}

impl Change {
    /// Those whom it is about, as a push tells them (XEP-0191 §3.3, §3.4).
    pub fn items(&self) -> Vec<Item> {
        self.jids.iter().cloned().map(Item::new).collect()
    }
}

/// The answer to who asks for the list (XEP-0191 §3.2).
pub fn list(lists: &Lists) -> Blocklist {
    Blocklist {
        items: lists
            .blocked()
            .into_iter()
            .cloned()
            .map(Item::new)
            .collect(),
        ..Blocklist::default()
    }
}

/// Judges a request to block (XEP-0191 §3.3). Subscriptions stay as they are, and nobody is told: to those who are blocked, the
/// account is offline (XEP-0191 §4). The new rules come first (XEP-0191 §4).
///
/// # Errors
///
/// - `bad-request`: nobody is named.
/// - `resource-constraint`: the list is full.
pub fn block(lists: &Lists, query: &Block, limits: &Limits) -> Result<Vec<Effect>, Refusal> {
    let jids: Vec<Jid> = query.items.iter().map(|item| item.jid.clone()).collect();
    if jids.is_empty() {
        return Err(Refusal::new(
            Condition::BadRequest,
            "nobody is named who is to be blocked",
        ));
    }
    let named: BTreeSet<&Jid> = jids.iter().collect();
    let blocks = named.iter().map(|jid| Rule::block((*jid).clone()));
    let rules: Vec<Rule> = blocks.chain(without(lists, &named)).collect();
    if rules.len() > limits.rules {
        return Err(Refusal::new(
            Condition::ResourceConstraint,
            "the list of those who are blocked is full",
        ));
    }
    let name: Box<str> = lists
        .default_name()
        .map_or_else(|| unused(lists), Into::into);
    let default = privacy::Change::Default(Some(name.clone()));
    let is_new = lists.default_name().is_none().then_some(default);
    let mut stored = vec![replace(name.clone(), rules)];
    stored.extend(is_new);
    Ok(effects(
        Some((name, stored)),
        Change {
            jids,
            blocked: true,
        },
    ))
}

/// Judges a request to unblock, everybody where nobody is named (XEP-0191 §3.4).
pub fn unblock(lists: &Lists, query: &Unblock) -> Vec<Effect> {
    let jids: Vec<Jid> = query.items.iter().map(|item| item.jid.clone()).collect();
    let named = match jids.is_empty() {
        true => lists.blocked(),
        false => jids.iter().collect(),
    };
    let stored = lists.default_name().map(|name| {
        let rules = without(lists, &named).collect();
        (name.into(), vec![replace(name.into(), rules)])
    });
    effects(
        stored,
        Change {
            jids,
            blocked: false,
        },
    )
}

/// What somebody is told who sends to an address that they have blocked (XEP-0016 §2.14, XEP-0191 §3.5).
pub fn refusal() -> StanzaError {
    let error = StanzaError::from(Condition::NotAcceptable);
    match Element::of(&Blocked::default()) {
        Ok(blocked) => StanzaError {
            application: Some(blocked),
            ..error
        },
        Err(_) => error,
    }
}

/// The rules of the list that applies by default, but those that block these addresses.
fn without(lists: &Lists, jids: &BTreeSet<&Jid>) -> impl Iterator<Item = Rule> {
    let rules = lists.applying(None).map(List::rules).unwrap_or_default();
    let stays = |rule: &&Rule| rule.blocks().is_none_or(|jid| !jids.contains(jid));
    rules.iter().filter(stays).cloned()
}

/// The list with these rules, in places counted from 1.
fn replace(name: Box<str>, mut rules: Vec<Rule>) -> privacy::Change {
    for (order, rule) in (1..).zip(&mut rules) {
        rule.order = order;
    }
    privacy::Change::List { name, rules }
}

/// A name that no list has.
fn unused(lists: &Lists) -> Box<str> {
    let mut names = (1_usize..).map(|count| match count {
        1 => "blocked".to_owned(),
        _ => format!("blocked-{count}"),
    });
    let free = names.find(|name| lists.applying(Some(name)).is_none());
    free.unwrap_or_default().into()
}

fn effects(stored: Option<(Box<str>, Vec<privacy::Change>)>, change: Change) -> Vec<Effect> {
    let (name, stored) = stored.unzip();
    let stored = stored.map(Effect::StorePrivacy).into_iter();
    let told = name.map(|name| Effect::PushPrivacy { name, asked: true });
    stored
        .chain([Effect::Reply, Effect::PushBlocked(change)])
        .chain(told)
        .collect()
}
