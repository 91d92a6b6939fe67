//! One list.

use std::collections::BTreeSet;

use super::Traffic;
use crate::rules::Refusal;
use crate::rules::roster::Roster;
use crate::schema::privacy::{Action, Criterion, Item};
use crate::schema::roster::Subscription;
use crate::schema::stanzaerror::Condition;
use crate::{Jid, XmlText};

/// The rules of one list, in the order in which they are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    rules: Vec<Rule>,
    /// Whom the first rules block, each by its address: all of them are found at once, however many there are.
    front: BTreeSet<Jid>,
    /// How many rules these are.
    fronts: usize,
}

/// A rule: what happens to whose stanzas (XEP-0016 §2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its place; the lowest is looked at first.
    pub order: u32,
    /// Who it is about.
    pub whom: Whom,
    /// Whether they get through.
    pub allow: bool,
    /// Which stanzas it is about.
    pub kinds: Kinds,
}

/// Who a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// An address, and what belongs to it.
    Jid(Jid),
    /// The contacts in a group.
    Group(String),
    /// Those with exactly that subscription; those who are no contacts have none.
    Subscription(Subscription),
    /// Everybody.
    Anyone,
}

/// Which stanzas a rule is about; all where it names none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds {
    /// IQs that come.
    pub iq: bool,
    /// Messages that come.
    pub message: bool,
    /// Presence that comes.
    pub presence_in: bool,
    /// Presence that goes.
    pub presence_out: bool,
}

impl List {
    pub(super) fn new(mut rules: Vec<Rule>) -> Self {
        rules.sort_by_key(|rule| rule.order);
        let front: Vec<&Jid> = rules.iter().map_while(Rule::blocks).collect();
        Self {
            fronts: front.len(),
            front: front.into_iter().cloned().collect(),
            rules,
        }
    }

    /// Its rules, in order.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Whether any of its rules looks at the roster.
    pub fn looks_at_roster(&self) -> bool {
        let looks = |rule: &Rule| matches!(rule.whom, Whom::Group(_) | Whom::Subscription(_));
        self.rules[self.fronts..].iter().any(looks)
    }

    /// The first rule that is about it counts; what no rule is about gets through (XEP-0016 §2.2).
    pub(super) fn denies(&self, roster: &Roster, jid: &Jid, traffic: Traffic) -> bool {
        if !self.front.is_empty() {
            let listed = |jid: &Jid| self.front.contains(jid);
            if listed(jid) || listed(jid.to_bare().as_jid()) || listed(jid.to_domain().as_jid()) {
                return true;
            }
        }
        let mut rules = self.rules[self.fronts..].iter();
        let first =
            rules.find(|rule| rule.kinds.include(traffic) && rule.whom.includes(roster, jid));
        first.is_some_and(|rule| !rule.allow)
    }
}

impl Rule {
    /// Whom the rule keeps from everything, by their address (XEP-0191 §4).
    pub fn blocks(&self) -> Option<&Jid> {
        match &self.whom {
            Whom::Jid(jid) if !self.allow && self.kinds == Kinds::default() => Some(jid),
            _ => None,
        }
    }

    /// The rule that keeps an address from everything.
    pub const fn block(jid: Jid) -> Self {
        Self {
            order: 0,
            whom: Whom::Jid(jid),
            allow: false,
            kinds: Kinds {
                iq: false,
                message: false,
                presence_in: false,
                presence_out: false,
            },
        }
    }

    /// What a client has written.
    pub(super) fn of(item: &Item, roster: &Roster) -> Result<Self, Refusal> {
        Ok(Self {
            order: item.order,
            whom: Whom::of(item, roster)?,
            allow: item.action == Action::Allow,
            kinds: Kinds {
                iq: item.iq,
                message: item.message,
                presence_in: item.presence_in,
                presence_out: item.presence_out,
            },
        })
    }

    /// As clients see it.
    pub(super) fn to_item(&self) -> Item {
        let action = match self.allow {
            true => Action::Allow,
            false => Action::Deny,
        };
        let (type_, value) = match &self.whom {
            Whom::Jid(jid) => (Some(Criterion::Jid), Some(jid.to_string())),
            Whom::Group(group) => (Some(Criterion::Group), Some(group.clone())),
            Whom::Subscription(state) => (
                Some(Criterion::Subscription),
                Some(state.to_text().into_owned()),
            ),
            Whom::Anyone => (None, None),
        };
        let kinds = self.kinds;
        Item {
            type_,
            value,
            iq: kinds.iq,
            message: kinds.message,
            presence_in: kinds.presence_in,
            presence_out: kinds.presence_out,
            ..Item::new(action, self.order)
        }
    }
}

impl Whom {
    /// Who is meant: an address has to be one, a group has to be in the roster, and a subscription one of four (XEP-0016 §2.1).
    fn of(item: &Item, roster: &Roster) -> Result<Self, Refusal> {
        let Some(type_) = item.type_ else {
            return Ok(Self::Anyone);
        };
        let refuse = |condition, text| Err(Refusal::new(condition, text));
        let Some(value) = item.value.as_deref() else {
            return refuse(
                Condition::BadRequest,
                "a rule does not say whom it is about",
            );
        };
        match type_ {
            Criterion::Jid => match Jid::new(value) {
                Ok(jid) => Ok(Self::Jid(jid)),
                Err(_) => refuse(Condition::JidMalformed, "a rule is about no address"),
            },
            Criterion::Group if roster.has_group(value) => Ok(Self::Group(value.to_owned())),
            Criterion::Group => refuse(
                Condition::ItemNotFound,
                "the roster has no group of that name",
            ),
            Criterion::Subscription => match Subscription::from_text(value) {
                Ok(Subscription::Remove) | Err(_) => {
                    refuse(Condition::BadRequest, "there is no such subscription")
                }
                Ok(state) => Ok(Self::Subscription(state)),
            },
        }
    }

    fn includes(&self, roster: &Roster, jid: &Jid) -> bool {
        match self {
            Self::Jid(listed) => covers(listed, jid),
            Self::Group(group) => {
                let entry = roster.entries.get(&jid.to_bare());
                entry.is_some_and(|entry| {
                    entry.listed && entry.groups.iter().any(|own| own == group)
                })
            }
            Self::Subscription(state) => roster.subscription(&jid.to_bare()).shown() == *state,
            Self::Anyone => true,
        }
    }
}

impl Kinds {
    const fn include(self, traffic: Traffic) -> bool {
        let names_some = self.iq || self.message || self.presence_in || self.presence_out;
        match traffic {
            _ if !names_some => true,
            Traffic::Iq => self.iq,
            Traffic::Message => self.message,
            Traffic::PresenceIn => self.presence_in,
            Traffic::PresenceOut => self.presence_out,
            Traffic::Rest => false,
        }
    }
}

/// What an address on a list stands for: a resource for itself, an account for its resources, a domain for all that is there
/// (XEP-0016 §2.1).
fn covers(listed: &Jid, jid: &Jid) -> bool {
    if listed.is_full() {
        return listed == jid;
    }
    match listed.local() {
        Some(_) => listed.as_jid_ref() == jid.as_bare(),
        None => listed.domain() == jid.domain(),
    }
}
