//! The extensible profile of SASL on a server's stream (XEP-0388): in one request, who the client is and what it wants.

use super::entry::Entry;
use super::event::ServerEvent;
use super::profile::Profile;
use super::sasl::{Command, Proven};
use super::{Phase, Server};
use crate::sasl::encoding::{EncodingError, decode, encode};
use crate::sasl::{SaslCondition, TokenMechanism};
use crate::schema::bind2;
use crate::schema::sasl_extensible::{Abort, Authenticate, Authentication, Inline, Response};
use crate::schema::streamerror::Condition;
use crate::schema::streams::Features;
use crate::schema::{carbons, csi, sm};
use crate::stream::Identity;
use crate::stream::fault::{Fault, Handled};
use crate::stream::link::Link;
use crate::xml::Node;
use crate::{Jid, decode as read};
use std::sync::Arc;

impl Server {
    /// Whether this profile can be used here: after TLS only (XEP-0388 §3).
    pub(super) fn is_extensible(&self) -> bool {
        self.policy.extensible_sasl && self.tls.is_some()
    }

    /// Announces the mechanisms, and what can be negotiated together with them (XEP-0388 §2.1).
    pub(super) fn offer_extensible(&self, features: &mut Features) {
        let Phase::Authentication(sasl) = &self.phase else {
            return;
        };
        let names: Vec<_> = sasl.names().map(str::to_owned).collect();
        if !self.is_extensible() || names.is_empty() {
            return;
        }
        features.authentication = Some(Box::new(Authentication {
            inline: Some(Inline {
                bind: Some(self.binding_offer()),
                sm: self.policy.management.then(Default::default),
                fast: self.token_offer(),
                ..Inline::default()
            }),
            ..Authentication::new(names)
        }));
    }

    /// What a session can begin with (XEP-0386 §3.1).
    fn binding_offer(&self) -> bind2::Bind {
        let features = [
            (self.policy.carbons, carbons::NS),
            (self.policy.client_state, csi::NS),
            (self.policy.management, sm::NS),
        ];
        let features = features.into_iter().filter(|(offered, _)| *offered);
        let features: Vec<_> = features
            .map(|(_, name)| bind2::Feature::new(name))
            .collect();
        bind2::Bind {
            inline: (!features.is_empty()).then(|| bind2::Inline::new(features)),
            ..bind2::Bind::default()
        }
    }

    /// An element of this profile.
    pub(super) fn on_extensible(
        &mut self,
        element: Node<'_>,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        let (offered, extensible) = (self.policy.extensible_sasl, self.is_extensible());
        let Phase::Authentication(sasl) = &mut self.phase else {
            // XEP-0388 §4.8
            let text = "the client has already authenticated";
            return Err(Fault::new(Condition::PolicyViolation, text));
        };
        let running = sasl.is_running(Profile::Extensible);
        let step = match Request::read(element) {
            Some(Request::Authenticate(_)) if offered && !extensible => {
                sasl.fail_as(Profile::Extensible, SaslCondition::EncryptionRequired, link)?
            }
            Some(Request::Authenticate(request)) if offered && !running => {
                sasl.abandon()?;
                if let Some(mechanism) = self.token_mechanism(&request.mechanism) {
                    return self.on_token(mechanism, *request, link);
                }
                let Phase::Authentication(sasl) = &mut self.phase else {
                    return Ok(());
                };
                let command = Command::Auth {
                    data: request.initial_response.as_deref().map(message).transpose(),
                    mechanism: request.mechanism.clone(),
                };
                self.entry = Some(Box::new(Entry::new(*request)));
                sasl.on_command(Profile::Extensible, command, link)?
            }
            Some(Request::Response(data)) if running => {
                sasl.on_command(Profile::Extensible, Command::Response(data), link)?
            }
            Some(Request::Abort) if running => {
                sasl.on_command(Profile::Extensible, Command::Abort, link)?
            }
            // Tasks among them (XEP-0388 §2.6.3): there are none here.
            _ => return Err(Condition::UnsupportedStanzaType.into()),
        };
        self.conclude(step, link)
    }

    /// A request to log in with a token.
    fn on_token(
        &mut self,
        mechanism: TokenMechanism,
        request: Authenticate,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        let data = request.initial_response.as_deref().map(message);
        let data = data.transpose().map_err(EncodingError::condition);
        self.entry = Some(Box::new(Entry::new(request)));
        self.redeem(mechanism, data, link)
    }

    /// Between the first step and the last, nothing else may come, not even white space (XEP-0388 §2.4).
    pub(super) fn check_undisturbed(&self) -> Handled {
        if self.is_undisturbed() {
            let text = "nothing else may be sent during authentication";
            return Err(Fault::new(Condition::PolicyViolation, text));
        }
        Ok(())
    }

    /// Whether an attempt of this profile is under way.
    pub(super) fn is_undisturbed(&self) -> bool {
        matches!(&self.phase, Phase::Authentication(sasl) if sasl.is_running(Profile::Extensible))
    }

    /// The client has proved who it is. What it asked for besides comes before it is told so (XEP-0388 §2.6.1).
    pub(super) fn enter(&mut self, proven: Proven, link: &mut Link<ServerEvent>) -> Handled {
        let (Some(mut entry), Phase::Authentication(sasl)) = (self.entry.take(), &mut self.phase)
        else {
            return Err(Condition::InternalServerError.into());
        };
        // XEP-0388 §2.3, §4.4: the stream is that of another account.
        let is_other = |from: &Jid| from.to_bare() != proven.account;
        if self.from.as_ref().is_some_and(is_other) {
            return sasl
                .fail_as(Profile::Extensible, SaslCondition::InvalidAuthzid, link)
                .map(drop);
        }
        entry.success.additional_data = proven.data.as_deref().map(encode);
        let identity = Arc::new(Identity {
            local: self.host()?.domain.as_jid().clone(),
            remote: proven.account.into_jid(),
        });
        self.identity = Some(Arc::clone(&identity));
        self.begin_binding();
        self.entry = Some(entry);
        link.event(ServerEvent::Authenticated(identity));
        self.advance(link)
    }
}

/// What a client says in this profile.
enum Request {
    Authenticate(Box<Authenticate>),
    Response(Result<Vec<u8>, EncodingError>),
    Abort,
}

impl Request {
    fn read(element: Node<'_>) -> Option<Self> {
        if let Some(request) = read::<Authenticate>(element, &mut ()) {
            return Some(Self::Authenticate(Box::new(request)));
        }
        if element.name() == "authenticate" {
            // No mechanism is named: `invalid-mechanism` (RFC 6120 §6.5.7).
            return Some(Self::Authenticate(Box::new(Authenticate::new(""))));
        }
        if let Some(response) = read::<Response>(element, &mut ()) {
            return Some(Self::Response(message(&response.value)));
        }
        read::<Abort>(element, &mut ()).map(|_| Self::Abort)
    }
}

/// The message that a text stands for; white space in it is passed over (XEP-0388 §2.2: there should be none).
fn message(text: &str) -> Result<Vec<u8>, EncodingError> {
    let bare: String = text.split_ascii_whitespace().collect();
    decode(&bare)
}
