//! What the driver and the client's handles have in common.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::{Notify, oneshot};
use xmpp_core::schema::stanza::Iq;
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::stream::{Closed, Output, SendError, SuspendedClient};
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
    /// Whether the session goes on over another connection when its own is lost.
    pub(crate) comes_back: bool,
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
    /// The connection is lost, and the session is to go on over another one: what is sent waits.
    away: bool,
    /// What goes on, until the driver takes it.
    suspended: Option<SuspendedClient>,
    /// Answers that were given meanwhile.
    held: Vec<Iq>,
    ended: Option<Disconnect>,
}

impl Shared {
    pub(crate) fn new(stream: Stream, identity: Identity, capacity: Capacity) -> Self {
        Self {
            identity,
            inbox: Inbox::new(capacity),
            comes_back: false,
            state: Mutex::new(State {
                stream,
                pending: Pending::default(),
                queued: 0,
                closing: false,
                away: false,
                suspended: None,
                held: Vec::new(),
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
        loop {
            self.until(&self.writable, State::is_writable).await;
            match self.send_now(stanza) {
                Err(SendError::Closed) if self.is_away() => {}
                sent => return sent,
            }
        }
    }

    /// Sends a request, and waits for its answer. `None` where the connection ends before it comes.
    pub(crate) async fn ask(&self, question: Iq) -> Result<Option<Element>, Report> {
        let (id, answer) = loop {
            self.until(&self.writable, State::is_writable).await;
            match self.ask_now(question.clone())? {
                Some(asked) => break asked,
                None if self.is_away() => {}
                None => return Ok(None),
            }
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
        ended.unwrap_or(Disconnect::Stream(Closed::Orderly))
    }

    pub(crate) fn generate_id(&self) -> String {
        self.lock().stream.generate_id()
    }

    // What follows is for the driver alone.

    pub(crate) fn poll(&self, output: &mut Vec<u8>) -> Output<StreamEvent> {
        let mut state = self.lock();
        // Once all is written, it is time to ask what has arrived.
        if self.comes_back && output.is_empty() {
            state.stream.request_acknowledgement();
        }
        let polled = state.stream.poll(output);
        if let Output::Event(StreamEvent::Closed(closed)) = &polled
            && self.comes_back
            && !state.closing
            && is_loss(closed)
        {
            // In the same moment: no sender sees a closed stream in between.
            state.suspended = state.stream.suspend();
            state.away = state.suspended.is_some();
        }
        polled
    }

    /// What goes on over another connection, if the last event of the stream was the loss of its own.
    pub(crate) fn take_suspended(&self) -> Option<SuspendedClient> {
        self.lock().suspended.take()
    }

    /// The session goes on in this stream.
    pub(crate) fn resume(&self, stream: Stream) {
        let mut state = self.lock();
        state.stream = stream;
        state.away = false;
        state.queued = 0;
        for answer in std::mem::take(&mut state.held) {
            if let Err(error) = state.stream.send(&answer) {
                tracing::debug!(%error, "an answer was not sent");
            }
        }
        drop(state);
        self.writable.notify_waiters();
    }

    /// Whether the session is to be closed.
    pub(crate) fn is_closing(&self) -> bool {
        self.lock().closing
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
        state.away = false;
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

    fn is_away(&self) -> bool {
        self.lock().away
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    const fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    /// Whether senders need not wait.
    const fn is_writable(&self) -> bool {
        self.is_over() || (!self.away && self.queued < MAX_QUEUED)
    }
}

impl Outlet for Shared {
    fn answer(&self, answer: Iq) {
        let answer = Iq {
            from: self.identity.signature(answer.from),
            ..answer
        };
        let sent = self.send_now(&answer);
        let mut state = self.lock();
        if state.away && sent == Err(SendError::Closed) {
            return state.held.push(answer);
        }
        drop(state);
        if let Err(error) = sent {
            tracing::debug!(%error, "an answer was not sent");
        }
    }
}

/// Whether it is the connection that has failed, and not one of the two who talk: no bytes come any more, or nothing but silence.
fn is_loss(closed: &Closed) -> bool {
    match closed {
        Closed::Disconnected => true,
        Closed::Error(error) => error.condition == Condition::ConnectionTimeout,
        _ => false,
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
