//! Presence without an addressee (RFC 6121 §4.2, §4.4, §4.5).

use super::Availability;
use crate::rules::privacy::{Guard, Traffic};
use crate::rules::roster::Roster;
use crate::rules::subscription::Direction;
use crate::rules::{Audience, Effect, Sender, Source};
use crate::schema::stanza::PresenceType;
use crate::{BareJid, FullJid, Jid};

/// Judges presence without `type` and `to` from a resource: its initial presence if it is not available (RFC 6121 §4.2.2), else
/// a later one (RFC 6121 §4.4.2).
pub fn available(
    roster: &Roster,
    resource: &FullJid,
    before: &Availability,
    priority: i8,
) -> Vec<Effect> {
    let is_initial = before.priority.is_none();
    let mut effects = vec![Effect::Appear(priority)];
    let owner = resource.to_bare();
    let guard = Guard::new(&owner, roster, before.active.as_deref());
    effects.extend(broadcast(roster, &guard));
    effects.push(Effect::Deliver(Audience::Available));
    if is_initial {
        effects.extend(begin_session(roster, resource, &guard));
    }
    if priority >= 0 && !before.takes_messages() {
        effects.push(Effect::Recall); // XEP-0160 §3
    }
    effects
}

/// Judges unavailable presence without `to`. If the resource has vanished without a word, the server asks this about an
/// unavailable presence of its own making (RFC 6121 §4.5.2). A resource that was not available tells only those whom it has shown
/// itself to.
pub fn unavailable(roster: &Roster, resource: &FullJid, before: &Availability) -> Vec<Effect> {
    let mut effects = Vec::new();
    let was_available = before.priority.is_some();
    if was_available {
        let owner = resource.to_bare();
        let guard = Guard::new(&owner, roster, before.active.as_deref());
        effects.extend(broadcast(roster, &guard));
        effects.push(Effect::Deliver(Audience::Available));
    }
    let has_heard = |jid: &Jid| was_available && sees_broadcasts(roster, resource, jid);
    // RFC 6121 §4.6.3 rule 2.
    effects.extend(
        before
            .directed
            .iter()
            .filter(|jid| !has_heard(jid))
            .cloned()
            .map(forward),
    );
    effects.push(Effect::Vanish);
    effects
}

/// Whether the address hears of the resource by broadcasts: a subscriber, or the account itself.
pub(super) fn sees_broadcasts(roster: &Roster, resource: &FullJid, jid: &Jid) -> bool {
    let bare = jid.to_bare();
    bare == resource.to_bare() || roster.shows_to(&bare)
}

pub(super) const fn forward(to: Jid) -> Effect {
    Effect::Forward {
        to,
        from: Sender::Resource,
    }
}

/// The stanza at hand to all subscribers that may see it (XEP-0016 §2.11, XEP-0191 §3.3).
fn broadcast(roster: &Roster, guard: &Guard<'_>) -> impl Iterator<Item = Effect> {
    let hears = |contact: &&BareJid| !guard.denies(contact.as_jid(), Traffic::PresenceOut);
    roster
        .subscribers()
        .filter(hears)
        .map(|contact| forward(contact.into()))
}

/// What a resource is told when it becomes available, and whom the server asks on its behalf.
fn begin_session(roster: &Roster, resource: &FullJid, guard: &Guard<'_>) -> Vec<Effect> {
    let mut effects = vec![Effect::Show {
        to: resource.into(),
        of: Source::Others,
    }];
    let entries = roster.entries.iter();
    let entries = entries.filter(|(contact, _)| !guard.denies(contact.as_jid(), Traffic::Rest));
    for (contact, entry) in entries.clone() {
        let asks = match entry.subscription.to {
            Direction::Yes => Some(PresenceType::Probe), // RFC 6121 §4.3.1
            Direction::Asked => Some(PresenceType::Subscribe), // RFC 6121 §3.1.2: in case the request was lost
            Direction::No => None,
        };
        effects.extend(asks.map(|type_| Effect::Send {
            to: contact.into(),
            from: Sender::Account,
            type_: Some(type_),
        }));
    }
    // RFC 6121 §3.1.3 rule 4.
    effects.extend(
        entries
            .filter_map(|(_, entry)| entry.request.clone())
            .map(Effect::Replay),
    );
    effects
}
