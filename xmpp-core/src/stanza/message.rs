//! Messages (RFC 6121 §5).

use super::payload;
pub use crate::schema::stanza::MessageType;
use crate::schema::stanza::{Body, Message, StanzaError, Subject};
use crate::{Element, FromXml, Jid, Lang, Report, ToXml, Validate};

/// An element that messages carry (RFC 6120 §8.2.1).
///
/// The catalogue says for every element whether it is one, in the table `message`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the payload of a message",
    note = "where it is one, the catalogue says so of it in the table `message`"
)]
pub trait Payload: FromXml + ToXml + Validate {
    /// The types of message that carry it, the usual one first; all but `error` if there are none.
    const TYPES: &'static [MessageType];
}

impl Message {
    /// A message that carries a payload and no text, of the type that it usually has.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the payload.
    pub fn of<P: Payload>(to: impl Into<Jid>, payload: &P) -> Result<Self, Report> {
        let message = Self {
            to: Some(to.into()),
            type_: P::TYPES.first().copied().unwrap_or_default(),
            ..Self::default()
        };
        message.with_payload(payload)
    }

    /// A part of a conversation between two (RFC 6121 §5.2.2).
    pub fn chat(to: impl Into<Jid>, body: impl Into<String>) -> Self {
        Self::with_body(MessageType::Chat, to.into(), body.into())
    }

    /// A part of a conversation in a room (RFC 6121 §5.2.2).
    pub fn groupchat(to: impl Into<Jid>, body: impl Into<String>) -> Self {
        Self::with_body(MessageType::Groupchat, to.into(), body.into())
    }

    /// News that expects no reply (RFC 6121 §5.2.2).
    pub fn headline(to: impl Into<Jid>, body: impl Into<String>) -> Self {
        Self::with_body(MessageType::Headline, to.into(), body.into())
    }

    /// A message on its own (RFC 6121 §5.2.2).
    pub fn normal(to: impl Into<Jid>, body: impl Into<String>) -> Self {
        Self::with_body(MessageType::Normal, to.into(), body.into())
    }

    /// The text: that in no language of its own if there is one, else the first (RFC 6121 §5.2.3).
    pub fn body(&self) -> Option<&str> {
        let lang = |body: &Body| body.lang.is_some();
        let body = self.bodies.iter().min_by_key(|body| lang(body))?;
        Some(&body.value)
    }

    /// The text in a language that is in `range`, as [`Lang::is_in`] sees it; one without a language has that of the
    /// message.
    pub fn body_in(&self, range: &str) -> Option<&str> {
        let bodies = &mut self.bodies.iter();
        let body = bodies.find(|body| self.speaks(body.lang.as_ref(), range))?;
        Some(&body.value)
    }

    /// The topic: that in no language of its own if there is one, else the first (RFC 6121 §5.2.4).
    pub fn subject(&self) -> Option<&str> {
        let lang = |subject: &Subject| subject.lang.is_some();
        let subject = self.subjects.iter().min_by_key(|subject| lang(subject))?;
        Some(&subject.value)
    }

    /// The topic in a language that is in `range`; see [`body_in`](Self::body_in).
    pub fn subject_in(&self, range: &str) -> Option<&str> {
        let subjects = &mut self.subjects.iter();
        let subject = subjects.find(|subject| self.speaks(subject.lang.as_ref(), range))?;
        Some(&subject.value)
    }

    /// The first payload of type `P`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, where it is the element that `P` reads but not as its schema wants it.
    pub fn payload<P: FromXml>(&self) -> Result<Option<P>, Report> {
        payload::find(&self.payloads)
    }

    /// The same message with one more payload.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the payload.
    pub fn with_payload<P: ToXml + Validate>(mut self, payload: &P) -> Result<Self, Report> {
        self.payloads.push(Element::of(payload)?);
        Ok(self)
    }

    /// A message back to who sent this one, in the same conversation (RFC 6121 §5.2.5): in a room, to the room. Absent where no
    /// reply is expected: to a headline (RFC 6121 §5.2.2), to an error (RFC 6120 §8.3.1), and where nobody is named as sender.
    pub fn reply(&self, body: impl Into<String>) -> Option<Self> {
        let from = self.from.as_ref()?;
        let to = match self.type_ {
            MessageType::Chat | MessageType::Normal => from.clone(),
            MessageType::Groupchat => from.to_bare().into(),
            MessageType::Error | MessageType::Headline => return None,
        };
        Some(Self {
            thread: self.thread.clone(),
            ..Self::with_body(self.type_, to, body.into())
        })
    }

    /// The answer that the message could not be processed; absent if it is an error itself, since errors are never answered
    /// (RFC 6120 §8.3.1).
    pub fn reply_error(&self, error: impl Into<StanzaError>) -> Option<Self> {
        (self.type_ != MessageType::Error).then(|| Self {
            from: self.to.clone(),
            to: self.from.clone(),
            id: self.id.clone(),
            type_: MessageType::Error,
            error: Some(Box::new(error.into())),
            ..Self::default()
        })
    }

    fn with_body(type_: MessageType, to: Jid, body: String) -> Self {
        Self {
            to: Some(to),
            type_,
            bodies: Body::new(body).into(),
            ..Self::default()
        }
    }

    fn speaks(&self, own: Option<&Lang>, range: &str) -> bool {
        own.or(self.lang.as_ref())
            .is_some_and(|lang| lang.is_in(range))
    }
}
