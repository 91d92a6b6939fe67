//! What the driver and the client's handles have in common.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::{Notify, oneshot};
use xmpp_core::schema::stanza::Iq;
use xmpp_core::stream::{Output, SendError};
use xmpp_core::{Element, Jid, Report, ToXml, Validate};

use crate::error::Disconnect;
use crate::event::Event;
use crate::identity::Identity;
use crate::inbox::{Capacity, Inbox};
use crate::incoming::Outlet;
use crate::pending::Pending;
use crate::stream::{Stream, StreamEvent};

/// How many stanzas may wait for the driver before senders wait as well.
const MAX_QUEUED: usize = 256;
/// How many bytes may wait for the network before no more stanzas are taken.
const MAX_UNWRITTEN: usize = 64 * 1024;

/// Where the answer to a request will come.
type Answer = oneshot::Receiver<Element>;

/// One session, as the driver and the handles see it.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) identity: Identity,
    pub(crate) inbox: Inbox,
    state: Mutex<State>,
    /// For the driver: there is something to write.
    woken: Notify,
    /// For senders: there may be room.
    writable: Notify,
    /// The session is over.
    over: Notify,
}

#[derive(Debug)]
struct State {
    stream: Stream,
    pending: Pending,
    /// Stanzas that were sent since the network last kept up.
    queued: usize,
    closing: bool,
    ended: Option<Disconnect>,
}

impl Shared {
    pub(crate) fn new(stream: Stream, identity: Identity, capacity: Capacity) -> Self {
        Self {
            identity,
            inbox: Inbox::new(capacity),
            state: Mutex::new(State {
                stream,
                pending: Pending::default(),
                queued: 0,
                closing: false,
                ended: None,
            }),
            woken: Notify::new(),
            writable: Notify::new(),
            over: Notify::new(),
        }
    }

    /// Sends a stanza, as soon as the network keeps up.
    pub(crate) async fn send<T: ToXml + Validate + Sync>(
        &self,
        stanza: &T,
    ) -> Result<(), SendError> {
        self.until(&self.writable, |state| {
            state.queued < MAX_QUEUED || state.is_over()
        })
        .await;
        self.send_now(stanza)
    }

    /// Sends a request, and waits for its answer. `None` where the connection ends before it comes.
    pub(crate) async fn ask(&self, question: Iq) -> Result<Option<Element>, Report> {
        self.until(&self.writable, |state| {
            state.queued < MAX_QUEUED || state.is_over()
        })
        .await;
        let Some((id, answer)) = self.ask_now(question)? else {
            return Ok(None);
        };
        let _forget = Forget { shared: self, id };
        Ok(answer.await.ok())
    }

    /// Closes the stream in order.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.closing = true;
        state.stream.close();
        drop(state);
        self.woken.notify_one();
    }

    /// Waits until the session is over.
    pub(crate) async fn ended(&self) -> Disconnect {
        self.until(&self.over, State::is_over).await;
        let ended = self.lock().ended.clone();
        ended.unwrap_or(Disconnect::Stream(xmpp_core::stream::Closed::Orderly))
    }

    pub(crate) fn generate_id(&self) -> String {
        self.lock().stream.generate_id()
    }

    // What follows is for the driver alone.

    pub(crate) fn poll(&self, output: &mut Vec<u8>) -> Output<StreamEvent> {
        self.lock().stream.poll(output)
    }

    /// The network keeps up, or does not.
    pub(crate) fn set_unwritten(&self, bytes: usize) {
        if bytes < MAX_UNWRITTEN {
            let mut state = self.lock();
            if std::mem::take(&mut state.queued) > 0 {
                drop(state);
                self.writable.notify_waiters();
            }
        }
    }

    pub(crate) fn receive(&self, bytes: &[u8]) {
        self.lock().stream.receive(bytes, Instant::now());
    }

    pub(crate) fn closed_by_peer(&self) {
        self.lock().stream.closed_by_peer();
    }

    pub(crate) fn handle_timeout(&self) {
        self.lock().stream.handle_timeout(Instant::now());
    }

    /// Gives an answer to whom it may concern; `false` if it concerns nobody.
    pub(crate) fn deliver_answer(&self, id: &str, sender: &Jid, answer: Element) -> bool {
        self.lock()
            .pending
            .answer(&self.identity, id, sender, answer)
    }

    /// Whether more input may be read: not while too much waits to be taken, or to be written.
    pub(crate) fn may_read(&self, unwritten: usize) -> bool {
        let state = self.lock();
        let stretched = state.closing || !state.pending.is_empty();
        drop(state);
        unwritten < 4 * MAX_UNWRITTEN && self.inbox.has_room(stretched)
    }

    pub(crate) async fn woken(&self) {
        self.woken.notified().await;
    }

    /// The session is over: whoever waits hears of it. It ends once.
    pub(crate) fn end(&self, reason: Disconnect) {
        let mut state = self.lock();
        if state.is_over() {
            return;
        }
        state.ended = Some(reason.clone());
        state.pending.clear();
        drop(state);
        self.inbox.finish(Event::Disconnected(reason));
        self.writable.notify_waiters();
        self.over.notify_waiters();
    }

    fn send_now<T: ToXml + Validate>(&self, stanza: &T) -> Result<(), SendError> {
        let mut state = self.lock();
        if state.is_over() {
            return Err(SendError::Closed);
        }
        state.stream.send(stanza)?;
        state.queued += 1;
        drop(state);
        self.woken.notify_one();
        Ok(())
    }

    /// Sends a request; its answer will come where this says. `None` if there is no session any more.
    fn ask_now(&self, question: Iq) -> Result<Option<(String, Answer)>, Report> {
        let mut state = self.lock();
        let id = state.stream.generate_id();
        let question = Iq {
            id: id.as_str().into(),
            from: self.identity.signature(question.from),
            ..question
        };
        match state.stream.send(&question) {
            Ok(()) => {}
            Err(SendError::Invalid(report)) => return Err(report),
            Err(_) => return Ok(None),
        }
        state.queued += 1;
        let answer = state.pending.insert(id.clone(), question.to);
        drop(state);
        self.woken.notify_one();
        Ok(Some((id, answer)))
    }

    /// Waits until something holds. `notify` is notified whenever that may have changed.
    async fn until(&self, notify: &Notify, holds: impl Fn(&State) -> bool) {
        loop {
            let changed = notify.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if holds(&self.lock()) {
                return;
            }
            changed.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    const fn is_over(&self) -> bool {
        self.ended.is_some()
    }
}

impl Outlet for Shared {
    fn answer(&self, answer: Iq) {
        let answer = Iq {
            from: self.identity.signature(answer.from),
            ..answer
        };
        if let Err(error) = self.send_now(&answer) {
            tracing::debug!(%error, "an answer was not sent");
        }
    }
}

/// Nobody waits for the answer any more.
struct Forget<'s> {
    shared: &'s Shared,
    id: String,
}

impl Drop for Forget<'_> {
    fn drop(&mut self) {
        self.shared.lock().pending.remove(&self.id);
    }
}
