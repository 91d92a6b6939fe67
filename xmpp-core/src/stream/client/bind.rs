//! Resource binding on a client's stream (RFC 6120 §7), and the session that old servers want behind it.

use super::ClientEvent;
use crate::schema::bind::{Bind, Binding, Resourcepart};
use crate::schema::session::Session;
use crate::schema::stanza::{Iq, IqType};
use crate::schema::stanzaerror::Condition;
use crate::stream::Failure;
use crate::stream::fault::{Fault, Handled};
use crate::stream::link::Link;
use crate::xml::Node;
use crate::{Element, FullJid, XmlText, decode};

/// The binding of a client.
#[derive(Debug)]
pub(super) struct Binder {
    /// The `id` of the request that is out.
    request: String,
    resource: Option<Resourcepart>,
    /// Whether the server wants a session to be established (RFC 3921 §3).
    session: bool,
    bound: Option<FullJid>,
}

/// What an answer leads to.
pub(super) enum Step {
    /// The server has something to say.
    Wait,
    /// The client has its address.
    Done(FullJid),
    /// There is no way to go on.
    Failed(Failure),
}

impl Binder {
    /// Asks for a resource, or for any.
    pub(super) fn begin(
        resource: Option<&str>,
        session: Option<&Session>,
        link: &mut Link<ClientEvent>,
    ) -> Result<Self, Fault> {
        let mut binder = Self {
            request: String::new(),
            resource: resource.and_then(|resource| Resourcepart::from_text(resource).ok()),
            session: session.is_some_and(|session| !session.optional),
            bound: None,
        };
        binder.ask(link)?;
        Ok(binder)
    }

    pub(super) fn on_element(
        &mut self,
        element: Node<'_>,
        link: &mut Link<ClientEvent>,
    ) -> Result<Step, Fault> {
        let Some(answer) =
            decode::<Iq>(element, &mut ()).filter(|answer| answer.id.as_str() == self.request)
        else {
            return Ok(Step::Wait);
        };
        match (answer.type_, &self.bound) {
            (IqType::Result, Some(bound)) => Ok(Step::Done(bound.clone())),
            (IqType::Result, None) => self.granted(&answer, link),
            (IqType::Error, _) => self.refused(answer, link),
            (IqType::Get | IqType::Set, _) => Ok(Step::Wait),
        }
    }

    fn granted(&mut self, answer: &Iq, link: &mut Link<ClientEvent>) -> Result<Step, Fault> {
        let payload = answer.payload.as_ref();
        let bind = payload.and_then(|payload| payload.decode::<Bind>(&mut ()));
        let Some(Binding::Jid(bound)) = bind.and_then(|bind| bind.binding) else {
            return Ok(Step::Failed(Failure::Unexpected(
                "a binding without an address",
            )));
        };
        if !self.session {
            return Ok(Step::Done(bound));
        }
        self.bound = Some(bound);
        let session = Element::of(&Session::default())?;
        self.request(session, link)?;
        Ok(Step::Wait)
    }

    /// A resource that is taken is not asked for again (RFC 6120 §4.9.3.3, §7.7.2.2); the server may choose.
    fn refused(&mut self, answer: Iq, link: &mut Link<ClientEvent>) -> Result<Step, Fault> {
        let Some(error) = answer.error else {
            return Ok(Step::Failed(Failure::Unexpected(
                "an error without a condition",
            )));
        };
        let other = matches!(
            error.condition,
            Condition::Conflict | Condition::BadRequest | Condition::NotAcceptable
        );
        if other && self.bound.is_none() && self.resource.take().is_some() {
            self.ask(link)?;
            return Ok(Step::Wait);
        }
        Ok(Step::Failed(Failure::Bind(error)))
    }

    fn ask(&mut self, link: &mut Link<ClientEvent>) -> Handled {
        let bind = Bind {
            binding: self.resource.clone().map(Binding::Resource),
            ..Bind::default()
        };
        let bind = Element::of(&bind)?;
        self.request(bind, link)
    }

    fn request(&mut self, payload: Element, link: &mut Link<ClientEvent>) -> Handled {
        self.request = link.entropy.token();
        link.write(&Iq {
            payload: Some(payload),
            ..Iq::new(self.request.clone(), IqType::Set)
        })
    }
}
