//! Accounts that are removed.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;
use tracing::{info, warn};
use xmpp_core::rules::contact;
use xmpp_core::schema::streamerror;
use xmpp_core::{BareJid, Jid};

use super::effects::Scene;
use super::{Backend, Refused, Router};
use crate::bus::{Bus, Session};
use crate::storage::{Change, Storage};

/// How long the sessions of an account have to end.
const END: Duration = Duration::from_secs(5);

impl<K: Backend> Router<K> {
    /// Removes an account with all that belongs to it: its sessions end, and its contacts hear that it is gone, so that none of
    /// them goes on believing to see it, or to be seen (RFC 6121 §3.2, §3.3; XEP-0077 §3.2). `asking` is the session that wants
    /// it, which has still to hear that it was done.
    ///
    /// Contacts come first: if the server ends in between, the account is still there and can be removed again.
    ///
    /// # Errors
    /// If there is no such account, or the storage fails.
    pub async fn remove_account(
        self: &Arc<Self>,
        owner: &BareJid,
        asking: Option<&Arc<Session>>,
    ) -> Result<(), Refused> {
        self.end_sessions(owner, asking).await;
        let from = Jid::from(owner);
        let scene = Scene {
            owner,
            resource: None,
            presence: None,
            from: &from,
            id: None,
            request: None,
        };
        let turn = self.rosters.turn(owner.as_jid_ref()).await;
        let outward = self
            .perform(&scene, |roster| Ok(contact::farewell(roster)))
            .await;
        drop(turn);
        self.finish(owner, outward?).await;
        let removal = Change::RemoveAccount {
            user: owner.clone(),
        };
        let _receipt = self.storage.commit(removal.into()).await?;
        self.rosters.forget(owner);
        info!(account = %owner, "removed");
        Ok(())
    }

    /// Ends the sessions of an account, all but one, and waits until what they leave behind is settled.
    async fn end_sessions(&self, owner: &BareJid, but: Option<&Arc<Session>>) {
        let mut sessions = self.bus.sessions(owner.as_jid_ref()).await;
        sessions.retain(|session| but.is_none_or(|but| !Arc::ptr_eq(but, session)));
        for session in &sessions {
            session.mailbox().end(streamerror::Condition::NotAuthorized);
        }
        for session in &sessions {
            if timeout(END, session.mailbox().settled()).await.is_err() {
                warn!(jid = %session.jid(), "the session does not end");
            }
        }
    }
}
