//! Requests that others make of us (RFC 6120 §8.2.3).

use std::fmt;
use std::ops::Deref;
use std::sync::Weak;

use xmpp_core::iq::{Kind, Payload};
use xmpp_core::schema::stanza::{Iq, StanzaError};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::Answer;
use xmpp_core::{FromXml, Jid, Received, Report};

/// Where answers go.
pub(crate) trait Outlet: Send + Sync {
    /// Sends an answer. Once the connection has ended there is nobody to hear it.
    fn answer(&self, answer: Iq);
}

/// A request that somebody makes of this client or component: to be answered once.
///
/// One that is dropped unanswered is answered with `service-unavailable` (RFC 6120 §8.4), so nobody waits in vain. It derefs to
/// the [`Iq`].
pub struct ReceivedRequest {
    iq: Received<Iq>,
    sender: Jid,
    outlet: Weak<dyn Outlet>,
    answered: bool,
}

impl ReceivedRequest {
    pub(crate) fn new(iq: Received<Iq>, sender: Jid, outlet: Weak<dyn Outlet>) -> Self {
        Self {
            iq,
            sender,
            outlet,
            answered: false,
        }
    }

    /// Answers that all went well and that there is nothing to tell.
    pub fn reply(self) {
        let reply = self.iq.reply();
        self.conclude(reply);
    }

    /// Answers with a payload.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the payload. The requester is told `internal-server-error`.
    pub fn reply_with<P: Payload>(self, payload: &P) -> Result<(), Report> {
        match self.iq.reply_with(payload) {
            Ok(reply) => {
                self.conclude(reply);
                Ok(())
            }
            Err(report) => {
                self.reply_error(Condition::InternalServerError);
                Err(report)
            }
        }
    }

    /// Answers that something went wrong.
    pub fn reply_error(self, error: impl Into<StanzaError>) {
        let reply = self.iq.reply_error(error);
        self.conclude(reply);
    }

    /// Answers as a service does.
    pub(crate) fn reply_as(self, answer: Answer) {
        match answer {
            Ok(payload) => {
                let reply = self.iq.reply().map(|reply| Iq { payload, ..reply });
                self.conclude(reply);
            }
            Err(error) => self.reply_error(error),
        }
    }

    /// Who asks: the own account where the stanza does not say (RFC 6120 §8.1.2.1).
    pub const fn sender(&self) -> &Jid {
        &self.sender
    }

    /// Whether it is a question or an order.
    pub fn kind(&self) -> Kind {
        self.iq.kind().unwrap_or(Kind::Get)
    }

    /// What is asked for.
    ///
    /// # Errors
    ///
    /// What to answer: `bad-request` or `jid-malformed` where the payload breaks its schema or is another one.
    pub fn payload<P: FromXml>(&self) -> Result<P, StanzaError> {
        let bad_request = || StanzaError::from(Condition::BadRequest);
        match self.iq.payload() {
            Ok(payload) => payload.ok_or_else(bad_request),
            Err(report) => Err(StanzaError::from_report(&report).unwrap_or_else(bad_request)),
        }
    }

    /// The stanza as it came.
    pub const fn received(&self) -> &Received<Iq> {
        &self.iq
    }

    fn conclude(mut self, reply: Option<Iq>) {
        self.send(reply);
    }

    fn send(&mut self, reply: Option<Iq>) {
        self.answered = true;
        if let (Some(reply), Some(outlet)) = (reply, self.outlet.upgrade()) {
            outlet.answer(reply);
        }
    }
}

impl Drop for ReceivedRequest {
    fn drop(&mut self) {
        if !self.answered {
            let condition = match std::thread::panicking() {
                true => Condition::InternalServerError,
                false => Condition::ServiceUnavailable,
            };
            let reply = self.iq.reply_error(condition);
            self.send(reply);
        }
    }
}

impl Deref for ReceivedRequest {
    type Target = Iq;

    fn deref(&self) -> &Iq {
        &self.iq
    }
}

impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedRequest")
            .field("sender", &self.sender)
            .field("stanza", self.iq.element())
            .finish_non_exhaustive()
    }
}
