//! What gets through between an account and others (XEP-0016). Blocking (XEP-0191) is part of it.

use std::sync::Arc;

use tracing::error;
use xmpp_core::rules::blocking::refusal;
use xmpp_core::rules::delivery::{Kind, Resource};
use xmpp_core::rules::presence::Availability;
use xmpp_core::rules::privacy::{self, Guard, Lists, Traffic};
use xmpp_core::rules::roster::Roster;
use xmpp_core::rules::{Effect, Refusal};
use xmpp_core::schema::privacy::{List, PrivacyLists};
use xmpp_core::schema::stanza::{Presence, StanzaError};
use xmpp_core::service::Cx;
use xmpp_core::stream::{Encoded, Envelope, StanzaKind};
use xmpp_core::{BareJid, Element, Jid, JidRef};

use super::effects::Scene;
use super::outward::Outward;
use super::{Backend, Parcel, Refused, Router, storage_failed};
use crate::bus::{Bus, Session};
use crate::mailbox::Letter;
use crate::storage::{Batch, Change, Storage, StorageError};

/// The active lists of the sessions of an account but one.
type Others = [Option<Box<str>>];

impl<K: Backend> Router<K> {
    /// A session begins: others find it from now on. Gives back the one that had the same address.
    pub(crate) async fn enter(
        &self,
        session: &Arc<Session>,
    ) -> Result<Option<Arc<Session>>, StorageError> {
        let owner = session.jid().to_bare();
        // No list is changed in between.
        let _turn = self.rosters.turn(owner.as_jid_ref()).await;
        let lists = self.storage.privacy(&owner).await?;
        session.standing().privacy = shared(lists);
        Ok(self.bus.enter(session).await)
    }

    /// Tells the lists of the account (XEP-0016 §2.3).
    ///
    /// # Errors
    /// What the client is owed instead.
    pub async fn privacy(
        &self,
        session: &Arc<Session>,
        query: &PrivacyLists,
    ) -> Result<PrivacyLists, Refused> {
        let owner = session.jid().to_bare();
        let _turn = self.rosters.turn(owner.as_jid_ref()).await;
        let mut standing = session.standing();
        standing.hears_of_privacy = true;
        let lists = standing.privacy.clone().unwrap_or_default();
        let active = standing.availability.active.as_deref();
        Ok(privacy::get(&lists, active, query)?)
    }

    /// Changes the lists, or which of them applies (XEP-0016 §2.4 to §2.8).
    ///
    /// # Errors
    /// What the client is owed instead.
    pub async fn set_privacy(
        self: &Arc<Self>,
        session: &Arc<Session>,
        cx: Cx<'_>,
        query: &PrivacyLists,
    ) -> Result<(), Refused> {
        let limits = &self.limits.roster;
        session.standing().hears_of_privacy = true;
        self.change_privacy(session, cx, true, |roster, others| {
            let active = session.standing().availability.active.clone();
            privacy::set(roster, active.as_deref(), others, query, limits)
        })
        .await
    }

    /// Does what a rule says about the lists, and then, session by session, what follows for those who see it or are seen. Whether a
    /// session loses sight of those whose presence does not come any more is for who asks to say.
    pub(super) async fn change_privacy(
        self: &Arc<Self>,
        session: &Arc<Session>,
        cx: Cx<'_>,
        loses: bool,
        judge: impl Fn(&Roster, &Others) -> Result<Vec<Effect>, Refusal>,
    ) -> Result<(), Refused> {
        let owner = session.jid().to_bare();
        let scene = Scene::of_request(&owner, session, cx);
        let turn = self.rosters.turn(owner.as_jid_ref()).await;
        let sessions = self.bus.sessions(owner.as_jid_ref()).await;
        let before: Vec<Availability> = sessions.iter().map(availability).collect();
        let others = sessions.iter().zip(&before);
        let others = others.filter(|(other, _)| !Arc::ptr_eq(other, session));
        let others: Vec<_> = others.map(|(_, before)| before.active.clone()).collect();
        let read = || self.rosters.read(self.storage.as_ref(), &owner, true);
        let old = read().await?;
        let judge = |roster: &_| Ok(judge(roster, &others)?);
        let mut outward = self.perform(&scene, judge).await?;
        let new = read().await?;
        for (session, before) in sessions.iter().zip(&before) {
            let after = availability(session);
            let old = Guard::new(&owner, &old, before.active.as_deref());
            let new = Guard::new(&owner, &new, after.active.as_deref());
            let scene = Scene {
                resource: Some(session),
                request: None,
                ..scene
            };
            let mut effects = privacy::shift(&old, &new, &after);
            effects.retain(|effect| loses || !matches!(effect, Effect::Lose(_)));
            let more = self.execute(&scene, effects).await?;
            // What several sessions ask of a contact is asked once.
            let is_new = |probe: &Outward| !outward.iter().any(|other| other.asks_the_same(probe));
            let more: Vec<_> = more.into_iter().filter(is_new).collect();
            outward.extend(more);
        }
        drop(turn);
        self.finish(&owner, outward).await;
        Ok(())
    }

    pub(super) async fn store_privacy(
        &self,
        owner: &BareJid,
        changes: Vec<privacy::Change>,
    ) -> Result<(), StorageError> {
        let stored = Change::SetPrivacy {
            owner: owner.clone(),
            changes: changes.clone(),
        };
        let _receipt = self.storage.commit(Batch::from(stored)).await?;
        self.rosters.set_privacy(owner, &changes);
        let sessions = self.bus.sessions(owner.as_jid_ref()).await;
        let before = sessions
            .first()
            .and_then(|session| session.standing().privacy.clone());
        let mut lists = Lists::clone(&before.unwrap_or_default());
        changes.iter().for_each(|change| lists.apply(change));
        let lists = shared(lists);
        for session in sessions {
            session.standing().privacy.clone_from(&lists);
        }
        Ok(())
    }

    /// Tells sessions that a list has changed: by its name alone (XEP-0016 §2.2).
    pub(super) async fn push_privacy(self: &Arc<Self>, owner: &BareJid, name: &str, asked: bool) {
        let lists = PrivacyLists {
            lists: vec![List::new(name)],
            ..PrivacyLists::default()
        };
        for session in self.bus.sessions(owner.as_jid_ref()).await {
            if !asked || session.standing().hears_of_privacy {
                self.push(&session, &lists);
            }
        }
    }

    /// Tells a session, on behalf of a contact, that it is gone.
    pub(super) fn lose(self: &Arc<Self>, scene: &Scene<'_>, contact: &Jid) {
        let Some(session) = scene.resource else {
            return;
        };
        let gone = Element::of(&Presence::unavailable()).ok();
        let to = session.jid().as_str();
        let gone = gone.and_then(|gone| Encoded::readdress(&gone, contact.as_str(), to).ok());
        match gone {
            Some(gone) => self.put(session, Letter::new(StanzaKind::Presence, gone)),
            None => error!("unavailable presence cannot be written"),
        }
    }

    /// Why a session does not send a stanza, if its own list holds it back (XEP-0016 §2.14, XEP-0191 §3.5).
    pub(super) async fn holds_back(
        &self,
        session: &Arc<Session>,
        envelope: &Envelope,
        kind: Kind,
    ) -> Option<StanzaError> {
        let to = envelope.to.as_ref()?;
        let denied = self.session_denies(session, to, Traffic::outgoing(kind));
        match denied.await {
            Ok(false) => None,
            Ok(true) => Some(refusal()),
            Err(failure) => Some(storage_failed(&failure).into()),
        }
    }

    /// Whether a session does not show itself to that address.
    pub(super) async fn hides(&self, session: &Arc<Session>, to: &Jid) -> bool {
        session.has_lists() && Box::pin(self.keeps_out(session, to, Traffic::PresenceOut)).await
    }

    /// Whether a session does not hear such a stanza from that address.
    pub(super) async fn turns_away(&self, session: &Arc<Session>, from: &Jid, kind: Kind) -> bool {
        session.has_lists()
            && Box::pin(self.keeps_out(session, from, Traffic::incoming(kind))).await
    }

    async fn keeps_out(&self, session: &Arc<Session>, jid: &Jid, traffic: Traffic) -> bool {
        match self.session_denies(session, jid, traffic).await {
            Ok(denied) => denied,
            Err(failure) => {
                storage_failed(&failure);
                true
            }
        }
    }

    /// Whether an account lets nothing of the kind through from who has sent it, and the same for each of its sessions.
    pub(super) async fn screen(
        &self,
        parcel: &Parcel,
        to: JidRef<'_>,
        sessions: &[Arc<Session>],
        resources: &mut [Resource<'_>],
    ) -> Result<bool, StorageError> {
        let Some(from) = parcel.envelope.from.as_ref() else {
            return Ok(false);
        };
        match sessions.first() {
            Some(session) if !session.has_lists() => Ok(false),
            // Seldom, and nobody's future is to hold it.
            Some(_) => {
                Box::pin(self.screen_all(from, parcel.kind, sessions, resources)).await?;
                let account = to.to_bare();
                let traffic = Traffic::incoming(parcel.kind);
                Box::pin(self.account_denies(&account, from, traffic)).await
            }
            None => {
                let traffic = Traffic::incoming(parcel.kind);
                Box::pin(self.account_denies(&to.to_bare(), from, traffic)).await
            }
        }
    }

    /// Whether each of the sessions lets nothing of the kind through from that address.
    pub(super) async fn screen_all(
        &self,
        from: &Jid,
        kind: Kind,
        sessions: &[Arc<Session>],
        resources: &mut [Resource<'_>],
    ) -> Result<(), StorageError> {
        for (session, resource) in sessions.iter().zip(resources) {
            let traffic = Traffic::incoming(kind);
            resource.blocks_sender = self.session_denies(session, from, traffic).await?;
        }
        Ok(())
    }

    /// Whether something does not get through between a session and that address.
    pub(super) async fn session_denies(
        &self,
        session: &Arc<Session>,
        jid: &Jid,
        traffic: Traffic,
    ) -> Result<bool, StorageError> {
        let (lists, active) = {
            let standing = session.standing();
            let active = standing.availability.active.clone();
            (standing.privacy.clone(), active)
        };
        let owner = session.jid().to_bare();
        let lists = lists.unwrap_or_default();
        self.lists_deny(&owner, &lists, active.as_deref(), jid, traffic)
            .await
    }

    /// Whether something does not get through between an account as a whole and that address.
    pub(super) async fn account_denies(
        &self,
        account: &BareJid,
        jid: &Jid,
        traffic: Traffic,
    ) -> Result<bool, StorageError> {
        let lists = match self.bus.sessions(account.as_jid_ref()).await.first() {
            Some(session) => session.standing().privacy.clone().unwrap_or_default(),
            None => Arc::new(self.storage.privacy(account).await?),
        };
        self.lists_deny(account, &lists, None, jid, traffic).await
    }

    async fn lists_deny(
        &self,
        owner: &BareJid,
        lists: &Lists,
        active: Option<&str>,
        jid: &Jid,
        traffic: Traffic,
    ) -> Result<bool, StorageError> {
        match lists.applying(active) {
            None => Ok(false),
            Some(list) if !list.looks_at_roster() => {
                let nobody = Roster::default();
                Ok(Guard::without_roster(owner, list, &nobody).denies(jid, traffic))
            }
            Some(_) => {
                let rosters = &self.rosters;
                let roster = rosters.read(self.storage.as_ref(), owner, false).await?;
                Ok(Guard::new(owner, &roster, active).denies(jid, traffic))
            }
        }
    }
}

fn availability(session: &Arc<Session>) -> Availability {
    session.standing().availability.clone()
}

/// As sessions share it.
fn shared(lists: Lists) -> Option<Arc<Lists>> {
    (!lists.is_empty()).then(|| Arc::new(lists))
}
