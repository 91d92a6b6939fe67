//! What a handler is told of a stanza beside its payload.

use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Answer, Carried, Carrier, Place, Service, Services, Standing};
use crate::request::Response;
use crate::schema::stanza::{Iq, StanzaError};
use crate::schema::stanzaerror::Condition;
use crate::{BareJid, Element, FromXml, Jid, Lang};

/// Whoever carries stanzas to services: a server, a component, a client. There is one for each stanza.
pub trait Host: Any + Send + Sync {
    /// Sends the answer to a request. It is called once.
    fn send(&self, iq: &Iq, answer: Answer);

    /// A service wants no such message or presence. Whether its sender is told, is the host's to say (RFC 6120 §8.3.1): without
    /// this function nobody is.
    fn refuse(&self, stanza: Carried<'_>, error: StanzaError) {
        let _ = (stanza, error);
    }
}

/// The context of a stanza: who sent it to whom, and what it says. It is a view, to be passed on freely.
#[derive(Clone, Copy)]
pub struct Cx<'c> {
    call: &'c Call<'c>,
}

/// One payload on its way.
pub(super) struct Call<'c> {
    pub(super) stanza: Carried<'c>,
    pub(super) payload: &'c Element,
    pub(super) carrier: Carrier,
    pub(super) from: &'c Jid,
    pub(super) place: Place,
    pub(super) standing: Standing,
    pub(super) services: &'c Services,
    pub(super) host: &'c dyn Host,
    pub(super) answered: AtomicBool,
}

impl<'c> Cx<'c> {
    pub(super) const fn new(call: &'c Call<'c>) -> Self {
        Self { call }
    }

    /// Who sent it. The host has made sure of it (RFC 6120 §8.1.2.1).
    pub const fn from(self) -> &'c Jid {
        self.call.from
    }

    /// To whom; the own account where the stanza names nobody (RFC 6120 §8.1.1.1).
    pub fn to(self) -> BareJid {
        self.call.stanza.to().unwrap_or(self.call.from).to_bare()
    }

    /// Whether that is a domain, an account or a client.
    pub const fn place(self) -> Place {
        self.call.place
    }

    /// What the sender is to the addressee.
    pub const fn standing(self) -> Standing {
        self.call.standing
    }

    /// What carries the payload: a question, an order, a push, a message, a presence.
    pub const fn carrier(self) -> Carrier {
        self.call.carrier
    }

    /// The name of what carries the payload, such as `get`, and the local name of the payload: what tells roles apart.
    pub fn request(self) -> (&'static str, &'c str) {
        (self.call.carrier.name(), self.call.payload.name())
    }

    /// The language that answers for people should be in, if the sender says so (RFC 6120 §8.1.5).
    pub const fn lang(self) -> Option<&'c Lang> {
        self.call.stanza.lang()
    }

    /// The stanza.
    pub const fn stanza(self) -> Carried<'c> {
        self.call.stanza
    }

    /// The payload as a value.
    ///
    /// # Errors
    /// What the sender is owed: `bad-request` or `jid-malformed` where it breaks its schema, `service-unavailable` where it is
    /// another element.
    pub fn payload<P: FromXml>(self) -> Result<P, StanzaError> {
        match self.call.payload.read_if() {
            Ok(payload) => payload.ok_or_else(|| Condition::ServiceUnavailable.into()),
            Err(report) => {
                Err(StanzaError::from_report(&report)
                    .unwrap_or_else(|| Condition::BadRequest.into()))
            }
        }
    }

    /// The features that service discovery tells of the place (XEP-0030 §3): the namespaces of the services there.
    pub fn features(self) -> impl Iterator<Item = &'static str> + use<'c> {
        self.call.services.features(self.call.place)
    }

    /// The host, for services that are made for one.
    ///
    /// # Errors
    /// `internal-server-error` where it is another.
    pub fn host<H: Host>(self) -> Result<&'c H, StanzaError> {
        let host: &dyn Any = self.call.host;
        host.downcast_ref()
            .ok_or_else(|| Condition::InternalServerError.into())
    }

    /// The answer that this response makes.
    ///
    /// # Errors
    /// `internal-server-error` where it breaks its schema: that is not the sender's fault.
    pub fn reply(self, response: impl Response) -> Answer {
        response
            .into_result()
            .map_err(|_| Condition::InternalServerError.into())
    }

    /// Answers at once, before the handler has finished: for what has to come after the answer. What the handler returns is not
    /// sent then. Messages and presence are not answered.
    pub fn reply_first(self, response: impl Response) {
        let answer = self.reply(response);
        self.call.send(answer);
    }

    /// The answer to a request that has none of the roles: nobody asks a service for it.
    ///
    /// # Errors
    /// Always: `service-unavailable` (RFC 6120 §8.4).
    pub fn refuse(self) -> Answer {
        Err(Condition::ServiceUnavailable.into())
    }
}

impl Call<'_> {
    /// Sends the answer, unless there was one.
    pub(super) fn send(&self, answer: Answer) {
        if self.answered.swap(true, Ordering::AcqRel) {
            return;
        }
        match (self.stanza, answer) {
            (Carried::Iq(iq), answer) => self.host.send(iq, answer),
            (_, Ok(_)) => {}
            (stanza, Err(error)) => self.host.refuse(stanza, error),
        }
    }
}

impl fmt::Debug for Cx<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cx")
            .field("from", self.from())
            .field("place", &self.place())
            .field("request", &self.request())
            .finish_non_exhaustive()
    }
}

/// A service of any type.
pub(super) trait Handle: Send + Sync {
    fn handle<'a>(
        &'a self,
        cx: Cx<'a>,
    ) -> std::pin::Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;
}

impl<S: Service> Handle for S {
    fn handle<'a>(
        &'a self,
        cx: Cx<'a>,
    ) -> std::pin::Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(Service::answer(self, cx))
    }
}
