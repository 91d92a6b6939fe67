//! Privacy lists: what gets through between an account and others (XEP-0016). Blocking (XEP-0191) is a view of the list that
//! applies by default.
//!
//! Whether something gets through is asked in one place, [`Guard::denies`].

mod list;
mod request;
mod shift;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::delivery::Kind;
use super::roster::Roster;
use crate::schema::privacy::{self, ActiveList, DefaultList, PrivacyLists};
use crate::schema::stanza::PresenceType;
use crate::{BareJid, Jid};
pub use list::{Kinds, List, Rule, Whom};
pub use request::{get, set};
pub use shift::shift;

/// The privacy lists of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    lists: BTreeMap<Box<str>, List>,
    default: Option<Box<str>>,
}

/// A change to [`Lists`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These are the rules of a list from now on. Without rules, there is no such list, and it applies nowhere.
    List {
        /// Its name.
        name: Box<str>,
        /// Its rules.
        rules: Vec<Rule>,
    },
    /// This list applies by default from now on; absent for none.
    Default(Option<Box<str>>),
}

/// What goes between an account and others, as far as rules tell it apart (XEP-0016 §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Traffic {
    /// A message that comes.
    Message,
    /// An IQ that comes.
    Iq,
    /// Presence that comes, available or unavailable.
    PresenceIn,
    /// Presence that goes, available or unavailable.
    PresenceOut,
    /// All else: subscriptions and probes that come, and whatever goes. Only rules about all stanzas deny it (XEP-0016 §2.13).
    Rest,
}

/// What an account lets through: the one list that applies, with the roster that its rules look at.
#[derive(Clone, Copy, Debug)]
pub struct Guard<'a> {
    owner: &'a BareJid,
    roster: &'a Roster,
    list: Option<&'a List>,
}

impl Lists {
    /// Whether there is no list.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The list that applies: the active one of a session, else the default one. They never apply both (XEP-0016 §2.2).
    pub fn applying(&self, active: Option<&str>) -> Option<&List> {
        self.lists.get(self.name_applying(active)?)
    }

    /// The name of the list that applies by default.
    pub fn default_name(&self) -> Option<&str> {
        self.default.as_deref()
    }

    /// The name of the list that applies.
    fn name_applying<'a>(&'a self, active: Option<&'a str>) -> Option<&'a str> {
        active.or_else(|| self.default_name())
    }

    /// Whom the account has blocked: those from whom and to whom nothing goes by a rule of their own in the list that applies by
    /// default (XEP-0191 §4).
    pub fn blocked(&self) -> BTreeSet<&Jid> {
        let list = self.applying(None);
        let rules = list.map(List::rules).unwrap_or_default();
        rules.iter().filter_map(Rule::blocks).collect()
    }

    /// Carries out a change that was stored.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::List { name, rules } if rules.is_empty() => {
                self.lists.remove(name);
                self.default.take_if(|default| default == name);
            }
            Change::List { name, rules } => {
                self.lists.insert(name.clone(), List::new(rules.clone()));
            }
            Change::Default(name) => self.default.clone_from(name),
        }
    }

    /// The names of all lists, and which apply: the active one, if there is one for who asks, and the default one (XEP-0016 §2.3).
    fn to_answer(&self, active: Option<&str>) -> PrivacyLists {
        let name = |name: &str| Some(name.to_owned());
        PrivacyLists {
            active: active.map(|active| ActiveList {
                name: name(active),
                ..ActiveList::default()
            }),
            default: self.default_name().map(|default| DefaultList {
                name: name(default),
                ..DefaultList::default()
            }),
            lists: self
                .lists
                .keys()
                .map(|name| privacy::List::new(&**name))
                .collect(),
            ..PrivacyLists::default()
        }
    }
}

impl<'a> FromIterator<&'a Change> for Lists {
    fn from_iter<I: IntoIterator<Item = &'a Change>>(changes: I) -> Self {
        let mut lists = Self::default();
        for change in changes {
            lists.apply(change);
        }
        lists
    }
}

impl Traffic {
    /// What a stanza is that comes for the account.
    pub const fn incoming(kind: Kind) -> Self {
        match kind {
            Kind::Message(_) => Self::Message,
            Kind::Iq(_) => Self::Iq,
            Kind::Presence(None | Some(PresenceType::Unavailable)) => Self::PresenceIn,
            Kind::Presence(_) => Self::Rest,
        }
    }

    /// What a stanza is that the account sends.
    pub const fn outgoing(kind: Kind) -> Self {
        match kind {
            Kind::Presence(None | Some(PresenceType::Unavailable)) => Self::PresenceOut,
            Kind::Message(_) | Kind::Iq(_) | Kind::Presence(_) => Self::Rest,
        }
    }
}

impl<'a> Guard<'a> {
    /// What an account lets through to and from a session with that active list, or, without one, to and from itself.
    pub fn new(owner: &'a BareJid, roster: &'a Roster, active: Option<&str>) -> Self {
        let list = roster.privacy.applying(active);
        Self {
            owner,
            roster,
            list,
        }
    }

    /// The same by a list that looks at no roster.
    pub const fn without_roster(owner: &'a BareJid, list: &'a List, empty: &'a Roster) -> Self {
        Self {
            owner,
            roster: empty,
            list: Some(list),
        }
    }

    /// Whether this does not get through between the account and that address. An account is never kept from its own resources
    /// (XEP-0016 §2.1), nor from its own server, which it needs to change the list.
    pub fn denies(&self, jid: &Jid, traffic: Traffic) -> bool {
        let Some(list) = self.list else {
            return false;
        };
        let is_own = jid.as_bare() == self.owner.as_jid_ref()
            || (jid.local().is_none() && jid.domain() == self.owner.domain());
        !is_own && list.denies(self.roster, jid, traffic)
    }
}
