//! Requests and their answers (RFC 6120 §8.2.3).

use std::pin::Pin;
use std::sync::Arc;

use xmpp_core::rules::delivery::Destination;
use xmpp_core::schema::stanza::{Iq, IqType};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::stream::StanzaKind;
use xmpp_core::{BareJid, Element, FromXml, Jid, ToXml, Validate};

use super::message::Patience;
use super::{Backend, Parcel, Refused, Router};
use crate::bus::{Bus, Session};

/// A feature of the server that answers requests. Each is a file of [`handler`](crate::handler).
pub trait Handler<K: Backend>: Send + Sync {
    /// The namespace of the requests that it answers.
    fn namespace(&self) -> &'static str;

    /// What service discovery says of it (XEP-0030 §3), where such a target is asked.
    fn features(&self, target: &Target) -> &'static [&'static str];

    /// Answers a request.
    fn handle<'a>(&'a self, request: Request<'a, K>) -> Answered<'a>;
}

/// The future of an answer, or of the error to send instead.
pub type Answered<'a> = Pin<Box<dyn Future<Output = Result<Answer, Refused>> + Send + 'a>>;

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A result without a payload.
    Done,
    /// A result with a payload.
    Payload(Element),
    /// The answer was sent already.
    Sent,
}

/// Whom a request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A domain of the server.
    Server(BareJid),
    /// The account of who asks.
    Own(BareJid),
    /// The account of somebody else.
    Other(BareJid),
}

/// A request that the server answers itself.
pub struct Request<'a, K: Backend> {
    /// Who knows the rest.
    pub router: &'a Arc<Router<K>>,
    /// Who asks.
    pub session: &'a Arc<Session>,
    /// Whom it is for.
    pub target: &'a Target,
    /// The request.
    pub iq: &'a Iq,
}

impl Answer {
    /// A result with this payload.
    ///
    /// # Errors
    /// `internal-server-error` where the payload is invalid, which is a fault of the server.
    pub fn with<T: ToXml + Validate>(payload: &T) -> Result<Self, Refused> {
        Element::of(payload)
            .map(Self::Payload)
            .map_err(|_| Condition::InternalServerError.into())
    }
}

impl<K: Backend> Request<'_, K> {
    /// Whether it only asks.
    pub fn is_get(&self) -> bool {
        self.iq.type_ == IqType::Get
    }

    /// What it carries, if that is of type `P`.
    ///
    /// # Errors
    /// What the sender is owed where it carries something else: `service-unavailable`, or where it is wrong: `bad-request`.
    pub fn payload<P: FromXml>(&self) -> Result<P, Refused> {
        let payload = self.iq.payload::<P>();
        payload?.ok_or_else(|| Condition::ServiceUnavailable.into())
    }
}

impl<K: Backend> Router<K> {
    /// What service discovery says of a target.
    pub fn features<'r>(&'r self, target: &'r Target) -> impl Iterator<Item = &'static str> + 'r {
        self.handlers
            .iter()
            .flat_map(|handler| handler.features(target))
            .copied()
    }

    /// The domains that are served.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        self.domains.iter().map(|domain| &**domain)
    }

    /// Whether who asks may know what an account shows (XEP-0030 §8).
    ///
    /// # Errors
    /// `service-unavailable`, as if there were no such account.
    pub async fn check_visible(
        &self,
        session: &Arc<Session>,
        account: &BareJid,
    ) -> Result<(), Refused> {
        let roster = self
            .rosters
            .read(self.storage.as_ref(), account, false)
            .await?;
        if roster.shows_to(&session.jid().to_bare()) {
            return Ok(());
        }
        Err(Condition::ServiceUnavailable.into())
    }

    pub(super) async fn route_iq(
        self: &Arc<Self>,
        session: &Arc<Session>,
        parcel: Parcel,
        destination: Destination,
    ) {
        let own = session.jid().to_bare();
        let target = match destination {
            Destination::Sender => Target::Own(own),
            Destination::Server(jid) if jid.is_bare() => Target::Server(jid.into_bare()),
            Destination::Account(account) if account == own => Target::Own(own),
            Destination::Account(account) => Target::Other(account),
            Destination::Resource(resource) => {
                return self
                    .deliver(&parcel, resource.as_jid_ref(), Patience::Waits)
                    .await;
            }
            Destination::Server(_) => {
                return self.refuse(session, &parcel.envelope, Condition::ServiceUnavailable);
            }
            Destination::Remote(_) => {
                return self.refuse(session, &parcel.envelope, Condition::RemoteServerNotFound);
            }
        };
        if parcel.envelope.is_type("get") || parcel.envelope.is_type("set") {
            self.handle(session, &parcel, &target).await;
        }
        // The server has asked nothing to which it still needs the answer (roster pushes, RFC 6121 §2.1.6).
    }

    /// Answers a request on behalf of the server or of an account.
    async fn handle(self: &Arc<Self>, session: &Arc<Session>, parcel: &Parcel, target: &Target) {
        match self.answer(session, parcel, target).await {
            Ok((iq, Answer::Payload(payload))) => self.reply(session, &iq, Some(payload)),
            Ok((iq, Answer::Done)) => self.reply(session, &iq, None),
            Ok((_, Answer::Sent)) => {}
            Err(error) => self.refuse(session, &parcel.envelope, error),
        }
    }

    async fn answer(
        self: &Arc<Self>,
        session: &Arc<Session>,
        parcel: &Parcel,
        target: &Target,
    ) -> Result<(Iq, Answer), Refused> {
        let mut iq: Iq = parcel.element.read()?;
        iq.from.clone_from(&parcel.envelope.from);
        // RFC 6121 §8.5.1: there is no telling whether the account exists.
        if let Target::Other(account) = target
            && !self.bus.is_online(account).await
            && !self.exists(account).await?
        {
            return Err(Condition::ServiceUnavailable.into());
        }
        let namespace = iq.payload.as_ref().map(Element::namespace);
        let handler = self
            .handlers
            .iter()
            .find(|handler| Some(handler.namespace()) == namespace.as_deref());
        let Some(handler) = handler else {
            return Err(Condition::ServiceUnavailable.into());
        };
        let request = Request {
            router: self,
            session,
            target,
            iq: &iq,
        };
        let answer = handler.handle(request).await?;
        Ok((iq, answer))
    }

    /// Sends the result of a request.
    pub(super) fn reply(
        self: &Arc<Self>,
        session: &Arc<Session>,
        iq: &Iq,
        payload: Option<Element>,
    ) {
        if let Some(reply) = iq.reply() {
            let reply = Iq { payload, ..reply };
            self.send(session, StanzaKind::Iq, &reply);
        }
    }

    /// Sends the own client a request.
    pub fn push<T: ToXml + Validate>(self: &Arc<Self>, session: &Arc<Session>, payload: &T) {
        let Ok(payload) = Element::of(payload) else {
            tracing::error!("a push of the server's own is invalid");
            return;
        };
        let iq = Iq {
            to: Some(Jid::from(session.jid())),
            payload: Some(payload),
            ..Iq::new(self.next_id("push"), IqType::Set)
        };
        self.send(session, StanzaKind::Iq, &iq);
    }
}
