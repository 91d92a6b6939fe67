//! Blocking: whom an account has nothing to do with (XEP-0191).

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::presence::Availability;
use super::roster::{Limits, Roster};
use super::subscription::Direction;
use super::{Effect, Refusal, Sender, Source};
use crate::schema::blocking::{Block, Blocklist as Listed, Item, Unblock};
use crate::schema::blocking_errors::Blocked;
use crate::schema::stanza::{PresenceType, StanzaError};
use crate::schema::stanzaerror::Condition;
use crate::{BareJid, Element, Jid};

/// Whom an account has blocked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocklist {
    jids: BTreeSet<Jid>,
}

/// A change to a [`Blocklist`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Whom it is about; nobody where everybody is unblocked.
    pub jids: Vec<Jid>,
    /// Whether they are blocked from now on, or no more.
    pub blocked: bool,
}

impl Blocklist {
    /// Whether nobody is blocked.
    pub fn is_empty(&self) -> bool {
        self.jids.is_empty()
    }

    /// Whether the account has nothing to do with that address: it, its account or its domain is on the list (XEP-0191 §5).
    /// An account never blocks itself, nor its own server (XEP-0191 §4).
    pub fn blocks(&self, owner: &BareJid, jid: &Jid) -> bool {
        if self.is_empty() || jid.as_bare() == owner.as_jid_ref() {
            return false;
        }
        if jid.local().is_none() && jid.domain() == owner.domain() {
            return false;
        }
        let listed = |jid: &Jid| self.jids.contains(jid);
        listed(jid) || listed(jid.to_bare().as_jid()) || listed(jid.to_domain().as_jid())
    }

    /// Carries out a change that was stored.
    pub fn apply(&mut self, change: &Change) {
        match change.blocked {
            true => self.jids.extend(change.jids.iter().cloned()),
            false if change.jids.is_empty() => self.jids.clear(),
            false => self.jids.retain(|jid| !change.jids.contains(jid)),
        }
    }

    /// The answer to who asks for the list (XEP-0191 §3.2).
    pub fn to_answer(&self) -> Listed {
        Listed {
            items: self.jids.iter().cloned().map(Item::new).collect(),
            ..Listed::default()
        }
    }
}

impl FromIterator<Jid> for Blocklist {
    fn from_iter<I: IntoIterator<Item = Jid>>(jids: I) -> Self {
        Self {
            jids: jids.into_iter().collect(),
        }
    }
}

impl Change {
    /// Those whom it is about, as a push tells them (XEP-0191 §3.3, §3.4).
    pub fn items(&self) -> Vec<Item> {
        self.jids.iter().cloned().map(Item::new).collect()
    }
}

/// Judges a request to block (XEP-0191 §3.3). Subscriptions stay as they are, and nobody is told: to those who are blocked, the
/// account is offline (XEP-0191 §4).
///
/// # Errors
///
/// - `bad-request`: nobody is named.
/// - `resource-constraint`: the list is full.
pub fn block(
    roster: &Roster,
    owner: &BareJid,
    query: &Block,
    limits: &Limits,
) -> Result<Vec<Effect>, Refusal> {
    let jids: Vec<Jid> = query.items.iter().map(|item| item.jid.clone()).collect();
    if jids.is_empty() {
        return Err(Refusal::new(
            Condition::BadRequest,
            "nobody is named who is to be blocked",
        ));
    }
    let change = Change {
        jids,
        blocked: true,
    };
    let mut after = roster.blocked.clone();
    after.apply(&change);
    if after.jids.len() > limits.blocked {
        return Err(Refusal::new(
            Condition::ResourceConstraint,
            "the list of those who are blocked is full",
        ));
    }
    let newly = |contact: &BareJid| {
        let jid = contact.as_jid();
        after.blocks(owner, jid) && !roster.blocked.blocks(owner, jid)
    };
    let hidden = roster.subscribers().filter(|contact| newly(contact));
    let hidden = hidden.map(|contact| Effect::Hide { to: contact.into() });
    Ok(store(change).into_iter().chain(hidden).collect())
}

/// Judges a request to unblock, everybody where nobody is named (XEP-0191 §3.4). Those who may see the account's presence see it
/// again, and what they have shown meanwhile is asked for.
pub fn unblock(roster: &Roster, owner: &BareJid, query: &Unblock) -> Vec<Effect> {
    let change = Change {
        jids: query.items.iter().map(|item| item.jid.clone()).collect(),
        blocked: false,
    };
    let mut after = roster.blocked.clone();
    after.apply(&change);
    let mut effects = store(change);
    for (contact, entry) in &roster.entries {
        let jid = contact.as_jid();
        if after.blocks(owner, jid) || !roster.blocked.blocks(owner, jid) {
            continue;
        }
        let to = || Jid::from(contact);
        if entry.subscription.from == Direction::Yes {
            effects.push(Effect::Show {
                to: to(),
                of: Source::Every,
            });
        }
        if entry.subscription.to == Direction::Yes {
            effects.push(Effect::Send {
                to: to(),
                from: Sender::Account,
                type_: Some(PresenceType::Probe),
            });
        }
    }
    effects
}

/// Those that a resource has shown itself to and that are blocked now: they hear that it is gone, and nothing after it
/// (XEP-0191 §3.3).
pub fn withdrawn(owner: &BareJid, blocked: &Blocklist, availability: &Availability) -> Vec<Jid> {
    let shown = availability.directed.iter();
    shown
        .filter(|jid| blocked.blocks(owner, jid))
        .cloned()
        .collect()
}

/// What somebody is told who sends to an address that they have blocked (XEP-0191 §3.5).
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

fn store(change: Change) -> Vec<Effect> {
    vec![
        Effect::StoreBlocked(change.clone()),
        Effect::Reply,
        Effect::PushBlocked(change),
    ]
}
