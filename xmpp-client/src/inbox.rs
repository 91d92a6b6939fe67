//! What has come and was not taken yet.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::event::Event;

/// How much may wait in the inbox: beyond that, nothing is read until somebody takes something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Capacity {
    pub(crate) events: usize,
    pub(crate) bytes: usize,
}

impl Capacity {
    pub(crate) const DEFAULT: Self = Self {
        events: 1024,
        bytes: 8 * 1024 * 1024,
    };

    /// How many times the capacity is there for those who wait for an answer behind the events.
    const STRETCH: usize = 4;
}

/// A bounded queue of events, for any number of listeners: each event goes to one of them.
#[derive(Debug)]
pub(crate) struct Inbox {
    capacity: Capacity,
    queue: Mutex<Queue>,
    /// For listeners: there may be an event.
    arrived: Notify,
    /// For the driver: there may be room.
    taken: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    events: VecDeque<(Event, usize)>,
    weight: usize,
    listeners: usize,
    discarded: u64,
    finished: bool,
}

impl Inbox {
    pub(crate) fn new(capacity: Capacity) -> Self {
        Self {
            capacity,
            queue: Mutex::default(),
            arrived: Notify::new(),
            taken: Notify::new(),
        }
    }

    /// Adds an event. Where nobody listens, the oldest make room for it; they are to be dropped by the caller, outside of any
    /// lock.
    pub(crate) fn push(&self, event: Event) -> Vec<Event> {
        let mut queue = self.lock();
        let weight = event.weight();
        queue.weight += weight;
        queue.events.push_back((event, weight));
        let mut discarded = Vec::new();
        while queue.listeners == 0 && queue.events.len() > 1 && self.is_over(&queue, 1) {
            discarded.extend(queue.pop());
        }
        if !discarded.is_empty() {
            if queue.discarded == 0 {
                tracing::warn!("nobody listens to the events: the oldest are discarded");
            }
            queue.discarded += discarded.len() as u64;
        }
        drop(queue);
        self.arrived.notify_one();
        discarded
    }

    /// Adds the last event.
    pub(crate) fn finish(&self, event: Event) {
        let mut queue = self.lock();
        queue.events.push_back((event, 0));
        queue.finished = true;
        drop(queue);
        self.arrived.notify_waiters();
        self.arrived.notify_one();
    }

    /// The next event; `None` behind the last one. Nothing is lost when the future is dropped.
    pub(crate) async fn next(&self) -> Option<Event> {
        loop {
            let arrived = self.arrived.notified();
            tokio::pin!(arrived);
            arrived.as_mut().enable();
            let (event, finished) = self.take();
            if event.is_some() {
                self.taken.notify_one();
                return event;
            }
            if finished {
                // Whoever waits beside us is to see the end as well.
                self.arrived.notify_waiters();
                return None;
            }
            arrived.await;
        }
    }

    /// Whether more may be read. `stretched` is for those who wait for an answer that may stand behind the events.
    pub(crate) fn has_room(&self, stretched: bool) -> bool {
        let queue = self.lock();
        let times = if stretched { Capacity::STRETCH } else { 1 };
        queue.listeners == 0 || !self.is_over(&queue, times)
    }

    /// Waits until something was taken, or nobody listens any more.
    pub(crate) async fn room(&self) {
        self.taken.notified().await;
    }

    pub(crate) fn add_listener(&self) {
        self.lock().listeners += 1;
    }

    pub(crate) fn remove_listener(&self) {
        let mut queue = self.lock();
        queue.listeners = queue.listeners.saturating_sub(1);
        drop(queue);
        self.taken.notify_one();
    }

    /// The oldest event, and whether there will be no others.
    fn take(&self) -> (Option<Event>, bool) {
        let mut queue = self.lock();
        (queue.pop(), queue.finished)
    }

    fn is_over(&self, queue: &Queue, times: usize) -> bool {
        queue.events.len() > self.capacity.events * times
            || queue.weight > self.capacity.bytes * times
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    fn pop(&mut self) -> Option<Event> {
        let (event, weight) = self.events.pop_front()?;
        self.weight -= weight;
        Some(event)
    }
}
