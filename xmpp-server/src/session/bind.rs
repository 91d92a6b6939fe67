//! Resource binding (RFC 6120 §7).

use std::sync::Arc;

use tracing::info;
use xmpp_core::schema::carbons;
use xmpp_core::schema::stanza::{ErrorType, StanzaError};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::schema::streamerror;
use xmpp_core::stream::BindRequest;
use xmpp_core::{Element, FullJid};

use crate::bus::{Bus, Session};
use crate::mailbox::Mailbox;
use crate::router::{Backend, Refused, Router};

/// Gives a client the resource that it asks for. A session that had it before is ended (RFC 6120 §7.7.2.2): most often its
/// connection is lost, and this is the same client again. Where there are as many as there may be, one that has lost its
/// connection and waits for another makes room. What the same installation of a client had before is ended (XEP-0386 §3.2).
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
    let is_same = |other: &Arc<Session>| {
        request.agent.is_some() && other.standing().agent == request.agent && other.jid() != jid
    };
    let (earlier, others): (Vec<_>, Vec<_>) = others.into_iter().partition(is_same);
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
    begin(&session, request);
    if let Some(replaced) = router.enter(&session).await? {
        info!(%jid, "another client has taken the resource");
        replaced.mailbox().end(streamerror::Condition::Conflict);
        replaced.mailbox().settled().await;
    }
    for session in earlier {
        info!(jid = %session.jid(), "the same client has another session now");
        session.mailbox().end(streamerror::Condition::Conflict);
        session.mailbox().settled().await;
    }
    router.note_login(&session);
    Ok(session)
}

/// What the session begins with (XEP-0386 §3.2).
fn begin(session: &Session, request: &BindRequest) {
    let mut standing = session.standing();
    standing.agent.clone_from(&request.agent);
    let wants_copies = |payload: &Element| payload.is(carbons::NS, "enable");
    standing.carbons = request.payloads.iter().any(wants_copies);
}
