//! Presence that goes from one account to another.

use std::collections::VecDeque;
use std::sync::Arc;

use tracing::error;
use xmpp_core::rules::delivery::{Kind, Recipient, Verdict, deliver};
use xmpp_core::rules::presence::{Availability, Probed, absent, probe, received_unavailable};
use xmpp_core::rules::subscription::Request;
use xmpp_core::rules::{Effect, Source, contact};
use xmpp_core::schema::stanza::{Presence, PresenceType};
use xmpp_core::stream::{Encoded, StanzaKind};
use xmpp_core::{BareJid, Element, Jid};

use super::effects::Scene;
use super::message::resource_of;
use super::{Backend, Router, storage_failed};
use crate::bus::{Bus, Session};
use crate::mailbox::Letter;

/// Presence that goes from one account to another.
#[derive(Clone, Debug)]
pub(super) enum Outward {
    /// Available, unavailable or an error: for those who are online.
    Notice {
        from: Jid,
        to: Jid,
        type_: Option<PresenceType>,
        presence: Element,
    },
    /// About a subscription: it may change the roster of the account that it goes to.
    Request {
        from: Jid,
        to: Jid,
        request: Request,
        presence: Element,
    },
    /// A probe: it asks for what the account that it goes to shows.
    Probe {
        from: Jid,
        to: Jid,
        presence: Element,
    },
    /// The last presence of own sessions.
    Show {
        to: Jid,
        of: Source,
        resource: Option<Arc<Session>>,
    },
    /// Unavailable presence of own sessions.
    Hide { to: Jid },
}

impl Outward {
    /// Whether another account has to have its turn for it.
    pub(super) const fn needs_turn(&self) -> bool {
        matches!(self, Self::Request { .. } | Self::Probe { .. })
    }

    /// Whether both are probes between the same two.
    pub(super) fn asks_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Probe { from, to, .. }, Self::Probe { from: f, to: t, .. }) => {
                from == f && to == t
            }
            _ => false,
        }
    }
}

impl<K: Backend> Router<K> {
    /// Does what is left when the turn of an account is over.
    pub(super) async fn finish(self: &Arc<Self>, owner: &BareJid, outward: VecDeque<Outward>) {
        let mut left: VecDeque<_> = outward
            .into_iter()
            .map(|next| (owner.clone(), next))
            .collect();
        while let Some((owner, next)) = left.pop_front() {
            let more = match next {
                Outward::Request {
                    from,
                    to,
                    request,
                    presence,
                } => self.inbound(&from, &to, request, &presence).await,
                Outward::Probe { from, to, presence } => self.probed(&from, &to, &presence).await,
                other => {
                    let _turn = self.rosters.turn(owner.as_jid_ref()).await;
                    self.notify_all(&owner, other).await;
                    continue;
                }
            };
            left.extend(more);
        }
    }

    /// Tells others what they see of an account. The account has the turn.
    pub(super) async fn notify_all(self: &Arc<Self>, owner: &BareJid, outward: Outward) {
        match outward {
            Outward::Notice {
                from,
                to,
                type_,
                presence,
            } => self.notify(&from, &to, type_, &presence).await,
            Outward::Show { to, of, resource } => {
                for session in self.bus.sessions(owner.as_jid_ref()).await {
                    let at_hand = resource
                        .as_ref()
                        .is_some_and(|resource| Arc::ptr_eq(resource, &session));
                    let wanted = match of {
                        Source::Every => true,
                        Source::Others => !at_hand,
                        Source::Resource => at_hand,
                    };
                    let presence = session.standing().presence.clone();
                    if let Some(presence) = presence.filter(|_| wanted)
                        && !self.hides(&session, &to).await
                    {
                        self.notify(session.jid().as_jid(), &to, None, &presence)
                            .await;
                    }
                }
            }
            Outward::Hide { to } => {
                let type_ = Some(PresenceType::Unavailable);
                let Ok(presence) = Element::of(&Presence::unavailable()) else {
                    return error!("unavailable presence cannot be written");
                };
                for session in self.bus.sessions(owner.as_jid_ref()).await {
                    if session.priority().is_some() && !self.hides(&session, &to).await {
                        self.notify(session.jid().as_jid(), &to, type_, &presence)
                            .await;
                    }
                }
            }
            Outward::Request { .. } | Outward::Probe { .. } => {}
        }
    }

    /// Hands presence to those who are online (RFC 6121 §8.5).
    pub(super) async fn notify(
        self: &Arc<Self>,
        from: &Jid,
        to: &Jid,
        type_: Option<PresenceType>,
        presence: &Element,
    ) {
        if !self.is_local(to.domain()) {
            return; // There are no other servers yet.
        }
        let sessions = self.bus.sessions(to.as_bare()).await;
        if sessions.is_empty() {
            return;
        }
        let mut names: Vec<_> = sessions.iter().map(resource_of).collect();
        let kind = Kind::Presence(type_);
        if sessions[0].has_lists() {
            let screened = Box::pin(self.screen_all(from, kind, &sessions, &mut names)).await;
            if let Err(failure) = screened {
                storage_failed(&failure);
                return;
            }
        }
        let recipient = Recipient {
            resources: Some(&names),
            resource: to.resource(),
            sees_presence: true,
            blocks_sender: false, // there are sessions, and each speaks for itself
        };
        let Verdict::Deliver(chosen) = deliver(&recipient, kind) else {
            return;
        };
        let Ok(encoded) = Encoded::readdress(presence, from.as_str(), to.as_str()) else {
            return error!("an address cannot be written");
        };
        let letter = Letter::new(StanzaKind::Presence, encoded);
        for session in &sessions {
            if !chosen.contains(&session.jid().resource()) {
                continue;
            }
            if type_ == Some(PresenceType::Unavailable) {
                forget_gone(session, from);
            }
            self.put(session, letter.clone());
        }
    }

    /// A request about a subscription has come for an account (RFC 6121 §A.3).
    async fn inbound(
        self: &Arc<Self>,
        from: &Jid,
        to: &Jid,
        request: Request,
        presence: &Element,
    ) -> Vec<(BareJid, Outward)> {
        let owner = to.to_bare();
        if !self.is_local(owner.domain()) || owner.local().is_none() {
            return Vec::new();
        }
        match self.exists(&owner).await {
            Ok(true) => {}
            Ok(false) => return Vec::new(),
            Err(failure) => {
                storage_failed(&failure);
                return Vec::new();
            }
        }
        let stanza = Encoded::readdress(presence, from.as_str(), owner.as_str());
        let Some(stanza) = stanza.ok().and_then(|stanza| stanza.to_element().ok()) else {
            error!("an address cannot be written");
            return Vec::new();
        };
        let contact = from.to_bare();
        let id = stanza.attribute("id");
        let scene = Scene {
            owner: &owner,
            resource: None,
            presence: Some(&stanza),
            from,
            id: id.as_deref(),
            request: None,
        };
        let limits = &self.limits.roster;
        let _turn = self.rosters.turn(owner.as_jid_ref()).await;
        let judge = |roster: &_| {
            Ok(contact::inbound(
                roster, &owner, &contact, request, &stanza, limits,
            ))
        };
        let outward = self.perform(&scene, judge).await.unwrap_or_default();
        outward
            .into_iter()
            .map(|next| (owner.clone(), next))
            .collect()
    }

    /// Somebody asks what an account shows (RFC 6121 §4.3.2).
    async fn probed(
        self: &Arc<Self>,
        from: &Jid,
        to: &Jid,
        presence: &Element,
    ) -> Vec<(BareJid, Outward)> {
        let owner = to.to_bare();
        if !self.is_local(owner.domain()) || owner.local().is_none() {
            return Vec::new();
        }
        let known = match self.bus.is_online(&owner).await {
            true => true,
            false => self.exists(&owner).await.unwrap_or(false),
        };
        let _turn = self.rosters.turn(owner.as_jid_ref()).await;
        let sessions = self.bus.sessions(owner.as_jid_ref()).await;
        let at_hand = sessions
            .iter()
            .find(|session| Some(session.jid().resource()) == to.resource());
        let availabilities: Vec<Availability> = sessions
            .iter()
            .map(|session| session.standing().availability.clone())
            .collect();
        let one = at_hand.map(|session| session.standing().availability.clone());
        let id = presence.attribute("id");
        let scene = Scene {
            owner: &owner,
            resource: at_hand,
            presence: None,
            from,
            id: id.as_deref(),
            request: None,
        };
        let judge = |roster: &_| {
            let probed = match to.resource() {
                Some(_) => Probed::Resource(one.as_ref()),
                None => Probed::Account(&availabilities),
            };
            Ok(if known {
                probe(roster, &owner, &probed, from)
            } else {
                absent(from)
            })
        };
        let outward = self.perform(&scene, judge).await.unwrap_or_default();
        outward
            .into_iter()
            .map(|next| (owner.clone(), next))
            .collect()
    }
}

/// Those that have gone need not hear that this session goes (RFC 6121 §4.6.1).
fn forget_gone(session: &Session, from: &Jid) {
    let mut standing = session.standing();
    for effect in received_unavailable(&standing.availability, from) {
        if let Effect::Forget(jid) = effect {
            standing.availability.directed.remove(&jid);
        }
    }
}
