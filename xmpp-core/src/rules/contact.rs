//! What subscription stanzas do to a user's roster (RFC 6121 §3).

#[cfg(test)]
mod limit_tests;
#[cfg(test)]
mod tests;

use super::privacy::{Guard, Traffic};
use super::roster::{Entry, Limits, Roster};
use super::subscription::{Direction, Request, Subscription};
use super::{Audience, Effect, Sender, Source};
use crate::schema::stanza::{Presence, PresenceType};
use crate::schema::stanzaerror::Condition;
use crate::{BareJid, Element, Jid};

/// Judges a subscription stanza that the user has sent to a contact (RFC 6121 §A.2). What the server sends on comes from the
/// account, not from the resource (RFC 6121 §3), and goes to the contact's account, even if the client named a resource
/// (RFC 6121 §3.1.2).
pub fn outbound(
    roster: &Roster,
    owner: &BareJid,
    contact: &BareJid,
    request: Request,
    limits: &Limits,
) -> Vec<Effect> {
    if owner == contact {
        return Vec::new(); // Everyone sees their own presence (RFC 6121 §4.2.2).
    }
    let before = roster.entry(contact);
    let verdict = before.subscription.outbound(request);
    let changed = verdict.state != before.subscription;
    let listed =
        before.listed || (changed && matches!(request, Request::Subscribe | Request::Subscribed));
    if listed
        && !before.listed
        && roster.entries.values().filter(|entry| entry.listed).count() >= limits.items
    {
        return vec![Effect::Bounce(Condition::ResourceConstraint)];
    }
    let awaits_answer = verdict.state.from == Direction::Asked;
    let entry = Entry {
        listed,
        subscription: verdict.state,
        request: before.request.filter(|_| awaits_answer),
        ..before
    };
    let (mut effects, push) = store(roster, contact, entry);
    let to = || Jid::from(contact);
    if request == Request::Unsubscribed && before.subscription.from == Direction::Yes {
        effects.push(Effect::Hide { to: to() }); // RFC 6121 §3.2.2: before the contact hears that it is over.
    }
    if verdict.route {
        effects.push(Effect::Forward {
            to: to(),
            from: Sender::Account,
        });
    }
    effects.extend(push);
    if request == Request::Subscribed && verdict.route {
        effects.push(Effect::Show {
            to: to(),
            of: Source::Every,
        }); // RFC 6121 §3.1.5
    }
    effects
}

/// Judges a subscription stanza that a contact has sent to the user (RFC 6121 §A.3). `stanza` is the whole of it, from the
/// contact's bare address: a request is kept until the user answers, and handed to every resource that becomes available until
/// then (RFC 6121 §3.1.3).
///
/// What changes nothing is ignored without a word, and so is a request beyond the limits, and whatever comes from somebody who is
/// blocked (XEP-0191 §3.5).
pub fn inbound(
    roster: &Roster,
    owner: &BareJid,
    contact: &BareJid,
    request: Request,
    stanza: &Element,
    limits: &Limits,
) -> Vec<Effect> {
    let guard = Guard::new(owner, roster, None);
    if owner == contact || guard.denies(contact.as_jid(), Traffic::Rest) {
        return Vec::new();
    }
    let before = roster.entry(contact);
    let verdict = before.subscription.inbound(request);
    let is_new =
        verdict.state.from == Direction::Asked && before.subscription.from != Direction::Asked;
    if is_new && !before.listed && waiting(roster) >= limits.requests {
        return Vec::new();
    }
    let entry = Entry {
        subscription: verdict.state,
        request: match (verdict.state.from, is_new) {
            (Direction::Asked, true) => Some(kept(stanza, owner, contact, limits)),
            (Direction::Asked, false) => before.request,
            _ => None,
        },
        ..before
    };
    let (mut effects, push) = store(roster, contact, entry);
    if verdict.deliver {
        // RFC 6121 §3.1.3 for requests; §3.1.6, §3.2.3, §3.3.3 for the rest, before the roster push.
        effects.push(Effect::Deliver(match request {
            Request::Subscribe => Audience::Available,
            _ => Audience::Interested,
        }));
    }
    effects.extend(push);
    effects.extend(answer(
        contact,
        request,
        before.subscription.from,
        verdict.reply,
    ));
    effects
}

/// Judges what is said to the contacts of an account that is removed: nobody sees it any more, and it sees nobody
/// (RFC 6121 §3.2, §3.3; XEP-0077 §3.2).
pub fn farewell(roster: &Roster) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (contact, entry) in &roster.entries {
        let send = |type_: PresenceType| Effect::Send {
            to: Jid::from(contact),
            from: Sender::Account,
            type_: Some(type_),
        };
        let Subscription { to, from, .. } = entry.subscription;
        if from == Direction::Yes {
            effects.push(Effect::Hide {
                to: Jid::from(contact),
            });
        }
        if to != Direction::No {
            effects.push(send(PresenceType::Unsubscribe));
        }
        if from != Direction::No {
            effects.push(send(PresenceType::Unsubscribed));
        }
    }
    effects
}

/// What the server says to the contact on the user's behalf.
fn answer(
    contact: &BareJid,
    request: Request,
    before: Direction,
    reply: Option<Request>,
) -> Vec<Effect> {
    let to = || Jid::from(contact);
    let mut effects = Vec::new();
    if request == Request::Unsubscribe && before == Direction::Yes {
        effects.push(Effect::Hide { to: to() }); // RFC 6121 §3.3.3
    }
    effects.extend(reply.map(|reply| Effect::Send {
        to: to(),
        from: Sender::Account,
        type_: Some(reply.into()),
    }));
    if reply == Some(Request::Subscribed) {
        // The contact may ask because it has missed the approval, and so the presence that came with it.
        effects.push(Effect::Show {
            to: to(),
            of: Source::Every,
        });
    }
    effects
}

/// Stores an entry, and what is to be pushed for it later; neither where nothing changes.
fn store(roster: &Roster, contact: &BareJid, entry: Entry) -> (Vec<Effect>, Option<Effect>) {
    let Some((change, push)) = roster.change(contact, entry) else {
        return (Vec::new(), None);
    };
    (vec![Effect::Store(change)], push.map(Effect::Push))
}

/// How many requests wait from those who are no contacts.
fn waiting(roster: &Roster) -> usize {
    let waiting = |entry: &&Entry| !entry.listed && entry.subscription.from == Direction::Asked;
    roster.entries.values().filter(waiting).count()
}

/// The request as it is kept: complete, unless it is long enough to be an attack (RFC 6121 §3.1.3).
fn kept(stanza: &Element, owner: &BareJid, contact: &BareJid, limits: &Limits) -> Element {
    if stanza.as_fragment().xml().len() <= limits.request_length {
        return stanza.clone();
    }
    let short = Presence {
        from: Some(contact.into()),
        ..Presence::subscribe(owner.clone())
    };
    Element::of(&short).unwrap_or_else(|_| stanza.clone()) // Never: an address and a type are always valid.
}
