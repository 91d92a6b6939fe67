//! Executes the effects of a rule for one account.
//!
//! Whoever executes them holds the account's [turn](super::rosters::Rosters::turn). What concerns other accounts' rosters is
//! handed back, to be done when the turn is over: nobody ever waits for two turns.

use std::collections::VecDeque;
use std::sync::Arc;

use tracing::error;
use xmpp_core::rules::delivery::Kind;
use xmpp_core::rules::roster::{Change as RosterChange, Roster};
use xmpp_core::rules::subscription::Request;
use xmpp_core::rules::{Audience, Effect, Sender};
use xmpp_core::schema::stanza::{Presence, PresenceType};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::Cx;
use xmpp_core::stream::{Encoded, Envelope, StanzaKind};
use xmpp_core::{BareJid, Element, Id, Jid};

use super::outward::Outward;
use super::{Backend, Refused, Router};
use crate::bus::{Bus, Session};
use crate::mailbox::Letter;
use crate::storage::{Batch, Change, Storage, StorageError};

/// What a rule was asked about.
#[derive(Clone, Debug)]
pub(super) struct Scene<'a> {
    /// The account that the rule is about.
    pub(super) owner: &'a BareJid,
    /// The resource at hand.
    pub(super) resource: Option<&'a Arc<Session>>,
    /// The stanza at hand, if it is presence.
    pub(super) presence: Option<&'a Element>,
    /// Who has sent it.
    pub(super) from: &'a Jid,
    /// Its `id`.
    pub(super) id: Option<&'a str>,
    /// The request at hand.
    pub(super) request: Option<Cx<'a>>,
}

impl<'a> Scene<'a> {
    /// A request that a session makes about its own account.
    pub(super) fn of_request(
        owner: &'a BareJid,
        session: &'a Arc<Session>,
        request: Cx<'a>,
    ) -> Self {
        Self {
            owner,
            resource: Some(session),
            presence: None,
            from: session.jid().as_jid(),
            id: None,
            request: Some(request),
        }
    }
}

impl<K: Backend> Router<K> {
    /// Asks a rule and does what it says. What is left is for [`finish`](Self::finish), without the turn.
    pub(super) async fn perform(
        self: &Arc<Self>,
        scene: &Scene<'_>,
        judge: impl Fn(&Roster) -> Result<Vec<Effect>, Refused>,
    ) -> Result<VecDeque<Outward>, Refused> {
        loop {
            let is_online = self.bus.is_online(scene.owner).await;
            let roster = self
                .rosters
                .read(self.storage.as_ref(), scene.owner, is_online)
                .await?;
            let effects = judge(&roster)?;
            match self.execute(scene, effects).await {
                Ok(outward) => return Ok(outward),
                // Somebody else writes the same file: what is known here is old.
                Err(StorageError::RosterChanged(_)) => self.rosters.forget(scene.owner),
                Err(failure) => return Err(failure.into()),
            }
        }
    }

    pub(super) async fn execute(
        self: &Arc<Self>,
        scene: &Scene<'_>,
        effects: Vec<Effect>,
    ) -> Result<VecDeque<Outward>, StorageError> {
        let mut outward = VecDeque::new();
        for effect in effects {
            match effect {
                Effect::Store(change) => self.store_roster(scene.owner, change).await?,
                Effect::StorePrivacy(changes) => self.store_privacy(scene.owner, changes).await?,
                Effect::PushPrivacy { name, asked } => {
                    self.push_privacy(scene.owner, &name, asked).await;
                }
                Effect::PushBlocked(change) => self.push_blocked(scene.owner, &change).await,
                Effect::Reply => {
                    if let Some(cx) = scene.request {
                        cx.reply_first(());
                    }
                }
                Effect::Push(query) => {
                    for session in self.audience(scene.owner, Audience::Interested).await {
                        self.push(&session, &query);
                    }
                }
                Effect::Deliver(audience) => self.deliver_presence(scene, audience).await,
                Effect::Replay(element) => {
                    if let (Some(session), Ok(encoded)) = (scene.resource, Encoded::of(&element)) {
                        self.put(session, Letter::new(StanzaKind::Presence, encoded));
                    }
                }
                Effect::Recall => {
                    if let Some(session) = scene.resource {
                        session.mailbox().recall();
                    }
                }
                Effect::Bounce(condition) => self.bounce_presence(scene, condition),
                Effect::Lose(contact) => self.lose(scene, &contact),
                Effect::Appear(_)
                | Effect::Vanish
                | Effect::Remember(_)
                | Effect::Forget(_)
                | Effect::Activate(_) => {
                    Self::change_standing(scene, effect);
                }
                other => outward.extend(Self::outward(scene, other)),
            }
            // What goes out is done at once, so that no later presence of this account overtakes it; but what has to be done
            // after somebody else's turn waits, and what stands behind it as well.
            while let Some(next) = outward.pop_front() {
                if next.needs_turn() {
                    outward.push_front(next);
                    break;
                }
                self.notify_all(scene.owner, next).await;
            }
        }
        Ok(outward)
    }

    async fn store_roster(
        &self,
        owner: &BareJid,
        change: RosterChange,
    ) -> Result<(), StorageError> {
        let batch = Batch::from(Change::SetRoster {
            owner: owner.clone(),
            change: change.clone(),
        });
        let _receipt = self.storage.commit(batch).await?;
        self.rosters.apply(owner, change);
        Ok(())
    }

    /// The sessions of an account that get such stanzas.
    async fn audience(&self, owner: &BareJid, audience: Audience) -> Vec<Arc<Session>> {
        let mut sessions = self.bus.sessions(owner.as_jid_ref()).await;
        sessions.retain(|session| {
            let standing = session.standing();
            match audience {
                Audience::Available => standing.availability.priority.is_some(),
                Audience::Interested => standing.interested,
            }
        });
        sessions
    }

    async fn deliver_presence(self: &Arc<Self>, scene: &Scene<'_>, audience: Audience) {
        let Some(presence) = scene.presence else {
            return;
        };
        let Ok(encoded) = Encoded::forward(presence, scene.from.as_str()) else {
            return error!("an address cannot be written");
        };
        let letter = Letter::new(StanzaKind::Presence, encoded);
        let kind = Kind::Presence(super::presence::type_of(presence));
        for session in self.audience(scene.owner, audience).await {
            if !self.turns_away(&session, scene.from, kind).await {
                self.put(&session, letter.clone());
            }
        }
    }

    fn bounce_presence(self: &Arc<Self>, scene: &Scene<'_>, condition: Condition) {
        let (Some(session), Some(presence)) = (scene.resource, scene.presence) else {
            return;
        };
        let address = |name| {
            presence
                .attribute(name)
                .and_then(|text| Jid::new(&text).ok())
        };
        let envelope = Envelope {
            to: address("to"),
            from: Some(scene.from.clone()),
            id: scene.id.map(str::to_owned),
            type_: presence.attribute("type"),
            ..Envelope::new(StanzaKind::Presence)
        };
        self.refuse(session, &envelope, condition);
    }

    fn change_standing(scene: &Scene<'_>, effect: Effect) {
        let Some(session) = scene.resource else {
            return;
        };
        let mut standing = session.standing();
        match effect {
            Effect::Appear(priority) => {
                standing.availability.priority = Some(priority);
                standing.presence = scene.presence.cloned().map(Arc::new);
            }
            Effect::Vanish => {
                let availability = &mut standing.availability;
                availability.priority = None;
                availability.directed.clear();
                standing.presence = None;
            }
            Effect::Remember(jid) => drop(standing.availability.directed.insert(jid)),
            Effect::Forget(jid) => drop(standing.availability.directed.remove(&jid)),
            Effect::Activate(name) => standing.availability.active = name,
            _ => {}
        }
    }

    /// What an effect sends to others.
    fn outward(scene: &Scene<'_>, effect: Effect) -> Option<Outward> {
        let address = |sender| match (sender, scene.resource) {
            (Sender::Resource, Some(session)) => Jid::from(session.jid()),
            _ => Jid::from(scene.owner),
        };
        match effect {
            Effect::Forward { to, from } => {
                let presence = scene.presence?.clone();
                let type_ = super::presence::type_of(&presence);
                Some(Outward::presence(address(from), to, type_, presence))
            }
            Effect::Send { to, from, type_ } => {
                let answers = to.as_bare() == scene.from.as_bare();
                let presence = Presence {
                    id: scene.id.filter(|_| answers).map(Id::from),
                    type_,
                    ..Presence::default()
                };
                let presence = Element::of(&presence).ok()?;
                Some(Outward::presence(address(from), to, type_, presence))
            }
            Effect::Show { to, of } => Some(Outward::Show {
                to,
                of,
                resource: scene.resource.cloned(),
            }),
            Effect::Hide { to } => Some(Outward::Hide { to }),
            other => {
                error!(?other, "an effect is not known");
                None
            }
        }
    }
}

impl Outward {
    /// A presence stanza on its way.
    fn presence(from: Jid, to: Jid, type_: Option<PresenceType>, presence: Element) -> Self {
        match type_ {
            Some(PresenceType::Probe) => Self::Probe { from, to, presence },
            Some(type_) => match Request::of(type_) {
                Some(request) => Self::Request {
                    from,
                    to,
                    request,
                    presence,
                },
                None => Self::Notice {
                    from,
                    to,
                    type_: Some(type_),
                    presence,
                },
            },
            None => Self::Notice {
                from,
                to,
                type_,
                presence,
            },
        }
    }
}
