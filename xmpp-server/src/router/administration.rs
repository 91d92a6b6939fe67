//! What administrators can do beside what anybody can (XEP-0133).

use std::sync::Arc;
use std::time::SystemTime;

use tracing::{info, warn};
use xmpp_core::schema::stanza::{Message, MessageType};
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::stream::StanzaKind;
use xmpp_core::{BareJid, Jid};

use super::{Backend, Router};
use crate::account::AccountError;
use crate::bus::{Bus, Session};
use crate::storage::{Batch, Change, Storage};

impl<K: Backend> Router<K> {
    /// Lets nobody log in to an account and ends its sessions, or lets its user again (XEP-0133 §4.3, §4.4).
    ///
    /// # Errors
    /// If there is no such account, or the storage fails.
    pub async fn set_disabled(&self, user: &BareJid, disabled: bool) -> Result<(), AccountError> {
        self.accounts.set_disabled(user, disabled).await?;
        info!(account = %user, disabled, "changed");
        if disabled {
            self.end(user, None, Condition::NotAuthorized).await;
        }
        Ok(())
    }

    /// Ends the session of a full address, or all of an account. Their clients may come back (XEP-0133 §4.5).
    pub async fn end_sessions_of(&self, jid: &Jid) {
        self.end(&jid.to_bare(), jid.resource(), Condition::Reset)
            .await;
    }

    async fn end(&self, user: &BareJid, resource: Option<&str>, condition: Condition) {
        for session in self.bus.sessions(user.as_jid_ref()).await {
            if resource.is_none_or(|resource| resource == session.jid().resource()) {
                session.mailbox().end(condition.clone());
            }
        }
    }

    /// Tells something to everybody who is there (XEP-0133 §4.23).
    pub async fn announce(self: &Arc<Self>, text: &str) {
        for user in self.bus.online().await {
            for session in self.bus.sessions(user.as_jid_ref()).await {
                let message = Message {
                    from: Some(user.to_domain().into()),
                    to: Some(Jid::from(session.jid())),
                    type_: MessageType::Headline,
                    ..Message::chat(Jid::from(session.jid()), text)
                };
                self.send(&session, StanzaKind::Message, &message);
            }
        }
    }

    /// Remembers that an account is used. Nobody waits for it.
    pub(crate) fn note_login(self: &Arc<Self>, session: &Session) {
        let (router, user) = (Arc::clone(self), session.jid().to_bare());
        tokio::spawn(async move {
            let moment = SystemTime::now();
            let noted = Change::SetLastLogin { user, moment };
            if let Err(failure) = router.storage.commit(Batch::from(noted)).await {
                warn!(%failure, "when an account was used last is not remembered");
            }
        });
    }
}
