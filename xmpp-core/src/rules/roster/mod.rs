//! The roster, and requests to read and change it (RFC 6121 §2).

mod get;
mod set;
#[cfg(test)]
mod tests;

use litemap::LiteMap;

use super::privacy::Lists;
use super::subscription::{Direction, Subscription};
use crate::schema::roster::{self, Item};
use crate::text::ShortText;
use crate::{BareJid, Element};
pub use get::{Retrieval, get};
pub use set::set;

/// What a server keeps of a user's contacts: those that the user has listed, those that wait for an answer of the user, and
/// those that were removed, as far as a client may have to hear of it (RFC 6121 §2.6.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// Counts the changes. It is the version that clients are told, too, so it only ever grows.
    pub version: u64,
    /// The version since which every removal is still known. A client with an older one gets the whole roster.
    pub oldest: u64,
    /// By address: sorted, in one piece, since most rosters are short and one is kept for each account that is online.
    pub entries: LiteMap<BareJid, Entry>,
    /// What the user lets through, from contacts and others (XEP-0016, XEP-0191).
    pub privacy: Lists,
}

/// What a server keeps of one contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Whether the roster that clients see has an item for the contact. Whoever only asks for a subscription gets none
    /// (RFC 6121 §3.1.3).
    pub listed: bool,
    /// What the user calls the contact.
    pub name: Option<ShortText>,
    /// The groups that the user has put the contact in.
    pub groups: crate::Few<ShortText>,
    /// Who sees whose presence.
    pub subscription: Subscription,
    /// The contact's request that waits for an answer, complete (RFC 6121 §3.1.3).
    pub request: Option<Element>,
    /// The roster's version when what clients see of the contact changed last; 0 if they have never seen it.
    pub version: u64,
}

/// A change to one entry of a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The roster's version after the change: one more than that of the roster that the change was judged by.
    pub version: u64,
    /// Whom the entry is about.
    pub contact: BareJid,
    /// The entry from now on.
    pub entry: Entry,
}

/// What a roster may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How many contacts can be listed.
    pub items: usize,
    /// How many requests of contacts that are not listed can wait for an answer; more are dropped (RFC 6121 §3.1.3).
    pub requests: usize,
    /// How long such a request can be, in bytes. A longer one is kept without its content.
    pub request_length: usize,
    /// How many groups a contact can be in.
    pub groups: usize,
    /// How long a name, of a contact or a group, can be, in bytes.
    pub name_length: usize,
    /// How many privacy lists there can be (XEP-0016).
    pub lists: usize,
    /// How many rules one of them can have, which is also how many addresses can be blocked (XEP-0191).
    pub rules: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            items: 5000,
            requests: 500,
            request_length: 4096,
            groups: 50,
            name_length: 1023,
            lists: 20,
            rules: 1000,
        }
    }
}

impl Roster {
    /// What is kept of the contact; nothing is kept of most.
    pub fn entry(&self, contact: &BareJid) -> Entry {
        self.entries.get(contact).cloned().unwrap_or_default()
    }

    /// The state of the subscription between user and contact.
    pub fn subscription(&self, contact: &BareJid) -> Subscription {
        self.entries
            .get(contact)
            .map(|entry| entry.subscription)
            .unwrap_or_default()
    }

    /// Whether the contact may see the user's presence (RFC 6121 §3).
    pub fn shows_to(&self, contact: &BareJid) -> bool {
        self.subscription(contact).from == Direction::Yes
    }

    /// The contacts that see the user's presence.
    pub fn subscribers(&self) -> impl Iterator<Item = &BareJid> {
        self.entries
            .iter()
            .filter(|(_, entry)| entry.subscription.from == Direction::Yes)
            .map(|(jid, _)| jid)
    }

    /// Whether a contact is in a group of that name.
    pub fn has_group(&self, name: &str) -> bool {
        self.listed()
            .any(|(_, entry)| entry.groups.iter().any(|group| group == name))
    }

    /// Carries out a change that was stored. A contact of whom nothing is left to say is dropped.
    pub fn apply(&mut self, change: Change) {
        self.version = change.version;
        if change.entry.is_void() {
            self.entries.remove(&change.contact);
        } else {
            self.entries.insert(change.contact, change.entry);
        }
    }

    /// The change that gives the contact this entry, and what is pushed for it; nothing where it has it already. What clients do
    /// not see is not pushed.
    pub(super) fn change(
        &self,
        contact: &BareJid,
        mut entry: Entry,
    ) -> Option<(Change, Option<roster::Roster>)> {
        let before = self.entry(contact);
        entry.version = before.version;
        if entry == before {
            return None;
        }
        let version = self.version.saturating_add(1);
        let seen = before.listed || entry.listed;
        let push = (seen && !entry.looks_like(&before)).then(|| {
            entry.version = version;
            entry.to_push(contact)
        });
        let contact = contact.clone();
        Some((
            Change {
                version,
                contact,
                entry,
            },
            push,
        ))
    }

    fn listed(&self) -> impl Iterator<Item = (&BareJid, &Entry)> {
        self.entries.iter().filter(|(_, entry)| entry.listed)
    }
}

impl Entry {
    /// Whether there is nothing to keep: neither a listed contact, nor a request, nor a removal that a client may not know of.
    pub fn is_void(&self) -> bool {
        !self.listed && self.subscription.is_none() && self.version == 0
    }

    /// The item that clients see (RFC 6121 §2.1.2).
    pub fn to_item(&self, contact: &BareJid) -> Item {
        if !self.listed {
            return Item {
                subscription: roster::Subscription::Remove,
                ..Item::new(contact.clone())
            };
        }
        Item {
            approved: self.subscription.approval(),
            ask: self.subscription.ask(),
            name: self.name.clone(),
            subscription: self.subscription.shown(),
            groups: self.groups.clone(),
            ..Item::new(contact.clone())
        }
    }

    /// The roster push for the state of the entry (RFC 6121 §2.1.6).
    fn to_push(&self, contact: &BareJid) -> roster::Roster {
        roster::Roster {
            ver: Some(self.version.to_string()),
            items: vec![self.to_item(contact)],
            ..roster::Roster::default()
        }
    }

    /// Whether clients see no difference.
    fn looks_like(&self, other: &Self) -> bool {
        let shown = |entry: &Self| {
            (
                entry.subscription.shown(),
                entry.subscription.ask(),
                entry.subscription.approved,
            )
        };
        self.listed == other.listed
            && (!self.listed
                || (shown(self) == shown(other)
                    && self.name == other.name
                    && self.groups == other.groups))
    }
}
