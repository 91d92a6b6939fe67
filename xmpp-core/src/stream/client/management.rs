//! Stream management on a client's stream (XEP-0198).

use std::sync::Arc;

use super::{CONTENT, Client, ClientEvent, Phase, fail};
use crate::schema::sm::{Ack, AckRequest, Enable, Enabled, Failed, Resume, Resumed};
use crate::schema::streams::{self, Features};
use crate::stream::fault::{Fault, Handled};
use crate::stream::link::Link;
use crate::stream::management::Management;
use crate::stream::{Failure, Identity};
use crate::xml::Node;
use crate::{Element, FullJid, decode};

/// How many stanzas are kept until the server acknowledges them.
const MAX_KEPT: usize = 10_000;

/// A stanza was sent. Behind a server that acknowledges nothing the stream cannot be resumed, since what is kept is bounded.
pub(super) fn bound_kept(link: &mut Link<ClientEvent>) {
    if let Some(management) = &mut link.management
        && management.kept() > MAX_KEPT
    {
        management.forget();
    }
}

/// A client's stream whose connection is gone: what the next one can go on with (XEP-0198 §5). Where that one is lost before the
/// server has answered, another can go on with a clone.
#[derive(Clone, Debug)]
pub struct SuspendedClient {
    jid: FullJid,
    identity: Arc<Identity>,
    previd: String,
    management: Box<Management>,
    location: Option<String>,
}

impl SuspendedClient {
    /// The address that was bound.
    pub const fn jid(&self) -> &FullJid {
        &self.jid
    }

    /// Where the server wants the client to come back to, as `host` or `host:port`, if it has said so (XEP-0198 §5).
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// The request to go on with it.
    pub(super) fn request(&self) -> Resume {
        Resume::new(self.previd.clone(), self.management.handled)
    }

    /// It cannot go on: what was lost. The server may still know how far it had come (XEP-0198 §5).
    pub(super) fn lost(mut self, h: Option<u32>) -> Result<Vec<Element>, Fault> {
        if let Some(h) = h {
            self.management.acknowledge(h)?;
        }
        Ok(self.into_unacknowledged())
    }

    /// What was sent, of which nobody knows whether the server has got it.
    pub fn into_unacknowledged(self) -> Vec<Element> {
        let stanzas: String = self.management.into_kept().collect();
        let streams = streams::NS;
        let together = format!("<kept xmlns='{CONTENT}' xmlns:stream='{streams}'>{stanzas}</kept>");
        // What this side has written is XML.
        Element::parse(&together).map_or_else(|_| Vec::new(), |kept| kept.children())
    }
}

/// The server was asked to go on with an earlier stream.
#[derive(Debug)]
pub(super) struct Resuming {
    pub(super) suspended: SuspendedClient,
    /// What it can do instead.
    pub(super) features: Features,
}

impl Client {
    /// What follows the authentication: the earlier stream, or a resource.
    pub(super) fn resume_or_bind(
        &mut self,
        features: Features,
        link: &mut Link<ClientEvent>,
    ) -> Handled {
        self.manages = self.settings.management && features.management.is_some();
        let Some(suspended) = self.suspended.take() else {
            return self.bind(&features, link);
        };
        let suspended = *suspended;
        if features.management.is_none() {
            link.event(ClientEvent::NotResumed(suspended.into_unacknowledged()));
            return self.bind(&features, link);
        }
        link.write(&suspended.request())?;
        self.phase = Phase::Resuming(Box::new(Resuming {
            suspended,
            features,
        }));
        Ok(())
    }

    /// Stanzas are counted from now on: the own ones at once, the server's from its answer on (XEP-0198 §3).
    pub(super) fn manage(&self, link: &mut Link<ClientEvent>) -> Handled {
        if self.manages {
            link.write(&Enable {
                resume: Some(true),
                ..Enable::default()
            })?;
            link.management = Some(Box::default());
        }
        Ok(())
    }

    /// An element of stream management. None of them is a stanza, and none is counted.
    pub(super) fn on_management(
        &mut self,
        element: Node<'_>,
        link: &mut Link<ClientEvent>,
    ) -> Handled {
        if matches!(self.phase, Phase::Resuming(_)) {
            return self.on_resumption(element, link);
        }
        let Some(management) = &mut link.management else {
            // Nobody has asked for it.
            return Ok(());
        };
        if let Some(ack) = decode::<Ack>(element, &mut ()) {
            management.acknowledge(ack.h)?;
        } else if decode::<AckRequest>(element, &mut ()).is_some() {
            let handled = management.handled;
            return link.write(&Ack::new(handled));
        } else if let Some(enabled) = decode::<Enabled>(element, &mut ()) {
            management.handled = 0;
            match enabled.id.filter(|_| enabled.resume == Some(true)) {
                Some(id) => management.resumption = Some(id),
                None => management.forget(),
            }
            self.location = enabled.location;
        } else if decode::<Failed>(element, &mut ()).is_some() {
            link.management = None;
        }
        Ok(())
    }

    fn on_resumption(&mut self, element: Node<'_>, link: &mut Link<ClientEvent>) -> Handled {
        if let Some(resumed) = decode::<Resumed>(element, &mut ()) {
            return self.resumed(&resumed, link);
        }
        let Some(failed) = decode::<Failed>(element, &mut ()) else {
            return fail(Failure::Unexpected("stream management"), link);
        };
        let Phase::Resuming(resuming) = std::mem::replace(&mut self.phase, Phase::Features) else {
            return Ok(());
        };
        let Resuming {
            suspended,
            features,
        } = *resuming;
        link.event(ClientEvent::NotResumed(suspended.lost(failed.h)?));
        self.bind(&features, link)
    }

    /// What the server has not got is sent again, in order (XEP-0198 §5).
    pub(super) fn resumed(&mut self, resumed: &Resumed, link: &mut Link<ClientEvent>) -> Handled {
        let Phase::Resuming(resuming) = std::mem::replace(&mut self.phase, Phase::Bound) else {
            return Ok(());
        };
        let SuspendedClient {
            jid,
            identity,
            mut management,
            location,
            ..
        } = resuming.suspended;
        management.acknowledge(resumed.h)?;
        let again = management.resend();
        link.management = Some(management);
        self.identity = Some(identity);
        self.location = location;
        link.establish();
        again.into_iter().for_each(|xml| link.bytes(xml));
        link.event(ClientEvent::Resumed(jid));
        Ok(())
    }

    /// What another connection goes on with, if this stream can be resumed at all.
    pub(super) fn suspend(&mut self, link: &mut Link<ClientEvent>) -> Option<SuspendedClient> {
        let identity = self.identity.clone()?;
        let jid = FullJid::try_from(identity.local.clone()).ok()?;
        let management = link
            .management
            .take_if(|management| management.resumption.is_some())?;
        Some(SuspendedClient {
            jid,
            identity,
            previd: management.resumption.clone()?,
            management,
            location: self.location.take(),
        })
    }
}
