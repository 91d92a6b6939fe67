//! The extensible profile of SASL on a client's stream (XEP-0388): in one request, who the client is, the resource that it wants
//! (XEP-0386), the stream that it goes on with (XEP-0198 §10), and a token for the next time (XEP-0484).

use super::management::Resuming;
use super::{Client, ClientEvent, Phase, fail};
use crate::sasl::{Channel, TokenMechanism};
use crate::schema::bind2::Bind;
use crate::schema::fast::RequestToken;
use crate::schema::sasl_extensible::{Authenticate, Authentication, Inline, Success};
use crate::schema::sm::{Enable, Enabled, Resume};
use crate::schema::streams::Features;
use crate::stream::fault::Handled;
use crate::stream::link::Link;
use crate::stream::management::Management;
use crate::stream::{ClientToken, Failure};
use crate::{FullJid, Jid};

/// What the client asks for together with authentication.
#[derive(Debug)]
pub(super) struct Entry {
    /// All of it but the mechanism and its message.
    pub(super) request: Authenticate,
    /// What it authenticates with first.
    pub(super) token: Option<ClientToken>,
    /// What it wants another token for.
    pub(super) wanted: Option<TokenMechanism>,
}

/// A resource was bound; the features that follow are still to come (XEP-0388 §2.6.1).
#[derive(Debug)]
pub(super) struct Entering {
    jid: FullJid,
    managed: bool,
}

impl Client {
    /// What to ask for in this profile, where the server offers it and the client wants it: under TLS only (XEP-0388 §3).
    pub(super) fn entry(&self, offer: &Authentication, channel: &Channel) -> Option<Entry> {
        let settings = &self.settings;
        if !settings.extensible_sasl || self.tls.is_none() {
            return None;
        }
        let inline = offer.inline.clone().unwrap_or_default();
        let identified = settings.agent.as_ref().filter(|agent| agent.id.is_some());
        let fast = inline.fast.as_ref().filter(|_| identified.is_some());
        let names = fast.map(|fast| fast.mechanisms.as_slice());
        let offered = |known: &TokenMechanism| {
            let names = names.unwrap_or_default();
            names.iter().any(|name| name == known.name())
        };
        let permitted: Vec<_> = TokenMechanism::offered(channel).filter(offered).collect();
        let token = settings.token.clone();
        let token = token.filter(|token| permitted.contains(&token.mechanism));
        Some(Entry {
            request: Authenticate {
                user_agent: settings.agent.clone(),
                bind: self.binding(&inline),
                resume: self.resumption(&inline),
                ..Authenticate::new("")
            },
            token,
            wanted: permitted.first().copied().filter(|_| settings.tokens),
        })
    }

    /// A resource can be had at once by who leaves its name to the server (XEP-0386 §3.2).
    fn binding(&self, inline: &Inline) -> Option<Bind> {
        let offered = inline
            .bind
            .as_ref()
            .filter(|_| self.settings.resource.is_none())?;
        let features = offered.inline.as_ref();
        let counts = features.is_some_and(|inline| {
            let mut features = inline.features.iter();
            features.any(|feature| feature.var == crate::schema::sm::NS)
        });
        let agent = self.settings.agent.as_ref();
        Some(Bind {
            tag: agent.and_then(|agent| agent.software.clone()),
            enable: (counts && self.settings.management).then(|| Enable {
                resume: Some(true),
                ..Enable::default()
            }),
            ..Bind::default()
        })
    }

    fn resumption(&self, inline: &Inline) -> Option<Resume> {
        let suspended = self.suspended.as_ref().filter(|_| inline.sm.is_some())?;
        Some(suspended.request())
    }

    /// The client is authenticated. What it has asked for besides was done, or not (XEP-0388 §2.6.1).
    pub(super) fn enter(
        &mut self,
        success: Success,
        wanted: Option<TokenMechanism>,
        link: &mut Link<ClientEvent>,
    ) -> Handled {
        link.set_limits(self.settings.authenticated);
        // A token that was not asked for is for the mechanism of the one that was used (XEP-0484 §4.5).
        if let (Some(token), Some(mechanism)) = (success.token, wanted) {
            link.event(ClientEvent::Token(ClientToken {
                mechanism,
                secret: token.token,
                expiry: Some(token.expiry),
            }));
        }
        if let Some(resumed) = success.resumed {
            let Some(suspended) = self.suspended.take() else {
                return fail(Failure::Unexpected("a stream that goes on"), link);
            };
            self.phase = Phase::Resuming(Box::new(Resuming {
                suspended: *suspended,
                features: Features::default(),
            }));
            return self.resumed(&resumed, link);
        }
        if let Some(failed) = success.failed
            && let Some(suspended) = self.suspended.take()
        {
            let lost = suspended.lost(failed.h)?;
            link.event(ClientEvent::NotResumed(lost));
        }
        self.phase = Phase::Features;
        let Some(bound) = success.bound else {
            return Ok(());
        };
        let named = Jid::new(&success.authorization_identifier).ok();
        let Some(jid) = named.and_then(|jid| FullJid::try_from(jid).ok()) else {
            return fail(Failure::Unexpected("a binding without an address"), link);
        };
        let managed = bound.enabled.is_some();
        if let Some(enabled) = bound.enabled {
            self.count(enabled, link);
        }
        self.phase = Phase::Entering(Box::new(Entering { jid, managed }));
        Ok(())
    }

    /// The features have come that follow a binding.
    pub(super) fn entered(&mut self, features: &Features, link: &mut Link<ClientEvent>) -> Handled {
        let Phase::Entering(entering) = std::mem::replace(&mut self.phase, Phase::Bound) else {
            return Ok(());
        };
        let Entering { jid, managed } = *entering;
        self.manages = self.settings.management && !managed && features.management.is_some();
        if let Some(suspended) = self.suspended.take() {
            link.event(ClientEvent::NotResumed(suspended.into_unacknowledged()));
        }
        self.bound(jid, link)
    }

    /// Stanzas are counted from now on, in both directions (XEP-0198 §10.1).
    fn count(&mut self, enabled: Enabled, link: &mut Link<ClientEvent>) {
        let mut management = Box::<Management>::default();
        match enabled.id.filter(|_| enabled.resume == Some(true)) {
            Some(id) => management.resumption = Some(id),
            None => management.forget(),
        }
        link.management = Some(management);
        self.location = enabled.location;
    }
}

impl Entry {
    /// The request for a mechanism, with its first message.
    pub(super) fn authenticate(&self, mechanism: &str, message: String) -> Authenticate {
        let wanted = self.wanted.filter(|_| self.token.is_none());
        Authenticate {
            mechanism: mechanism.to_owned(),
            initial_response: Some(message),
            fast: self.token.is_some().then(Default::default),
            request_token: wanted.map(|wanted| RequestToken::new(wanted.name())),
            ..self.request.clone()
        }
    }
}
