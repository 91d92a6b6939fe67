//! Presence probes (RFC 6121 §4.3.2, §4.6.6).

use super::Availability;
use crate::rules::privacy::{Guard, Traffic};
use crate::rules::roster::Roster;
use crate::rules::{Effect, Sender, Source};
use crate::schema::stanza::PresenceType;
use crate::{BareJid, Jid};

/// Judges a probe for an account. `resources` are those of its resources that the probe is for: all that are connected if it is
/// addressed to the account, else the one that is addressed, if it is connected, which is the resource at hand then.
///
/// Who is blocked hears nothing (XEP-0191 §3.5). Who may see the presence of the account sees that of its available resources. Who may not, but was shown the resource that it
/// asks about, hears that it is there and nothing else. Everyone else hears `unsubscribed`.
pub fn probe(roster: &Roster, owner: &BareJid, probed: &Probed<'_>, from: &Jid) -> Vec<Effect> {
    if Guard::new(owner, roster, None).denies(from, Traffic::Rest) {
        return Vec::new();
    }
    let bare = from.to_bare();
    if bare == *owner || roster.shows_to(&bare) {
        return vec![shown(probed, from)];
    }
    let shows_itself = |resource: &Availability| {
        resource.directed.contains(from) || resource.directed.contains(bare.as_jid())
    };
    match probed {
        Probed::Resource(Some(resource)) if shows_itself(resource) => {
            vec![Effect::Send {
                to: from.clone(),
                from: Sender::Resource,
                type_: None,
            }]
        }
        _ => absent(from),
    }
}

/// The answer to a probe for an account that does not exist, or is not to be seen: the same, so that nobody can tell
/// (RFC 6121 §4.3.2 rule 1).
pub fn absent(from: &Jid) -> Vec<Effect> {
    vec![Effect::Send {
        to: from.to_bare().into(),
        from: Sender::Account,
        type_: Some(PresenceType::Unsubscribed),
    }]
}

/// Whose presence a probe asks for.
#[derive(Clone, Copy, Debug)]
pub enum Probed<'a> {
    /// That of the account: these are its connected resources.
    Account(&'a [Availability]),
    /// That of one resource; absent if it is not connected.
    Resource(Option<&'a Availability>),
}

fn shown(probed: &Probed<'_>, from: &Jid) -> Effect {
    let is_available = |resource: &Availability| resource.priority.is_some();
    let (of, sender, found) = match probed {
        Probed::Account(resources) => (
            Source::Every,
            Sender::Account,
            resources.iter().any(is_available),
        ),
        Probed::Resource(resource) => (
            Source::Resource,
            Sender::Resource,
            resource.is_some_and(is_available),
        ),
    };
    let to = from.clone();
    if found {
        return Effect::Show { to, of };
    }
    Effect::Send {
        to,
        from: sender,
        type_: Some(PresenceType::Unavailable), // RFC 6121 §4.3.2 rule 3
    }
}
