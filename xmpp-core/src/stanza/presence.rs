//! Presence (RFC 6121 §3 and §4).

use super::payload;
pub use crate::schema::stanza::PresenceType;
use crate::schema::stanza::{Presence, Show, StanzaError, Status};
use crate::{BareJid, Element, FromXml, Jid, Report, ToXml, Validate};

/// An element that presence carries (RFC 6120 §8.2.2).
///
/// The catalogue says for every element whether it is one, in the table `presence`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the payload of a presence",
    note = "where it is one, the catalogue says so of it in the table `presence`"
)]
pub trait Payload: FromXml + ToXml + Validate {
    /// The types of presence that carry it, of which an available one has none; all but `error` if there are none.
    const TYPES: &'static [Option<PresenceType>];
}

impl Presence {
    /// I am available (RFC 6121 §4.2.1).
    pub fn available() -> Self {
        Self::default()
    }

    /// I am no longer available (RFC 6121 §4.5.1).
    pub fn unavailable() -> Self {
        Self {
            type_: Some(PresenceType::Unavailable),
            ..Self::default()
        }
    }

    /// I would like to see your presence (RFC 6121 §3.1.1).
    pub fn subscribe(to: BareJid) -> Self {
        Self::about_subscription(PresenceType::Subscribe, to)
    }

    /// You may see my presence (RFC 6121 §3.1.5).
    pub fn subscribed(to: BareJid) -> Self {
        Self::about_subscription(PresenceType::Subscribed, to)
    }

    /// I no longer want to see your presence (RFC 6121 §3.3.1).
    pub fn unsubscribe(to: BareJid) -> Self {
        Self::about_subscription(PresenceType::Unsubscribe, to)
    }

    /// You may not, or no longer, see my presence (RFC 6121 §3.2.1).
    pub fn unsubscribed(to: BareJid) -> Self {
        Self::about_subscription(PresenceType::Unsubscribed, to)
    }

    /// To somebody in particular (RFC 6121 §4.6).
    #[must_use]
    pub fn with_to(self, to: impl Into<Jid>) -> Self {
        Self {
            to: Some(to.into()),
            ..self
        }
    }

    /// With a kind of availability (RFC 6121 §4.7.2.1).
    #[must_use]
    pub fn with_show(self, show: Show) -> Self {
        Self {
            show: Some(show),
            ..self
        }
    }

    /// With words about it, added to those that are there (RFC 6121 §4.7.2.2).
    #[must_use]
    pub fn with_status(mut self, status: impl Into<String>) -> Self {
        self.statuses.push(Status::new(status.into()));
        self
    }

    /// With the priority of this resource (RFC 6121 §4.7.2.3).
    #[must_use]
    pub fn with_priority(self, priority: i8) -> Self {
        Self {
            priority: Some(priority),
            ..self
        }
    }

    /// The same presence with one more payload.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the payload.
    pub fn with_payload<P: ToXml + Validate>(mut self, payload: &P) -> Result<Self, Report> {
        self.payloads.push(Element::of(payload)?);
        Ok(self)
    }

    /// Whether it says that the sender is available: it has no type (RFC 6121 §4.7.1).
    pub const fn is_available(&self) -> bool {
        self.type_.is_none()
    }

    /// The words about the availability: those in no language of their own if there are any, else the first.
    pub fn status(&self) -> Option<&str> {
        let lang = |status: &Status| status.lang.is_some();
        let status = self.statuses.iter().min_by_key(|status| lang(status))?;
        Some(&status.value)
    }

    /// The first payload of type `P`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, where it is the element that `P` reads but not as its schema wants it.
    pub fn payload<P: FromXml>(&self) -> Result<Option<P>, Report> {
        payload::find(&self.payloads)
    }

    /// The answer that the presence could not be processed; absent if it is an error itself, since errors are never answered
    /// (RFC 6120 §8.3.1).
    pub fn reply_error(&self, error: impl Into<StanzaError>) -> Option<Self> {
        (self.type_ != Some(PresenceType::Error)).then(|| Self {
            from: self.to.clone(),
            to: self.from.clone(),
            id: self.id.clone(),
            type_: Some(PresenceType::Error),
            error: Some(Box::new(error.into())),
            ..Self::default()
        })
    }

    /// Subscriptions are between accounts, not resources (RFC 6121 §3.1.1).
    fn about_subscription(type_: PresenceType, to: BareJid) -> Self {
        Self {
            to: Some(to.into()),
            type_: Some(type_),
            ..Self::default()
        }
    }
}
