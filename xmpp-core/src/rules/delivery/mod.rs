//! Where a stanza goes (RFC 6120 §10, RFC 6121 §8).
//!
//! First [`Destination::of`] says whom it is for, then [`deliver`] what to do about it there.

mod destination;
mod message;
#[cfg(test)]
mod tests;

use super::presence::Availability;
use super::subscription::Request;
use crate::XmlText;
use crate::schema::stanza::{IqType, MessageType, PresenceType};
use crate::schema::stanzaerror::Condition;
pub use destination::Destination;

/// A stanza, as far as it matters for where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A message of this type.
    Message(MessageType),
    /// Presence of this type; absent for available.
    Presence(Option<PresenceType>),
    /// An IQ of this type.
    Iq(IqType),
}

/// Who gets a stanza, as far as it matters for where it goes.
#[derive(Clone, Copy, Debug)]
pub struct Recipient<'a> {
    /// The resources that are connected; absent if there is no such account.
    pub resources: Option<&'a [Resource<'a>]>,
    /// The resource that is addressed; absent if the account is.
    pub resource: Option<&'a str>,
    /// Whether the sender may know that the resource is there: it is the account itself, sees its presence, or was shown it
    /// (RFC 6121 §8.5.3.1).
    pub sees_presence: bool,
    /// Whether the account lets nothing of the kind through from the sender, by the privacy list that applies by default
    /// (XEP-0016, XEP-0191).
    pub blocks_sender: bool,
}

/// A connected resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its priority, if it is available.
    pub priority: Option<i8>,
    /// Whether it lets nothing of the kind through from the sender, by the privacy list that applies to it (XEP-0016 §2.2).
    pub blocks_sender: bool,
}

/// What to do about a stanza.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// Hand it to these resources, its `to` unchanged (RFC 6121 §8.5.2.1).
    Deliver(Vec<&'a str>),
    /// Keep it until the account has a resource that takes messages.
    Store,
    /// Answer with this error.
    Bounce(Condition),
    /// Say nothing.
    Ignore,
    /// The server deals with it on behalf of the account.
    Handle,
}

impl Kind {
    /// A message with that `type`. One that is not known is taken for `normal` (RFC 6121 §5.2.2).
    pub fn message(type_: Option<&str>) -> Self {
        let known = type_.and_then(|type_| MessageType::from_text(type_).ok());
        Self::Message(known.unwrap_or_default())
    }

    /// Presence with that `type`; nothing if that is none.
    pub fn presence(type_: Option<&str>) -> Option<Self> {
        let type_ = type_.map(PresenceType::from_text).transpose().ok()?;
        Some(Self::Presence(type_))
    }

    /// An IQ with that `type`; nothing if that is none, or absent (RFC 6120 §8.2.3).
    pub fn iq(type_: Option<&str>) -> Option<Self> {
        type_
            .and_then(|type_| IqType::from_text(type_).ok())
            .map(Self::Iq)
    }
}

/// Says what to do about a stanza for an account or one of its resources (RFC 6121 §8.5).
///
/// Where the RFC leaves a choice between a word and silence, the choice never tells a stranger whether an account exists or a
/// resource is connected (RFC 6120 §13.10.2, §13.11): where a message to an account would be kept, one to no account is dropped
/// without a word; a message to a resource that is not there is returned, whether its account exists or not.
pub fn deliver<'a>(recipient: &Recipient<'a>, kind: Kind) -> Verdict<'a> {
    match kind {
        _ if recipient.turns_away(kind) => blocked(kind),
        Kind::Message(type_) => message::deliver(recipient, type_),
        Kind::Presence(type_) => presence(recipient, type_),
        Kind::Iq(type_) => iq(recipient, type_),
    }
}

impl<'a> Recipient<'a> {
    /// The resource that is addressed, if it is connected.
    fn addressed(&self) -> Option<Resource<'a>> {
        let wanted = self.resource?;
        self.resources?
            .iter()
            .copied()
            .find(|resource| resource.name == wanted)
    }

    fn available(&self) -> impl Iterator<Item = Resource<'a>> {
        let resources = self.resources.unwrap_or_default();
        resources
            .iter()
            .copied()
            .filter(|resource| resource.priority.is_some() && !resource.blocks_sender)
    }

    /// Whether the privacy list that applies lets nothing of the kind through: the first of all rules of delivery (XEP-0016 §2.2).
    /// What is for a resource is judged by its list; what may go to any, by those of all; what is for the account, or for nobody who
    /// is connected, by the one that applies by default.
    fn turns_away(&self, kind: Kind) -> bool {
        if let Some(found) = self.addressed() {
            return found.blocks_sender;
        }
        match (kind, self.resources) {
            (
                Kind::Message(_) | Kind::Presence(None | Some(PresenceType::Unavailable)),
                Some(resources),
            ) if !resources.is_empty() => resources.iter().all(|resource| resource.blocks_sender),
            _ => self.blocks_sender,
        }
    }
}

impl Resource<'_> {
    /// The resource as the rules about presence see it.
    pub fn of<'a>(name: &'a str, availability: &Availability) -> Resource<'a> {
        Resource {
            name,
            priority: availability.priority,
            blocks_sender: false,
        }
    }
}

/// To who is blocked, the account is as if nobody were there (XEP-0016 §2.14, XEP-0191 §3.5).
fn blocked<'a>(kind: Kind) -> Verdict<'a> {
    match kind {
        Kind::Message(MessageType::Error) | Kind::Presence(_) => Verdict::Ignore,
        Kind::Iq(IqType::Error | IqType::Result) => Verdict::Ignore,
        Kind::Message(_) | Kind::Iq(IqType::Get | IqType::Set) => {
            Verdict::Bounce(Condition::ServiceUnavailable)
        }
    }
}

/// RFC 6121 §8.5.1, §8.5.2.1.2, §8.5.2.2.2, §8.5.3.
fn presence<'a>(recipient: &Recipient<'a>, type_: Option<PresenceType>) -> Verdict<'a> {
    match type_ {
        Some(PresenceType::Probe) => Verdict::Handle,
        Some(type_) if Request::of(type_).is_some() => request(recipient, type_),
        // RFC 6121 says nothing of errors: they go where the presence that they answer came from.
        None | Some(_) => inform(recipient),
    }
}

/// Requests are for the account, whichever resource they name (RFC 6121 §3.1.3), but an answer to a resource that is not there
/// (RFC 6121 §8.5.3.2.2).
fn request<'a>(recipient: &Recipient<'a>, type_: PresenceType) -> Verdict<'a> {
    let misses = recipient.resource.is_some() && recipient.addressed().is_none();
    let is_answer = type_ != PresenceType::Subscribe;
    if recipient.resources.is_none() || (misses && is_answer) {
        Verdict::Ignore
    } else {
        Verdict::Handle
    }
}

fn inform<'a>(recipient: &Recipient<'a>) -> Verdict<'a> {
    let to: Vec<&str> = match recipient.resource {
        Some(_) => recipient
            .addressed()
            .iter()
            .map(|resource| resource.name)
            .collect(),
        None => recipient
            .available()
            .map(|resource| resource.name)
            .collect(),
    };
    if to.is_empty() {
        Verdict::Ignore
    } else {
        Verdict::Deliver(to)
    }
}

/// RFC 6121 §8.5.1, §8.5.2.1.3, §8.5.2.2.3, §8.5.3.1, §8.5.3.2.3.
fn iq<'a>(recipient: &Recipient<'a>, type_: IqType) -> Verdict<'a> {
    let is_request = matches!(type_, IqType::Get | IqType::Set);
    match (
        recipient.resources,
        recipient.resource,
        recipient.addressed(),
    ) {
        (Some(_), None, _) => Verdict::Handle,
        (Some(_), Some(_), Some(found)) if recipient.sees_presence || !is_request => {
            Verdict::Deliver(vec![found.name])
        }
        _ if is_request => Verdict::Bounce(Condition::ServiceUnavailable),
        // An answer is never answered (RFC 6120 §8.2.3).
        _ => Verdict::Ignore,
    }
}
