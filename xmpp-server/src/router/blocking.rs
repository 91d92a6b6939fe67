//! Blocking (XEP-0191).

use std::sync::Arc;

use tracing::error;
use xmpp_core::rules::blocking::{self, Blocklist, withdrawn};
use xmpp_core::schema::blocking::{Block, Blocklist as Listed, Unblock};
use xmpp_core::schema::stanza::{Presence, PresenceType};
use xmpp_core::service::Cx;
use xmpp_core::{BareJid, Element, Jid, JidRef};

use super::effects::Scene;
use super::{Backend, Parcel, Refused, Router};
use crate::bus::{Bus, Session};
use crate::storage::{Batch, Change, Storage, StorageError};

impl<K: Backend> Router<K> {
    /// A session begins: others find it from now on. Gives back the one that had the same address.
    pub(crate) async fn enter(
        &self,
        session: &Arc<Session>,
    ) -> Result<Option<Arc<Session>>, StorageError> {
        let owner = session.jid().to_bare();
        // Nobody is blocked or unblocked in between.
        let _turn = self.rosters.turn(owner.as_jid_ref()).await;
        let blocked = self.storage.blocked(&owner).await?;
        session.standing().blocked = shared(blocked);
        Ok(self.bus.enter(session).await)
    }

    /// Tells whom the account has blocked; the session hears of changes from now on (XEP-0191 §3.2, §3.3).
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn blocklist(&self, session: &Arc<Session>) -> Result<Listed, Refused> {
        let owner = session.jid().to_bare();
        let _turn = self.rosters.turn(owner.as_jid_ref()).await;
        session.standing().hears_of_blocking = true;
        let blocked = session.standing().blocked.clone();
        Ok(blocked.unwrap_or_default().to_answer())
    }

    /// Blocks (XEP-0191 §3.3).
    ///
    /// # Errors
    /// What the client is owed instead.
    pub async fn block(
        self: &Arc<Self>,
        session: &Arc<Session>,
        cx: Cx<'_>,
        query: &Block,
    ) -> Result<(), Refused> {
        let limits = &self.limits.roster;
        let owner = session.jid().to_bare();
        self.change_blocked(session, cx, |roster| {
            Ok(blocking::block(roster, &owner, query, limits)?)
        })
        .await
    }

    /// Unblocks (XEP-0191 §3.4).
    ///
    /// # Errors
    /// What the client is owed instead.
    pub async fn unblock(
        self: &Arc<Self>,
        session: &Arc<Session>,
        cx: Cx<'_>,
        query: &Unblock,
    ) -> Result<(), Refused> {
        let owner = session.jid().to_bare();
        self.change_blocked(session, cx, |roster| {
            Ok(blocking::unblock(roster, &owner, query))
        })
        .await
    }

    async fn change_blocked(
        self: &Arc<Self>,
        session: &Arc<Session>,
        cx: Cx<'_>,
        judge: impl Fn(
            &xmpp_core::rules::roster::Roster,
        ) -> Result<Vec<xmpp_core::rules::Effect>, Refused>,
    ) -> Result<(), Refused> {
        let owner = session.jid().to_bare();
        let scene = Scene {
            owner: &owner,
            resource: Some(session),
            presence: None,
            from: session.jid().as_jid(),
            id: None,
            request: Some(cx),
        };
        let turn = self.rosters.turn(owner.as_jid_ref()).await;
        let outward = self.perform(&scene, judge).await;
        self.withdraw(&owner).await;
        drop(turn);
        self.finish(&owner, outward?).await;
        Ok(())
    }

    pub(super) async fn store_blocked(
        &self,
        owner: &BareJid,
        change: blocking::Change,
    ) -> Result<(), StorageError> {
        let stored = Change::SetBlocked {
            owner: owner.clone(),
            change: change.clone(),
        };
        let _receipt = self.storage.commit(Batch::from(stored)).await?;
        self.rosters.block(owner, &change);
        let sessions = self.bus.sessions(owner.as_jid_ref()).await;
        let before = sessions
            .first()
            .and_then(|session| session.standing().blocked.clone());
        let mut blocked = Blocklist::clone(&before.unwrap_or_default());
        blocked.apply(&change);
        let blocked = shared(blocked);
        for session in sessions {
            session.standing().blocked.clone_from(&blocked);
        }
        Ok(())
    }

    /// Tells the sessions that have asked for the list.
    pub(super) async fn push_blocked(self: &Arc<Self>, owner: &BareJid, change: &blocking::Change) {
        for session in self.bus.sessions(owner.as_jid_ref()).await {
            if !session.standing().hears_of_blocking {
                continue;
            }
            let items = change.items();
            match change.blocked {
                true => self.push(
                    &session,
                    &Block {
                        items,
                        ..Block::default()
                    },
                ),
                false => self.push(
                    &session,
                    &Unblock {
                        items,
                        ..Unblock::default()
                    },
                ),
            }
        }
    }

    /// Those that the account has shown itself to by directed presence, and that are blocked now, hear that it is gone.
    async fn withdraw(self: &Arc<Self>, owner: &BareJid) {
        let Ok(presence) = Element::of(&Presence::unavailable()) else {
            return error!("unavailable presence cannot be written");
        };
        for session in self.bus.sessions(owner.as_jid_ref()).await {
            let gone = {
                let mut standing = session.standing();
                let Some(blocked) = standing.blocked.clone() else {
                    continue;
                };
                let gone = withdrawn(owner, &blocked, &standing.availability);
                for jid in &gone {
                    standing.availability.directed.remove(jid);
                }
                gone
            };
            for to in gone {
                let type_ = Some(PresenceType::Unavailable);
                self.notify(session.jid().as_jid(), &to, type_, &presence)
                    .await;
            }
        }
    }

    /// Whether the addressee has blocked who has sent the stanza.
    pub(super) async fn blocks_sender(
        &self,
        parcel: &Parcel,
        to: JidRef<'_>,
        sessions: &[Arc<Session>],
    ) -> Result<bool, StorageError> {
        let Some(from) = parcel.envelope.from.as_ref() else {
            return Ok(false);
        };
        match sessions.first() {
            Some(session) => Ok(session.blocks(from)),
            // Seldom, and nobody's future is to hold it.
            None => Box::pin(self.has_blocked(&to.to_bare(), from)).await,
        }
    }

    /// Whether an account has blocked that address.
    pub(super) async fn is_blocked_by(
        &self,
        account: &BareJid,
        jid: &Jid,
    ) -> Result<bool, StorageError> {
        match self.bus.sessions(account.as_jid_ref()).await.first() {
            Some(session) => Ok(session.blocks(jid)),
            None => self.has_blocked(account, jid).await,
        }
    }

    async fn has_blocked(&self, account: &BareJid, jid: &Jid) -> Result<bool, StorageError> {
        let blocked = self.storage.blocked(account).await?;
        Ok(blocked.blocks(account, jid))
    }
}

/// As sessions share it.
fn shared(blocked: Blocklist) -> Option<Arc<Blocklist>> {
    (!blocked.is_empty()).then(|| Arc::new(blocked))
}
