//! Messages: the table of RFC 6121 §8.5.4.

use super::{Recipient, Verdict};
use crate::schema::stanza::MessageType;
use crate::schema::stanzaerror::Condition;

/// Says what to do about a message for an account or one of its resources.
pub(super) fn deliver<'a>(recipient: &Recipient<'a>, type_: MessageType) -> Verdict<'a> {
    if let Some(found) = recipient.addressed() {
        return Verdict::Deliver(vec![found.name]); // RFC 6121 §8.5.3.1: whatever its priority
    }
    match (type_, recipient.resource) {
        (MessageType::Error, _) => Verdict::Ignore,
        (MessageType::Chat, _) | (MessageType::Normal, None) => conversation(recipient),
        (MessageType::Headline, None) => headline(recipient),
        // RFC 6121 §8.5.3.2.1 leaves a choice: news are for the moment, everything else is returned.
        (MessageType::Headline, Some(_)) => Verdict::Ignore,
        (MessageType::Normal, Some(_)) | (MessageType::Groupchat, _) => RETURNED,
    }
}

/// To the most available resources: all that have the highest priority (RFC 6121 §8.5.2.1.1). Where none takes messages, it is
/// kept.
fn conversation<'a>(recipient: &Recipient<'a>) -> Verdict<'a> {
    let Some(highest) = recipient
        .available()
        .filter_map(|resource| resource.priority)
        .max()
        .filter(|highest| *highest >= 0)
    else {
        return unheard(recipient);
    };
    let most_available = recipient
        .available()
        .filter(|resource| resource.priority == Some(highest));
    Verdict::Deliver(most_available.map(|resource| resource.name).collect())
}

/// Nobody is there to read it. Without an account, the sender sees the same as with one; but an account keeps nothing from those
/// whom it has blocked.
fn unheard<'a>(recipient: &Recipient<'a>) -> Verdict<'a> {
    if recipient.blocks_sender {
        RETURNED
    } else if recipient.resources.is_some() {
        Verdict::Store
    } else {
        Verdict::Ignore
    }
}

/// To all resources that take messages, else to nobody (RFC 6121 §8.5.2.1.1, §8.5.2.2.1).
fn headline<'a>(recipient: &Recipient<'a>) -> Verdict<'a> {
    let takes = recipient
        .available()
        .filter(|resource| resource.priority >= Some(0));
    let to: Vec<&str> = takes.map(|resource| resource.name).collect();
    if to.is_empty() {
        Verdict::Ignore
    } else {
        Verdict::Deliver(to)
    }
}

const RETURNED: Verdict<'_> = Verdict::Bounce(Condition::ServiceUnavailable);
