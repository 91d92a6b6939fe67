//! What waits for a session: stanzas in their order, and commands.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use xmpp_core::schema::streamerror::Condition;
use xmpp_core::stream::{Encoded, StanzaKind};

/// A stanza on its way to one or more sessions, which share its bytes.
#[derive(Clone, Debug)]
pub struct Letter(Arc<Content>);

#[derive(Debug)]
struct Content {
    stanza: Encoded,
    kind: StanzaKind,
    read: AtomicBool,
}

impl Letter {
    /// A stanza that nobody has yet.
    pub fn new(kind: StanzaKind, stanza: Encoded) -> Self {
        Self(Arc::new(Content {
            stanza,
            kind,
            read: AtomicBool::new(false),
        }))
    }

    /// The stanza.
    pub fn stanza(&self) -> &Encoded {
        &self.0.stanza
    }

    /// Which stanza it is.
    pub fn kind(&self) -> StanzaKind {
        self.0.kind
    }

    /// The connection of a session has taken all of it.
    fn mark_read(&self) {
        self.0.read.store(true, Ordering::Release);
    }

    /// The stanza, if this was the last hope that anybody reads it.
    pub fn undelivered(self) -> Option<(StanzaKind, Encoded)> {
        let content = Arc::into_inner(self.0)?;
        (!content.read.into_inner()).then_some((content.kind, content.stanza))
    }
}

/// How much may wait for one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of stanzas that its connection has not taken yet.
    pub bytes: usize,
    /// That many stanzas.
    pub stanzas: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            bytes: 1024 * 1024,
            stanzas: 4096,
        }
    }
}

/// What waits for one connection. Stanzas stay here until the connection has taken them, so that none is lost if it ends before.
///
/// Whoever finds it full has ended the session: nothing is put in any more, and [`settled`](Self::settled) says when what was
/// inside has found another place.
#[derive(Debug)]
pub struct Mailbox {
    bounds: Bounds,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Those that are being written first.
    letters: VecDeque<Slot>,
    /// How many of them are being written.
    taken: usize,
    /// Of how many it is known where they end in the output.
    marked: usize,
    bytes: usize,
    life: Life,
    recall: bool,
    end: Option<Condition>,
    reader: Option<Waker>,
    waiting: Vec<Waker>,
}

#[derive(Debug)]
struct Slot {
    letter: Letter,
    /// Where it ends in the output of the connection, once that is known.
    end: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Life {
    #[default]
    Open,
    /// Nothing is put in any more.
    Closed,
    /// Nothing is left inside.
    Settled,
}

/// Why a letter was not taken.
#[derive(Debug)]
pub enum Refused {
    /// There is no room for it. Who hears this first has closed the mailbox, and is to see that it is emptied.
    Full(Letter),
    /// The session has ended.
    Closed(Letter),
}

/// What a session is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Fetch the messages that were stored for the account, before anything else is written.
    Recall,
    /// End the stream with this error.
    End(Condition),
}

impl Mailbox {
    /// An empty one.
    pub fn new(bounds: Bounds) -> Arc<Self> {
        Arc::new(Self {
            bounds,
            state: Mutex::default(),
        })
    }

    /// Puts a letter in.
    ///
    /// # Errors
    /// The letter, where the session cannot take it.
    pub fn push(&self, letter: Letter) -> Result<(), Refused> {
        let mut state = self.lock();
        if state.life != Life::Open {
            return Err(Refused::Closed(letter));
        }
        let length = letter.stanza().as_str().len();
        let crowded = !state.letters.is_empty();
        if crowded
            && (state.bytes + length > self.bounds.bytes
                || state.letters.len() >= self.bounds.stanzas)
        {
            state.life = Life::Closed;
            state.end = Some(Condition::ResourceConstraint);
            state.wake();
            return Err(Refused::Full(letter));
        }
        state.bytes += length;
        state.letters.push_back(Slot { letter, end: 0 });
        state.wake();
        Ok(())
    }

    /// Asks the session to fetch what was stored.
    pub fn recall(&self) {
        let mut state = self.lock();
        state.recall = true;
        state.wake();
    }

    /// Asks the session to end its stream; the first reason counts.
    pub fn end(&self, condition: Condition) {
        let mut state = self.lock();
        if state.end.is_none() {
            state.end = Some(condition);
            state.wake();
        }
    }

    /// Offers the stanzas that are not being written yet, in their order, as long as they are taken. Each stays here until
    /// [`written`](Self::written) says that the output has come to where [`mark`](Self::mark) says it ends.
    pub fn take(&self, mut taken: impl FnMut(&Letter) -> bool) {
        let mut state = self.lock();
        while state.has_letter() {
            let next = state.taken;
            if !state
                .letters
                .get(next)
                .is_some_and(|slot| taken(&slot.letter))
            {
                return;
            }
            state.taken += 1;
        }
    }

    /// Whether there is something to take or to do. Stanzas count only if the stream can carry them.
    pub fn has_orders(&self, carries: bool) -> bool {
        self.lock().has_orders(carries)
    }

    /// What the session is asked to do, once everything before it was taken.
    pub fn command(&self) -> Option<Command> {
        let mut state = self.lock();
        if std::mem::take(&mut state.recall) {
            return Some(Command::Recall);
        }
        if state.has_letter() {
            return None;
        }
        state.end.take().map(Command::End)
    }

    /// All stanzas that were taken so far end here in the output, at the latest.
    pub fn mark(&self, end: u64) {
        let mut state = self.lock();
        let (marked, taken) = (state.marked, state.taken);
        for slot in state.letters.range_mut(marked..taken) {
            slot.end = end;
        }
        state.marked = taken;
    }

    /// Waits until there is something to take or to do.
    pub fn poll_orders(&self, context: &Context<'_>, carries: bool) -> Poll<()> {
        let mut state = self.lock();
        if state.has_orders(carries) {
            return Poll::Ready(());
        }
        state.wait(context);
        Poll::Pending
    }

    /// Whether the session is to end, waiting for it.
    pub fn poll_end(&self, context: &Context<'_>) -> Poll<Condition> {
        let mut state = self.lock();
        if let Some(condition) = state.end.take() {
            return Poll::Ready(condition);
        }
        state.wait(context);
        Poll::Pending
    }

    /// The connection has taken its output up to here.
    pub fn written(&self, position: u64) {
        let mut state = self.lock();
        while state.marked > 0
            && let Some(slot) = state.letters.pop_front_if(|slot| slot.end <= position)
        {
            slot.letter.mark_read();
            state.bytes -= slot.letter.stanza().as_str().len();
            state.taken -= 1;
            state.marked -= 1;
        }
        if state.letters.is_empty() {
            // An idle session keeps no queue.
            state.letters = VecDeque::new();
        }
    }

    /// Puts nothing in any more.
    pub fn shut(&self) {
        let mut state = self.lock();
        if state.life == Life::Open {
            state.life = Life::Closed;
        }
    }

    /// Puts nothing in any more and takes everything out that nobody has read, in its order.
    pub fn close(&self) -> Vec<(StanzaKind, Encoded)> {
        self.shut();
        let mut state = self.lock();
        state.taken = 0;
        state.marked = 0;
        state.bytes = 0;
        let letters = std::mem::take(&mut state.letters);
        drop(state);
        letters
            .into_iter()
            .filter_map(|slot| slot.letter.undelivered())
            .collect()
    }

    /// What was inside has found another place: those who wait for that go on.
    pub fn settle(&self) {
        let mut state = self.lock();
        state.life = Life::Settled;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Waits until it is [settled](Self::settle).
    pub async fn settled(&self) {
        poll_fn(|context| {
            let mut state = self.lock();
            if state.life == Life::Settled {
                return Poll::Ready(());
            }
            state.waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Whether nothing is put in any more.
    pub fn is_closed(&self) -> bool {
        self.lock().life != Life::Open
    }

    /// Whether it is settled.
    pub fn is_settled(&self) -> bool {
        self.lock().life == Life::Settled
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn has_letter(&self) -> bool {
        self.life == Life::Open && self.taken < self.letters.len()
    }

    fn has_orders(&self, carries: bool) -> bool {
        (carries && self.has_letter()) || self.recall || self.end.is_some()
    }

    fn wait(&mut self, context: &Context<'_>) {
        match &mut self.reader {
            Some(waker) => waker.clone_from(context.waker()),
            none => *none = Some(context.waker().clone()),
        }
    }

    fn wake(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}
