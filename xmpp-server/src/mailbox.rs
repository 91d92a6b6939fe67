//! What waits for a session: stanzas in their order, and commands.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::SystemTime;

use tokio::sync::oneshot;
use uuid::Uuid;
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::stream::{Encoded, StanzaKind, Suspended};

/// How much presence may wait for a client at which nobody looks.
const PRESENCES: usize = 100;

/// A stanza on its way to one or more sessions, which share its bytes.
#[derive(Clone, Debug)]
pub struct Letter(Arc<Content>);

#[derive(Debug)]
struct Content {
    stanza: Encoded,
    kind: StanzaKind,
    /// When it came.
    since: SystemTime,
    read: AtomicBool,
}

impl Letter {
    /// A stanza that has just come.
    pub fn new(kind: StanzaKind, stanza: Encoded) -> Self {
        Self::since(kind, stanza, SystemTime::now())
    }

    /// A stanza that came at that time, and that nobody has yet.
    pub fn since(kind: StanzaKind, stanza: Encoded, since: SystemTime) -> Self {
        Self(Arc::new(Content {
            stanza,
            kind,
            since,
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

    /// When it came.
    pub fn came(&self) -> SystemTime {
        self.0.since
    }

    /// The connection of a session has taken all of it.
    fn mark_read(&self) {
        self.0.read.store(true, Ordering::Release);
    }

    /// The letter, if this was the last hope that anybody reads it.
    pub fn undelivered(self) -> Option<Self> {
        let mut content = Arc::into_inner(self.0)?;
        (!*content.read.get_mut()).then(|| Self(Arc::new(content)))
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
    /// How many letters were here when that was asked for: those that come later wait for what was stored.
    before_recall: usize,
    end: Option<Condition>,
    claim: Option<Claim>,
    /// Those that were in the storage as well and have arrived.
    arrived: Vec<Uuid>,
    /// The client acknowledges what it has got: letters stay until then (XEP-0198).
    managed: bool,
    /// How many of those that were taken were so before that, and are not acknowledged.
    uncounted: usize,
    /// Nobody looks at the client: presence can wait (XEP-0352 §5).
    unattended: bool,
    /// How many of those that were not taken are no presence.
    urgent: usize,
    reader: Option<Waker>,
    waiting: Vec<Waker>,
}

#[derive(Debug)]
struct Slot {
    letter: Letter,
    /// Where it ends in the output of the connection, once that is known.
    end: u64,
    /// It is in the storage as well, under this id, until the client has it.
    stored: Option<Uuid>,
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

/// What is [taken](Mailbox::take).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// Only what is in the storage as well.
    Stored,
    /// All, and where something was stored that is to be fetched, what was here before that was asked for.
    BehindStored,
}

/// A new connection of the client wants to go on with the session (XEP-0198 §5).
pub type Claim = oneshot::Sender<Suspended>;

/// What a session is to do.
#[derive(Debug)]
pub enum Command {
    /// Fetch the messages that were stored for the account, before anything else is written.
    Recall,
    /// End the stream with this error.
    End(Condition),
    /// Give the session to another connection.
    HandOver(Claim),
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
        state.urgent += usize::from(letter.kind() != StanzaKind::Presence);
        state.letters.push_back(Slot {
            letter,
            end: 0,
            stored: None,
        });
        if state.is_of_interest() {
            state.wake();
        }
        Ok(())
    }

    /// Puts letters in that are in the storage as well, in front of those that were not taken yet. They are not counted: whoever
    /// does this waits until [they are gone](Self::has_stored) before it does it again.
    pub fn insert_stored(&self, letters: impl IntoIterator<Item = (Uuid, Letter)>) {
        let mut state = self.lock();
        for (place, (id, letter)) in (state.taken..).zip(letters) {
            state.urgent += 1;
            let slot = Slot {
                letter,
                end: 0,
                stored: Some(id),
            };
            state.letters.insert(place, slot);
            state.before_recall += 1;
        }
    }

    /// Whether letters are left that are in the storage as well.
    pub fn has_stored(&self) -> bool {
        self.lock().letters.iter().any(|slot| slot.stored.is_some())
    }

    /// Whether one of them is to be taken next.
    pub fn stored_is_next(&self) -> bool {
        let state = self.lock();
        let next = state.letters.get(state.taken);
        next.is_some_and(|slot| slot.stored.is_some())
    }

    /// Whether there is something to take, of interest to whoever looks or does not.
    pub fn has_mail(&self) -> bool {
        let state = self.lock();
        state.has_letter() && state.is_of_interest()
    }

    /// Those of them that the client has got, to be removed from the storage; each is told once.
    pub fn take_arrived(&self) -> Vec<Uuid> {
        std::mem::take(&mut self.lock().arrived)
    }

    /// From now on, letters stay until they are [acknowledged](Self::acknowledge).
    pub fn manage(&self) {
        let mut state = self.lock();
        state.managed = true;
        state.uncounted = state.taken;
    }

    /// The client has got so many more letters.
    pub fn acknowledge(&self, count: usize) {
        let mut state = self.lock();
        let count = count.saturating_add(std::mem::take(&mut state.uncounted));
        for _ in 0..count.min(state.taken) {
            state.drop_first();
        }
        state.release();
    }

    /// All letters that are left are to be taken again, by another connection.
    pub fn rewind(&self) {
        let mut state = self.lock();
        state.taken = 0;
        state.marked = 0;
        state.uncounted = 0;
        state.urgent = state.letters.iter().filter(|slot| slot.is_urgent()).count();
        state.unattended = false;
    }

    /// Says whether somebody looks at the client.
    pub fn attend(&self, attended: bool) {
        let mut state = self.lock();
        state.unattended = !attended;
        if state.is_of_interest() {
            state.wake();
        }
    }

    /// Asks for the session on behalf of another connection.
    pub fn claim(&self, claim: Claim) {
        let mut state = self.lock();
        if state.life == Life::Open {
            state.claim = Some(claim);
            state.wake();
        }
    }

    /// Asks the session to fetch what was stored.
    pub fn recall(&self) {
        let mut state = self.lock();
        if !std::mem::replace(&mut state.recall, true) {
            state.before_recall = state.letters.len();
        }
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

    /// Offers the stanzas that are not being written yet, in their order, as long as they are taken: all of them, or those only
    /// that are in the storage as well. What was stored and is [to be fetched](Self::recall) came before what is put here later, which
    /// waits for it. Each stays here until [`written`](Self::written) says that the output has come to where
    /// [`mark`](Self::mark) says it ends, or until it is [acknowledged](Self::acknowledge).
    pub fn take(&self, which: Which, mut taken: impl FnMut(&Letter) -> bool) {
        let mut state = self.lock();
        let most = match which {
            Which::BehindStored if state.recall => state.before_recall,
            Which::All | Which::BehindStored => usize::MAX,
            Which::Stored => 0,
        };
        while state.life == Life::Open
            && let Some(slot) = state.letters.get(state.taken)
            && (slot.stored.is_some() || state.taken < most)
            && taken(&slot.letter)
        {
            let urgent = slot.is_urgent();
            state.taken += 1;
            state.urgent -= usize::from(urgent);
        }
    }

    /// Whether there is something to take or to do. Stanzas count only if the stream can carry them.
    pub fn has_orders(&self, carries: bool) -> bool {
        self.lock().has_orders(carries)
    }

    /// What the session is asked to do, once everything before it was taken.
    pub fn command(&self) -> Option<Command> {
        let mut state = self.lock();
        if let Some(claim) = state.claim.take() {
            return Some(Command::HandOver(claim));
        }
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

    /// Whether the session is to end or to be handed over, waiting for it.
    pub fn poll_end(&self, context: &Context<'_>) -> Poll<Command> {
        let mut state = self.lock();
        if let Some(claim) = state.claim.take() {
            return Poll::Ready(Command::HandOver(claim));
        }
        if let Some(condition) = state.end.take() {
            return Poll::Ready(Command::End(condition));
        }
        state.wait(context);
        Poll::Pending
    }

    /// The connection has taken its output up to here.
    pub fn written(&self, position: u64) {
        let mut state = self.lock();
        while (!state.managed || state.uncounted > 0)
            && state.marked > 0
            && state
                .letters
                .front()
                .is_some_and(|slot| slot.end <= position)
        {
            state.uncounted = state.uncounted.saturating_sub(1);
            state.drop_first();
        }
        state.release();
    }

    /// Puts nothing in any more.
    pub fn shut(&self) {
        let mut state = self.lock();
        if state.life == Life::Open {
            state.life = Life::Closed;
        }
    }

    /// Puts nothing in any more and takes everything out that nobody has read, in its order.
    pub fn close(&self) -> Vec<Letter> {
        self.shut();
        let mut state = self.lock();
        state.taken = 0;
        state.marked = 0;
        state.bytes = 0;
        let letters = std::mem::take(&mut state.letters);
        drop(state);
        letters
            .into_iter()
            .filter(|slot| slot.stored.is_none())
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

    /// Whether letters stay until they are acknowledged.
    pub fn is_managed(&self) -> bool {
        self.lock().managed
    }

    /// Whether it is settled.
    pub fn is_settled(&self) -> bool {
        self.lock().life == Life::Settled
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    fn is_urgent(&self) -> bool {
        self.letter.kind() != StanzaKind::Presence
    }
}

impl State {
    fn has_letter(&self) -> bool {
        self.life == Life::Open && self.taken < self.letters.len()
    }

    fn has_orders(&self, carries: bool) -> bool {
        (carries && self.has_letter() && self.is_of_interest())
            || self.recall
            || self.end.is_some()
            || self.claim.is_some()
    }

    /// Whether what waits is worth waking a client at which nobody looks: anything but presence, and that if it becomes much.
    fn is_of_interest(&self) -> bool {
        !self.unattended || self.urgent > 0 || self.letters.len() - self.taken > PRESENCES
    }

    /// The oldest letter has arrived.
    fn drop_first(&mut self) {
        let Some(slot) = self.letters.pop_front() else {
            return;
        };
        slot.letter.mark_read();
        self.arrived.extend(slot.stored);
        if slot.stored.is_none() {
            self.bytes -= slot.letter.stanza().as_str().len();
        }
        self.taken = self.taken.saturating_sub(1);
        self.marked = self.marked.saturating_sub(1);
        self.before_recall = self.before_recall.saturating_sub(1);
    }

    /// An idle session keeps no queue.
    fn release(&mut self) {
        if self.letters.is_empty() {
            self.letters = VecDeque::new();
        }
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
