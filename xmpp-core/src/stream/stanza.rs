//! Stanzas as they come from a stream: the envelope is read, the rest is bytes.

use std::sync::Arc;

use super::Identity;
use super::fault::Fault;
use super::header::lang_of;
use crate::schema::stanza::{
    Iq, IqType, Message, MessageType, Presence, PresenceType, StanzaError,
};
use crate::schema::streamerror::Condition;
use crate::xml::{Attribute, Node, XML_NAMESPACE, is_content_namespace};
use crate::{Answer, Element, Jid, Lang, Report};

/// A stanza that the peer sent, whole and verbatim, with what a router needs to know of it.
///
/// Nothing inside has been checked against a schema. Whoever needs the type reads it from the [`element`](Self::element);
/// whoever forwards it forwards the bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Stanza {
    /// Who sent it to whom.
    pub identity: Arc<Identity>,
    /// What stands on its start tag.
    pub envelope: Envelope,
    /// The stanza itself.
    pub element: Element,
}

/// The common attributes of a stanza (RFC 6120 §8.1), as the peer wrote them.
///
/// What a client writes as `from` is not to be believed: a server puts its own in its place (RFC 6120 §8.1.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Which of the three kinds it is.
    pub kind: StanzaKind,
    /// The addressee.
    pub to: Option<Jid>,
    /// The sender.
    pub from: Option<Jid>,
    /// The identifier.
    pub id: Option<String>,
    /// The `type`.
    pub type_: Option<String>,
    /// The language that the stanza declares for itself, or has from the stream (RFC 6120 §8.1.5).
    pub lang: Option<Lang>,
    /// What the sender is owed for an address that is none: `jid-malformed` (RFC 6120 §8.3.3.8). That address is absent here.
    pub answer: Answer,
}

/// The three kinds of stanzas (RFC 6120 §8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StanzaKind {
    /// `<message/>`: pushed to its addressee.
    Message,
    /// `<presence/>`: told to those who are subscribed.
    Presence,
    /// `<iq/>`: a request, or the answer to one.
    Iq,
}

impl StanzaKind {
    /// The kind that an element of a content namespace is by its local name.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "message" => Some(Self::Message),
            "presence" => Some(Self::Presence),
            "iq" => Some(Self::Iq),
            _ => None,
        }
    }

    /// The local name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Presence => "presence",
            Self::Iq => "iq",
        }
    }
}

impl StanzaKind {
    /// Which stanza this child of the stream is, or why it is none (RFC 6120 §4.8.3 to §4.8.5).
    pub(super) fn read(element: Node<'_>, content: &str) -> Result<Self, Fault> {
        let (namespace, kind) = (element.namespace(), Self::of(element.name()));
        if namespace != content {
            let looks_like_one = kind.is_some() || is_content_namespace(namespace);
            return Err(match looks_like_one {
                true => Condition::InvalidNamespace.into(),
                false => Condition::UnsupportedStanzaType.into(),
            });
        }
        let prefixed = |node: Node<'_>| node.namespace() == content && !node.prefix().is_empty();
        if prefixed(element) || element.elements().any(prefixed) {
            return Err(Condition::BadNamespacePrefix.into());
        }
        kind.ok_or_else(|| Condition::UnsupportedStanzaType.into())
    }
}

impl Stanza {
    /// `lang` is the language of the stream, which is that of stanzas that declare none: it is declared on them, so that it goes
    /// with them to streams of other languages (RFC 6120 §8.1.5).
    pub(super) fn read(
        node: Node<'_>,
        kind: StanzaKind,
        identity: &Arc<Identity>,
        lang: Option<&Lang>,
    ) -> Self {
        let mut envelope = Envelope::read(node, kind);
        let mut element = Element::from(node);
        if let Some(lang) = lang
            && node.attribute(XML_NAMESPACE, "lang").is_none()
        {
            element.declare_lang(lang);
            envelope.lang = Some(lang.clone());
        }
        Self {
            identity: Arc::clone(identity),
            envelope,
            element,
        }
    }
}

impl Envelope {
    /// Reads the start tag of a stanza.
    pub(super) fn read(node: Node<'_>, kind: StanzaKind) -> Self {
        let (mut envelope, sent) = (Self::new(kind), node.envelope());
        let text = |attribute: Attribute<'_>| attribute.value().into_owned();
        envelope.to = sent.to().and_then(|to| envelope.address(&to.value()));
        envelope.from = sent.from().and_then(|from| envelope.address(&from.value()));
        envelope.id = sent.id().map(text);
        envelope.type_ = sent.type_().map(text);
        envelope.lang = lang_of(node);
        envelope
    }

    /// An envelope with nothing on it.
    pub const fn new(kind: StanzaKind) -> Self {
        Self {
            kind,
            to: None,
            from: None,
            id: None,
            type_: None,
            lang: None,
            answer: Answer::Nothing,
        }
    }

    /// Whether it is of that `type`; `""` is the absent one.
    pub fn is_type(&self, type_: &str) -> bool {
        self.type_.as_deref().unwrap_or_default() == type_
    }

    /// Whether an error may be sent in reply: never to an error (RFC 6120 §8.3.1) and never to the answer of a request
    /// (RFC 6120 §8.2.3).
    pub fn may_be_answered_with_error(&self) -> bool {
        let is_answer = self.kind == StanzaKind::Iq && self.is_type("result");
        !is_answer && !self.is_type("error")
    }

    /// The error to send in reply (RFC 6120 §8.3.1): same kind and `id`, addresses exchanged. `None` where none may be sent.
    ///
    /// # Errors
    /// What is wrong with the error itself.
    pub fn error(&self, error: StanzaError) -> Result<Option<Element>, Report> {
        if !self.may_be_answered_with_error() {
            return Ok(None);
        }
        let (from, to, id, error) = (
            self.to.clone(),
            self.from.clone(),
            self.id.clone(),
            Some(Box::new(error)),
        );
        let element = match self.kind {
            StanzaKind::Message => Element::of(&Message {
                from,
                id: id.map(Into::into),
                to,
                type_: MessageType::Error,
                error,
                ..Message::default()
            }),
            StanzaKind::Presence => Element::of(&Presence {
                from,
                id: id.map(Into::into),
                to,
                type_: Some(PresenceType::Error),
                error,
                ..Presence::default()
            }),
            StanzaKind::Iq => Element::of(&Iq {
                from,
                to,
                error,
                ..Iq::new(id.unwrap_or_default(), IqType::Error)
            }),
        };
        element.map(Some)
    }

    /// The same; a message comes back with all that was in it, so that its sender can tell which one it is and send it again
    /// (RFC 6120 §8.3.1).
    ///
    /// # Errors
    /// What is wrong with the error itself.
    pub fn returned(
        &self,
        original: &Element,
        error: StanzaError,
    ) -> Result<Option<Element>, Report> {
        let message = original.decode::<Message>(&mut ());
        let message = message.filter(|_| self.kind == StanzaKind::Message);
        let (Some(message), true) = (message, self.may_be_answered_with_error()) else {
            return self.error(error);
        };
        let returned = Element::of(&Message {
            from: self.to.clone(),
            to: self.from.clone(),
            type_: MessageType::Error,
            error: Some(Box::new(error.clone())),
            ..message
        });
        // What breaks a rule does not come back.
        returned.map(Some).or_else(|_| self.error(error))
    }

    fn address(&mut self, text: &str) -> Option<Jid> {
        let address = Jid::new(text);
        if address.is_err() {
            self.answer = Answer::JID_MALFORMED;
        }
        address.ok()
    }
}
