//! Clients of the time before XMPP 1.0: they log in without SASL (XEP-0078), where the operator wants it, and know errors by
//! numbers (XEP-0086).

use super::bind::request_of;
use super::event::{BindRequest, ServerEvent};
use super::profile::Profile;
use super::sasl::{Command, Proven};
use super::{Phase, Server, ServerStream};
use crate::sasl::SaslCondition;
use crate::schema::auth::{LegacyLogin, NS};
use crate::schema::stanza::{Iq, IqType, Message, Presence, StanzaError};
use crate::schema::stanzaerror::Condition;
use crate::schema::streamerror;
use crate::stream::fault::{Fault, Handled};
use crate::stream::header::Header;
use crate::stream::link::Link;
use crate::stream::{Encoded, Envelope, Identity, StanzaKind, Version};
use crate::xml::Node;
use crate::{Element, FullJid, Jid, decode};
use std::sync::Arc;

/// A request to log in that waits for its answer.
#[derive(Debug)]
pub(super) struct Login {
    id: String,
    resource: String,
}

impl Server {
    /// Whether the header is one of the time before XMPP 1.0 (RFC 6120 §4.7.5), and such clients may log in here. They send their
    /// password as it is, so only under TLS that is there from the beginning: without features, they cannot ask for it.
    pub(super) fn takes_legacy(&self, header: &Header) -> bool {
        let is_old = header
            .version
            .is_some_and(|version| version < Version::V1_0);
        is_old && self.policy.legacy_login && self.tls.is_some()
    }

    /// Whether errors that go to the client have numbers (XEP-0086 §2).
    pub(super) fn writes_codes(&self) -> bool {
        self.legacy || self.policy.error_codes
    }

    /// An error as the client gets it.
    pub(super) fn error(&self, error: StanzaError) -> StanzaError {
        match self.writes_codes() {
            true => with_code(error),
            false => error,
        }
    }

    /// A request to log in without SASL, if it is one, of a client that has not logged in.
    pub(super) fn on_legacy_login(
        &mut self,
        element: Node<'_>,
        link: &mut Link<ServerEvent>,
    ) -> Option<Handled> {
        let envelope = Envelope::read(element, StanzaKind::of(element.name())?);
        let payload = element.elements().next()?;
        let asks = envelope.is_type("get") || envelope.is_type("set");
        let id = envelope.id.clone()?;
        if envelope.kind != StanzaKind::Iq || !asks || payload.namespace() != NS {
            return None;
        }
        let Phase::Authentication(sasl) = &self.phase else {
            return None;
        };
        if !self.legacy {
            // XEP-0078 §3.1: not after SASL, and not instead of it.
            return Some(match sasl.has_failed() {
                true => {
                    let text = "authentication by SASL has failed before";
                    Err(Fault::new(streamerror::Condition::PolicyViolation, text))
                }
                false => self.refuse_login(id, envelope.to, Condition::ServiceUnavailable, link),
            });
        }
        let query = decode::<LegacyLogin>(payload, &mut ()).unwrap_or_default();
        Some(match request_of(element, NS) {
            None => tell_fields(id, link),
            Some(_) => self.log_in(id, query, link),
        })
    }

    /// The client names itself, its password and its resource; all three are needed (XEP-0078 §3.1).
    fn log_in(&mut self, id: String, query: LegacyLogin, link: &mut Link<ServerEvent>) -> Handled {
        let (Some(name), Some(password), Some(resource)) =
            (query.username, query.password, query.resource)
        else {
            return self.refuse_login(id, None, Condition::NotAcceptable, link);
        };
        let domain = self.host()?.domain.clone();
        if domain.with_resource(&resource).is_err() {
            return self.refuse_login(id, None, Condition::NotAcceptable, link);
        }
        self.login = Some(Box::new(Login { id, resource }));
        let Phase::Authentication(sasl) = &mut self.phase else {
            return Ok(());
        };
        let command = Command::Auth {
            mechanism: "PLAIN".to_owned(),
            data: Ok(Some(format!("\0{name}\0{password}").into_bytes())),
        };
        let step = sasl.on_command(Profile::Legacy, command, link)?;
        self.conclude(step, link)
    }

    /// What has become of a request to log in that nobody works on any more.
    pub(super) fn settle_login(&mut self, link: &mut Link<ServerEvent>) -> Handled {
        let Phase::Authentication(sasl) = &mut self.phase else {
            return Ok(());
        };
        let Some(condition) = sasl.take_failure() else {
            return Ok(());
        };
        let Some(login) = self.login.take() else {
            return Ok(());
        };
        let condition = match condition {
            SaslCondition::TemporaryAuthFailure => Condition::InternalServerError,
            _ => Condition::NotAuthorized,
        };
        self.refuse_login(login.id, None, condition, link)
    }

    /// The client is who it says: it gets the resource that it has named.
    pub(super) fn enter_legacy(&mut self, proven: Proven, link: &mut Link<ServerEvent>) -> Handled {
        let Some(login) = &self.login else {
            return Ok(());
        };
        let wanted = proven.account.with_resource(&login.resource);
        let generated = wanted.map_err(|_| streamerror::Condition::InternalServerError)?;
        let identity = Arc::new(Identity {
            local: self.host()?.domain.as_jid().clone(),
            remote: proven.account.into_jid(),
        });
        self.identity = Some(Arc::clone(&identity));
        self.begin_binding();
        link.set_limits(self.policy.authenticated);
        link.event(ServerEvent::Authenticated(identity));
        link.ask(ServerEvent::Bind(BindRequest {
            requested: Some(generated.clone()),
            generated,
            agent: None,
            payloads: Vec::new(),
        }));
        Ok(())
    }

    /// The driver has given the resource.
    pub(super) fn bind_legacy(
        &mut self,
        login: &Login,
        jid: FullJid,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        link.answered();
        link.write(&Iq::new(login.id.clone(), IqType::Result))?;
        let local = self.host()?.domain.as_jid().clone();
        let remote = jid.into_jid();
        let identity = Arc::new(Identity { local, remote });
        self.identity = Some(Arc::clone(&identity));
        self.phase = Phase::Bound;
        link.establish();
        link.event(ServerEvent::Bound(identity));
        Ok(())
    }

    /// There is no resource to be had. Such a client cannot ask for another one, since it has logged in.
    pub(super) fn leave_unbound(
        &mut self,
        error: StanzaError,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        link.answered();
        let id = self.login.take().map(|login| login.id);
        link.write(&Iq {
            error: Some(Box::new(self.error(error))),
            ..Iq::new(id.unwrap_or_default(), IqType::Error)
        })?;
        let text = "there is no resource to be had";
        Err(Fault::new(streamerror::Condition::ResourceConstraint, text))
    }

    /// What was sent is not repeated: it holds a password (XEP-0078 §3.1).
    fn refuse_login(
        &self,
        id: String,
        from: Option<Jid>,
        condition: Condition,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        link.write(&Iq {
            from,
            error: Some(Box::new(self.error(condition.into()))),
            ..Iq::new(id, IqType::Error)
        })
    }
}

impl ServerStream {
    /// The stanza with a number at its error, where the client wants one.
    pub(super) fn coded(&self, stanza: impl FnOnce() -> Option<Element>) -> Option<Element> {
        match self.connection.role.writes_codes() {
            true => coded(&stanza()?),
            false => None,
        }
    }

    pub(super) fn encoded_with_code(&self, stanza: &Encoded) -> Option<Encoded> {
        let coded = self.coded(|| stanza.to_element().ok())?;
        Encoded::of(&coded).ok()
    }
}

/// What it takes to log in: no digest, for which the password itself would have to be kept.
fn tell_fields(id: String, link: &mut Link<ServerEvent>) -> Handled {
    let fields = LegacyLogin {
        username: Some(String::new()),
        password: Some(String::new()),
        resource: Some(String::new()),
        ..LegacyLogin::default()
    };
    link.write(&Iq {
        payload: Some(Element::of(&fields)?),
        ..Iq::new(id, IqType::Result)
    })
}

/// The stanza with a number at its error; absent where it is none, or has one.
fn coded(stanza: &Element) -> Option<Element> {
    if stanza.attribute("type").as_deref() != Some("error") {
        return None;
    }
    let add = |error: &mut Option<Box<StanzaError>>| {
        let error = error.as_mut().filter(|error| error.code.is_none())?;
        error.code = Some(error.condition.legacy_code());
        Some(())
    };
    let coded = match StanzaKind::of(stanza.name())? {
        StanzaKind::Iq => {
            let mut iq: Iq = stanza.decode(&mut ())?;
            add(&mut iq.error)?;
            Element::of(&iq)
        }
        StanzaKind::Message => {
            let mut message: Message = stanza.decode(&mut ())?;
            add(&mut message.error)?;
            Element::of(&message)
        }
        StanzaKind::Presence => {
            let mut presence: Presence = stanza.decode(&mut ())?;
            add(&mut presence.error)?;
            Element::of(&presence)
        }
    };
    coded.ok()
}

fn with_code(error: StanzaError) -> StanzaError {
    StanzaError {
        code: Some(error.condition.legacy_code()),
        ..error
    }
}
