//! Changing the roster (RFC 6121 §2.1.5, §2.3 to §2.5).

use super::{Change, Entry, Limits, Roster};
use crate::rules::subscription::{Direction, Request};
use crate::rules::{Effect, Refusal, Sender};
use crate::schema::roster::{self, Item};
use crate::schema::stanzaerror::Condition;
use crate::text::ShortText;
use crate::{BareJid, Jid};

/// Judges a roster set of the account itself; one from anybody else is `forbidden` (RFC 6121 §2.3.3) and not to come here.
///
/// What the client says in `subscription`, `ask` and `approved` is ignored, but for `remove` (RFC 6121 §2.1.2).
///
/// # Errors
///
/// - `bad-request`: not exactly one item (RFC 6121 §2.1.5), or the same group twice.
/// - `not-acceptable`: a name or a group that is too long, a group without a name, too many groups.
/// - `not-allowed`: the account's own address.
/// - `item-not-found`: the contact to be removed is not listed (RFC 6121 §2.5.3).
/// - `resource-constraint`: too many contacts.
pub fn set(
    roster: &Roster,
    owner: &BareJid,
    query: &roster::Roster,
    limits: &Limits,
) -> Result<Vec<Effect>, Refusal> {
    let [item] = query.items.as_slice() else {
        return Err(Refusal::new(
            Condition::BadRequest,
            "a roster set has exactly one item",
        ));
    };
    if item.jid == *owner {
        return Err(Refusal::new(
            Condition::NotAllowed,
            "nobody is a contact of their own",
        ));
    }
    if item.subscription == roster::Subscription::Remove {
        return remove(roster, &item.jid);
    }
    check(item, limits)?;
    let before = roster.entry(&item.jid);
    if !before.listed && roster.listed().count() >= limits.items {
        return Err(Refusal::new(
            Condition::ResourceConstraint,
            "the roster is full",
        ));
    }
    let entry = Entry {
        listed: true,
        name: item.name.clone(),
        groups: item.groups.clone(),
        ..before
    };
    Ok(store(roster, &item.jid, entry))
}

/// Removes a contact: every subscription and every request between the two ends (RFC 6121 §2.5.2).
fn remove(roster: &Roster, contact: &BareJid) -> Result<Vec<Effect>, Refusal> {
    let before = roster.entry(contact);
    if !before.listed {
        return Err(Refusal::new(
            Condition::ItemNotFound,
            "there is no such contact",
        ));
    }
    let mut effects = store(roster, contact, Entry::default());
    let to = || Jid::from(contact);
    if before.subscription.to != Direction::No {
        effects.push(cancel(to(), Request::Unsubscribe));
    }
    if before.subscription.from == Direction::Yes {
        // RFC 6121 §3.2.2: while the contact is still subscribed.
        effects.push(Effect::Hide { to: to() });
    }
    if before.subscription.from != Direction::No {
        effects.push(cancel(to(), Request::Unsubscribed));
    }
    Ok(effects)
}

/// Every set that succeeds is pushed, one that changes nothing too (RFC 6121 §2.3.2), and every push has a version of its own
/// (RFC 6121 §2.6.3).
fn store(roster: &Roster, contact: &BareJid, mut entry: Entry) -> Vec<Effect> {
    let version = roster.version.saturating_add(1);
    entry.version = version;
    let push = entry.to_push(contact);
    let contact = contact.clone();
    vec![
        Effect::Store(Change {
            version,
            contact,
            entry,
        }),
        Effect::Reply,
        Effect::Push(push),
    ]
}

fn cancel(to: Jid, request: Request) -> Effect {
    Effect::Send {
        to,
        from: Sender::Account,
        type_: Some(request.into()),
    }
}

/// What a client may write into an item (RFC 6121 §2.3.3).
fn check(item: &Item, limits: &Limits) -> Result<(), Refusal> {
    let name = item.name.as_deref().unwrap_or_default();
    if name.len() > limits.name_length {
        return Err(Refusal::new(
            Condition::NotAcceptable,
            "the name is too long",
        ));
    }
    if item.groups.iter().any(|group| group.is_empty()) {
        return Err(Refusal::new(
            Condition::NotAcceptable,
            "a group has no name",
        ));
    }
    if item
        .groups
        .iter()
        .any(|group| group.len() > limits.name_length)
    {
        return Err(Refusal::new(
            Condition::NotAcceptable,
            "the name of a group is too long",
        ));
    }
    let mut groups: Vec<&ShortText> = item.groups.iter().collect();
    groups.sort_unstable();
    if groups.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Refusal::new(
            Condition::BadRequest,
            "a group is named twice",
        ));
    }
    if groups.len() > limits.groups {
        return Err(Refusal::new(
            Condition::NotAcceptable,
            "there are too many groups",
        ));
    }
    Ok(())
}
