//! What it means for those who see a session, or are seen, that another list applies to it.

use super::{Guard, Traffic};
use crate::rules::presence::Availability;
use crate::rules::subscription::Direction;
use crate::rules::{Effect, Sender, Source};
use crate::schema::stanza::PresenceType;
use crate::{Jid, rules::roster::Entry};

/// Judges that other stanzas get through to and from a session than before. Who may no longer see it sees it go, and nothing after
/// (XEP-0016 §2.11, XEP-0191 §3.3); who may again sees it (XEP-0191 §3.4). Whom it may no longer see goes (XEP-0016 §2.10); whom it
/// may again is asked.
pub fn shift(before: &Guard<'_>, after: &Guard<'_>, availability: &Availability) -> Vec<Effect> {
    if before.list == after.list {
        return Vec::new();
    }
    let mut effects = Vec::new();
    if availability.priority.is_some() {
        for (contact, entry) in &after.roster.entries {
            effects.extend(seen(before, after, contact.as_jid(), entry));
            effects.extend(sees(before, after, contact.as_jid(), entry));
        }
    }
    let turn = |jid: &Jid| turned(before, after, jid, Traffic::PresenceOut);
    for jid in availability
        .directed
        .iter()
        .filter(|jid| turn(jid) == Some(true))
    {
        effects.extend([gone(jid), Effect::Forget(jid.clone())]);
    }
    effects
}

/// What a subscriber sees of it.
fn seen(before: &Guard<'_>, after: &Guard<'_>, contact: &Jid, entry: &Entry) -> Option<Effect> {
    if entry.subscription.from != Direction::Yes {
        return None;
    }
    turned(before, after, contact, Traffic::PresenceOut).map(|denied| match denied {
        true => gone(contact),
        false => Effect::Show {
            to: contact.clone(),
            of: Source::Resource,
        },
    })
}

/// What it sees of a contact.
fn sees(before: &Guard<'_>, after: &Guard<'_>, contact: &Jid, entry: &Entry) -> Option<Effect> {
    if entry.subscription.to != Direction::Yes {
        return None;
    }
    match turned(before, after, contact, Traffic::PresenceIn)? {
        true => Some(Effect::Lose(contact.clone())),
        false if after.denies(contact, Traffic::Rest) => None,
        false => Some(Effect::Send {
            to: contact.clone(),
            from: Sender::Account,
            type_: Some(PresenceType::Probe),
        }),
    }
}

/// Whether something is denied now that was not, or the other way round.
fn turned(before: &Guard<'_>, after: &Guard<'_>, jid: &Jid, traffic: Traffic) -> Option<bool> {
    let denied = after.denies(jid, traffic);
    (before.denies(jid, traffic) != denied).then_some(denied)
}

fn gone(jid: &Jid) -> Effect {
    Effect::Send {
        to: jid.clone(),
        from: Sender::Resource,
        type_: Some(PresenceType::Unavailable),
    }
}
