//! Resource binding (RFC 6120 §7).

use std::sync::Arc;

use tracing::info;
use xmpp_core::FullJid;
use xmpp_core::schema::stanza::{ErrorType, StanzaError};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::schema::streamerror;
use xmpp_core::stream::BindRequest;

use crate::bus::{Bus, Session};
use crate::mailbox::Mailbox;
use crate::router::{Backend, Refused, Router};

/// Gives a client the resource that it asks for. A session that had it before is ended (RFC 6120 §7.7.2.2): most often its
/// connection is lost, and this is the same client again. Where there are as many as there may be, one that has lost its
/// connection and waits for another makes room.
///
/// # Errors
/// `resource-constraint` where the account has too many resources (RFC 6120 §7.6.2.1); `internal-server-error` where the storage
/// fails.
pub async fn bind<K: Backend>(
    router: &Arc<Router<K>>,
    request: &BindRequest,
    mailbox: &Arc<Mailbox>,
    most: usize,
) -> Result<Arc<Session>, Refused> {
    let jid: &FullJid = request.preferred();
    let others = router.bus().sessions(jid.as_bare()).await;
    let is_new = others.iter().all(|other| other.jid() != jid);
    if is_new && others.len() >= most {
        let Some(waiting) = others.iter().find(|other| other.waits()) else {
            let error = StanzaError::new(ErrorType::Wait, Condition::ResourceConstraint);
            return Err(error.into());
        };
        info!(jid = %waiting.jid(), "a session that waits makes room for another one");
        let mailbox = waiting.mailbox();
        mailbox.end(streamerror::Condition::ResourceConstraint);
        mailbox.settled().await;
    }
    let session = Session::new(jid.clone(), Arc::clone(mailbox));
    if let Some(replaced) = router.enter(&session).await? {
        info!(%jid, "another client has taken the resource");
        replaced.mailbox().end(streamerror::Condition::Conflict);
        replaced.mailbox().settled().await;
    }
    router.note_login(&session);
    Ok(session)
}
