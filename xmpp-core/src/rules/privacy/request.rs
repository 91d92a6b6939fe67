//! Requests for the lists, and to change them (XEP-0016 §2.3 to §2.8).

use super::{Change, Lists, Rule};
use crate::rules::roster::{Limits, Roster};
use crate::rules::{Effect, Refusal, blocking};
use crate::schema::privacy::{List, PrivacyLists};
use crate::schema::stanzaerror::Condition;

/// Answers a request for the lists: for their names and which apply, or for one of them (XEP-0016 §2.3). `active` is the active
/// list of the session that asks.
///
/// # Errors
///
/// - `bad-request`: more than one list is asked for, or something else.
/// - `item-not-found`: there is no such list.
pub fn get(
    lists: &Lists,
    active: Option<&str>,
    query: &PrivacyLists,
) -> Result<PrivacyLists, Refusal> {
    match (&query.active, &query.default, query.lists.as_slice()) {
        (None, None, []) => Ok(lists.to_answer(active)),
        (None, None, [List { name, items, .. }]) if items.is_empty() => {
            let list = lists.lists.get(&**name).ok_or(NO_LIST)?;
            Ok(PrivacyLists {
                lists: vec![List {
                    items: list.rules().iter().map(Rule::to_item).collect(),
                    ..List::new(name.clone())
                }],
                ..PrivacyLists::default()
            })
        }
        _ => Err(Refusal::new(
            Condition::BadRequest,
            "all names are asked for, or one list",
        )),
    }
}

/// Judges a request to change the lists, or which of them applies (XEP-0016 §2.4 to §2.8). `active` is the active list of the
/// session that asks, `others` those of the account's other sessions.
///
/// What it changes for those whom the account sees, or who see it, is for [`shift`](super::shift), session by session.
///
/// # Errors
///
/// - `bad-request`: not exactly one thing is changed; a rule is none, or has the place of another.
/// - `jid-malformed`, `item-not-found`: a rule is about no address, or a group that is not there.
/// - `item-not-found`: there is no such list.
/// - `conflict`: the list applies to another session.
/// - `resource-constraint`: there are too many lists, or rules.
pub fn set(
    roster: &Roster,
    active: Option<&str>,
    others: &[Option<Box<str>>],
    query: &PrivacyLists,
    limits: &Limits,
) -> Result<Vec<Effect>, Refusal> {
    let lists = &roster.privacy;
    match (&query.active, &query.default, query.lists.as_slice()) {
        (Some(list), None, []) => {
            known(lists, list.name.as_deref())?;
            Ok(vec![activate(list.name.as_deref()), Effect::Reply])
        }
        (None, Some(list), []) => set_default(lists, others, list.name.as_deref()),
        (None, None, [list]) if list.items.is_empty() => remove(lists, active, others, &list.name),
        (None, None, [list]) => edit(roster, list, limits),
        _ => Err(Refusal::new(
            Condition::BadRequest,
            "exactly one thing is changed at a time",
        )),
    }
}

const NO_LIST: Refusal = Refusal::new(Condition::ItemNotFound, "there is no list of that name");

fn known(lists: &Lists, name: Option<&str>) -> Result<(), Refusal> {
    match name {
        Some(name) if !lists.lists.contains_key(name) => Err(NO_LIST),
        _ => Ok(()),
    }
}

fn activate(name: Option<&str>) -> Effect {
    Effect::Activate(name.map(Into::into))
}

fn set_default(
    lists: &Lists,
    others: &[Option<Box<str>>],
    name: Option<&str>,
) -> Result<Vec<Effect>, Refusal> {
    known(lists, name)?;
    let before = lists.default_name();
    if before == name {
        return Ok(vec![Effect::Reply]);
    }
    if let Some(before) = before {
        free(lists, others, before)?;
    }
    Ok(store(lists, Change::Default(name.map(Into::into)), None))
}

fn remove(
    lists: &Lists,
    active: Option<&str>,
    others: &[Option<Box<str>>],
    name: &str,
) -> Result<Vec<Effect>, Refusal> {
    known(lists, Some(name))?;
    free(lists, others, name)?;
    let change = Change::List {
        name: name.into(),
        rules: Vec::new(),
    };
    let deactivated = (active == Some(name)).then(|| activate(None));
    let stored = store(lists, change, Some(name));
    Ok(deactivated.into_iter().chain(stored).collect())
}

/// What applies to another session stays (XEP-0016 §2.2).
fn free(lists: &Lists, others: &[Option<Box<str>>], name: &str) -> Result<(), Refusal> {
    let applies = |active: &Option<Box<str>>| lists.name_applying(active.as_deref()) == Some(name);
    match others.iter().any(applies) {
        true => Err(Refusal::new(
            Condition::Conflict,
            "another session uses the list",
        )),
        false => Ok(()),
    }
}

fn edit(roster: &Roster, list: &List, limits: &Limits) -> Result<Vec<Effect>, Refusal> {
    let lists = &roster.privacy;
    let is_new = !lists.lists.contains_key(&*list.name);
    if (is_new && lists.lists.len() >= limits.lists) || list.items.len() > limits.rules {
        return Err(Refusal::new(
            Condition::ResourceConstraint,
            "there are too many lists, or rules",
        ));
    }
    let named = [Some(&list.name)].into_iter();
    let values = list.items.iter().map(|item| item.value.as_ref());
    let longest = named.chain(values).flatten().map(String::len).max();
    if list.name.is_empty() || longest > Some(LONGEST) {
        return Err(Refusal::new(
            Condition::NotAcceptable,
            "a name is too long, or empty",
        ));
    }
    let rules = list.items.iter().map(|item| Rule::of(item, roster));
    let rules: Vec<Rule> = rules.collect::<Result<_, _>>()?;
    let mut orders: Vec<u32> = rules.iter().map(|rule| rule.order).collect();
    orders.sort_unstable();
    if orders.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Refusal::new(
            Condition::BadRequest,
            "two rules have the same place",
        ));
    }
    let change = Change::List {
        name: list.name.as_str().into(),
        rules,
    };
    Ok(store(lists, change, Some(&list.name)))
}

/// As long as an address can be: 3071 bytes (RFC 7622 §3.1).
const LONGEST: usize = 3071;

/// Stored, answered, told to all sessions; and to those that look at the list of those who are blocked, if that has changed as
/// well (XEP-0191 §4).
fn store(lists: &Lists, change: Change, told: Option<&str>) -> Vec<Effect> {
    let mut after = lists.clone();
    after.apply(&change);
    let mut effects = vec![Effect::StorePrivacy(vec![change]), Effect::Reply];
    effects.extend(told.map(|name| Effect::PushPrivacy {
        name: name.into(),
        asked: false,
    }));
    let (before, after) = (lists.blocked(), after.blocked());
    let changes = [
        (before.difference(&after), false),
        (after.difference(&before), true),
    ];
    for (jids, blocked) in changes {
        let jids: Vec<_> = jids.map(|jid| (*jid).clone()).collect();
        if !jids.is_empty() {
            effects.push(Effect::PushBlocked(blocking::Change { jids, blocked }));
        }
    }
    effects
}
