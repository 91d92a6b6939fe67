//! Sessions whose connection is lost, and which go on with the next one (XEP-0198 §5).

use std::collections::HashMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, timeout, timeout_at};
use xmpp_core::stream::{ResumeRequest, Suspended};

use crate::bus::Session;
use crate::mailbox::Command;

/// How long a connection may take to give up its session.
const HAND_OVER: Duration = Duration::from_secs(5);

/// The sessions that can be resumed, by what their clients call them.
#[derive(Debug, Default)]
pub struct Resumptions {
    sessions: Mutex<HashMap<Box<str>, Weak<Session>>>,
}

/// What becomes of a session without a connection.
#[derive(Debug)]
pub enum Fate {
    /// Another connection goes on with it.
    HandedOver,
    /// It ends.
    Ends,
}

impl Resumptions {
    /// The session can be resumed from now on.
    pub fn insert(&self, id: &str, session: &Arc<Session>) {
        self.lock().insert(id.into(), Arc::downgrade(session));
    }

    /// The session has ended.
    pub fn remove(&self, id: &str) {
        self.lock().remove(id);
    }

    /// The session that a client asks for, taken from the connection that has it, or had it last: one of the same account only.
    pub async fn claim(&self, request: &ResumeRequest) -> Option<(Arc<Session>, Suspended)> {
        let session = self
            .lock()
            .get(request.id.as_str())
            .and_then(Weak::upgrade)?;
        if session.jid().to_bare() != request.account {
            return None;
        }
        let (claim, given) = oneshot::channel();
        session.mailbox().claim(claim);
        let suspended = timeout(HAND_OVER, given).await.ok()?.ok()?;
        Some((session, suspended))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Box<str>, Weak<Session>>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps a session that has lost its connection, until another one wants it, it is to end, or its time is over.
pub async fn wait(session: &Session, mut suspended: Suspended, longest: Duration) -> Fate {
    let end = Instant::now() + longest;
    session.set_waits(true);
    loop {
        let order = poll_fn(|context| session.mailbox().poll_end(context));
        match timeout_at(end, order).await {
            Ok(Command::HandOver(claim)) => match claim.send(suspended) {
                Ok(()) => {
                    session.set_waits(false);
                    return Fate::HandedOver;
                }
                Err(returned) => suspended = returned, // Who wanted it has gone.
            },
            Ok(Command::End(_)) | Err(_) => return Fate::Ends,
            Ok(Command::Recall) => {}
        }
    }
}
