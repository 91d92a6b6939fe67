//! Stanzas that come before a resource is bound (RFC 6120 §7.1).

use super::Server;
use super::event::ServerEvent;
use crate::schema::bind;
use crate::schema::stanza::{Iq, IqType, StanzaError};
use crate::schema::stanzaerror;
use crate::schema::streamerror::Condition;
use crate::stream::fault::{Fault, Handled};
use crate::stream::link::Link;
use crate::stream::{Envelope, StanzaKind};
use crate::xml::Node;
use crate::{Answer, Jid};

/// How many requests of one client are answered before it is bound.
pub(super) const MOST: u8 = 10;

impl Server {
    /// A stanza of somebody who may not send any yet. A request to the server itself, or to the client's account, is answered with
    /// `not-authorized` (RFC 6120 §8.3.3.11), since it is no reason to close the stream; everything else is one (RFC 6120 §7.1).
    pub(super) fn on_early_stanza(
        &mut self,
        element: Node<'_>,
        text: &'static str,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        let Some(envelope) = self.early_request(element) else {
            return Err(Fault::new(Condition::NotAuthorized, text));
        };
        self.early = self.early.saturating_add(1);
        if self.early > MOST {
            return Err(Fault::new(Condition::PolicyViolation, text));
        }
        let error = StanzaError::from(stanzaerror::Condition::NotAuthorized);
        link.write(&Iq {
            from: envelope.to,
            error: Some(Box::new(self.error(error.with_text(text)))),
            ..Iq::new(envelope.id.unwrap_or_default(), IqType::Error)
        })
    }

    /// A request to the server or to the client's account, unless it belongs to the negotiation and comes at the wrong time.
    fn early_request(&self, element: Node<'_>) -> Option<Envelope> {
        let envelope = Envelope::read(element, StanzaKind::of(element.name())?);
        let asks = envelope.is_type("get") || envelope.is_type("set");
        let negotiates = element
            .elements()
            .any(|payload| payload.namespace() == bind::NS);
        let is_meant = envelope.kind == StanzaKind::Iq
            && asks
            && !negotiates
            && envelope.id.is_some()
            && envelope.answer == Answer::Nothing
            && envelope.to.as_ref().is_none_or(|to| self.is_own(to));
        is_meant.then_some(envelope)
    }

    /// Whether the address is the server's, or the account's of the client.
    fn is_own(&self, to: &Jid) -> bool {
        let is_host = self.host().is_ok_and(|host| host.domain.as_jid() == to);
        let identity = self.identity.as_ref();
        is_host || identity.is_some_and(|identity| identity.remote == *to)
    }
}
