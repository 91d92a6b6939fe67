//! Blocking (XEP-0191).

use std::sync::Arc;

use xmpp_core::BareJid;
use xmpp_core::rules::blocking;
use xmpp_core::schema::blocking::{Block, Blocklist, Unblock};
use xmpp_core::service::Cx;

use super::{Backend, Refused, Router};
use crate::bus::{Bus, Session};

/// XEP-0191 §3.3: from who is blocked, nothing comes any more, and nothing in their name.
const NOTHING_COMES: bool = false;

impl<K: Backend> Router<K> {
    /// Tells whom the account has blocked; the session hears of changes from now on (XEP-0191 §3.2, §3.3).
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn blocklist(&self, session: &Arc<Session>) -> Result<Blocklist, Refused> {
        let owner = session.jid().to_bare();
        let _turn = self.rosters.turn(owner.as_jid_ref()).await;
        session.standing().hears_of_blocking = true;
        let lists = session.standing().privacy.clone();
        Ok(blocking::list(&lists.unwrap_or_default()))
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
        self.change_privacy(session, cx, NOTHING_COMES, |roster, _| {
            blocking::block(&roster.privacy, query, limits)
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
        self.change_privacy(session, cx, NOTHING_COMES, |roster, _| {
            Ok(blocking::unblock(&roster.privacy, query))
        })
        .await
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
}
