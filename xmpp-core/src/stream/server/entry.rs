//! What a client gets together with authentication (XEP-0388 §2.6.1): an earlier stream or a resource, and what a new session
//! begins with.

use std::sync::Arc;

use super::event::{BindRequest, ServerEvent};
use super::fast::Tokens;
use super::{Phase, Server};
use crate::schema::bind2::{Bind, Bound};
use crate::schema::sasl_extensible::{Authenticate, Success};
use crate::schema::sm::{Enable, Failed, Resume};
use crate::schema::streamerror::Condition;
use crate::stream::Identity;
use crate::stream::fault::Handled;
use crate::stream::link::Link;
use crate::{Element, FullJid};

/// The longest name of an installation that is kept: a UUID has 36 characters.
const LONGEST_AGENT: usize = 128;

/// What one client has asked for, and what has come of it so far. Each part is taken out when its turn comes.
#[derive(Debug)]
pub(super) struct Entry {
    /// Which installation the client is (XEP-0388 §2.3).
    pub(super) agent: Option<String>,
    resume: Option<Resume>,
    bind: Option<Bind>,
    enable: Option<Enable>,
    pub(super) tokens: Tokens,
    /// The session begins with nobody looking (XEP-0352).
    inactive: bool,
    pub(super) success: Success,
}

impl Entry {
    pub(super) fn new(mut request: Authenticate) -> Self {
        let tokens = Tokens::new(&mut request);
        let agent = request.user_agent.and_then(|agent| agent.id);
        Self {
            agent: agent.filter(|id| (1..=LONGEST_AGENT).contains(&id.len())),
            resume: request.resume,
            bind: request.bind,
            enable: None,
            tokens,
            inactive: false,
            success: Success::new(""),
        }
    }
}

impl Server {
    /// Does what comes next: an earlier stream is looked for before a resource is bound (XEP-0386 §3.2).
    pub(super) fn advance(&mut self, link: &mut Link<ServerEvent>) -> Handled {
        let (Some(entry), Some(identity)) = (&mut self.entry, &self.identity) else {
            return Ok(());
        };
        let account = identity.remote.to_bare();
        if let Some(order) = entry.tokens.order(account.clone(), entry.agent.as_deref())
            && self.policy.tokens
        {
            link.ask(ServerEvent::IssueToken(order));
            return Ok(());
        }
        if let Some(resume) = entry.resume.take().filter(|_| self.policy.management) {
            self.ask_to_resume(resume, account, link);
            return Ok(());
        }
        if let Some(bind) = entry.bind.take() {
            let resource = resource(bind.tag.as_deref(), &link.entropy.token());
            let named = account.with_resource(&resource);
            // What the tag makes impossible goes without it.
            let generated = named.or_else(|_| account.with_resource(&link.entropy.token()));
            entry.enable = bind.enable.filter(|_| self.policy.management);
            entry.inactive = bind.inactive.is_some() && self.policy.client_state;
            link.ask(ServerEvent::Bind(BindRequest {
                requested: None,
                generated: generated.map_err(|_| Condition::InternalServerError)?,
                agent: entry.agent.clone(),
                payloads: bind.payloads,
            }));
            return Ok(());
        }
        if let Some(enable) = entry.enable.take() {
            self.ask_to_manage(&enable, link);
            return Ok(());
        }
        self.finish(link)
    }

    /// The driver has chosen a resource.
    pub(super) fn enter_bound(&mut self, jid: FullJid, link: &mut Link<ServerEvent>) -> Handled {
        let (Some(entry), Some(identity)) = (&mut self.entry, &self.identity) else {
            return Ok(());
        };
        link.answered();
        entry.success.bound = Some(Bound::default());
        self.identity = Some(Arc::new(Identity {
            local: identity.local.clone(),
            remote: jid.into_jid(),
        }));
        self.advance(link)
    }

    /// There is no resource to be had: the client is authenticated nevertheless, and may ask for one in the old way.
    pub(super) fn enter_unbound(&mut self, link: &mut Link<ServerEvent>) -> Handled {
        link.answered();
        if let Some(entry) = &mut self.entry {
            entry.enable = None;
        }
        self.advance(link)
    }

    /// The earlier stream cannot go on, or stanzas cannot be counted: the rest goes on (XEP-0198 §10).
    pub(super) fn enter_failed(
        &mut self,
        failed: Failed,
        resuming: bool,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        if let Some(entry) = &mut self.entry {
            let success = &mut entry.success;
            match &mut success.bound {
                Some(bound) if !resuming => bound.failed = Some(failed),
                _ => success.failed = Some(failed),
            }
        }
        self.advance(link)
    }

    /// All was done that was asked for. Features follow, and no new stream (XEP-0388 §2.6.1).
    fn finish(&mut self, link: &mut Link<ServerEvent>) -> Handled {
        let (Some(entry), Some(identity)) = (self.entry.take(), self.identity.clone()) else {
            return Ok(());
        };
        let is_bound = entry.success.bound.is_some();
        self.succeed(entry.success, link)?;
        if is_bound {
            self.phase = Phase::Bound;
        }
        let features = self.features(link.management.is_some())?;
        link.write(&features)?;
        if is_bound {
            link.establish();
            link.event(ServerEvent::Bound(identity));
            if entry.inactive {
                link.event(ServerEvent::Attention(false));
            }
        }
        Ok(())
    }

    /// Tells the client that it is authenticated, and as whom.
    pub(super) fn succeed(&self, mut success: Success, link: &mut Link<ServerEvent>) -> Handled {
        if let Some(identity) = &self.identity {
            success.authorization_identifier = identity.remote.to_string();
        }
        link.write(&success)?;
        link.set_limits(self.policy.authenticated);
        Ok(())
    }
}

/// A resource that begins with the tag, if there is one (XEP-0386 §3.2.1).
fn resource(tag: Option<&str>, random: &str) -> String {
    match tag.map(str::trim).filter(|tag| !tag.is_empty()) {
        Some(tag) => format!("{tag}/{random}"),
        None => random.to_owned(),
    }
}

/// `<failed/>` with this reason.
pub(super) fn failed(
    condition: crate::schema::stanzaerror::Condition,
) -> Result<Failed, crate::Report> {
    Ok(Failed {
        payloads: vec![Element::of(&condition)?],
        ..Failed::default()
    })
}
