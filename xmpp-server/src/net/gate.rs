//! How many connections there may be.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many connections there may be.
#[derive(Debug)]
pub(super) struct Gate {
    connections: usize,
    /// Connections from one address that are not bound yet.
    from_one: usize,
    handshakes: Arc<Semaphore>,
    counts: Counts,
}

#[derive(Debug, Default)]
struct Counts {
    connections: AtomicUsize,
    strangers: Mutex<HashMap<IpAddr, usize>>,
}

/// Why a connection is not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Crowded {
    #[error("there are too many connections")]
    Connections,
    #[error("this address has too many connections that have not logged in")]
    Address,
}

/// The right to be connected.
#[derive(Debug)]
pub(super) struct Ticket {
    gate: Arc<Gate>,
    address: IpAddr,
    stranger: Option<OwnedSemaphorePermit>,
}

impl Gate {
    pub(super) fn new(connections: usize, handshakes: usize, from_one: usize) -> Arc<Self> {
        Arc::new(Self {
            connections,
            from_one,
            handshakes: Arc::new(Semaphore::new(handshakes)),
            counts: Counts::default(),
        })
    }

    /// Waits until there is room for one more who has not logged in.
    pub(super) async fn wait(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.handshakes).acquire_owned().await.ok()
    }

    /// Lets a connection in.
    ///
    /// # Errors
    /// If there are too many. Those from this machine are not counted by their address.
    pub(super) fn enter(
        self: &Arc<Self>,
        address: IpAddr,
        permit: OwnedSemaphorePermit,
    ) -> Result<Ticket, Crowded> {
        if !self.count(address) {
            return Err(Crowded::Address);
        }
        let ticket = Ticket {
            gate: Arc::clone(self),
            address,
            stranger: Some(permit),
        };
        let before = self.counts.connections.fetch_add(1, Ordering::AcqRel);
        if before >= self.connections {
            return Err(Crowded::Connections); // The ticket takes back what was counted.
        }
        Ok(ticket)
    }

    /// How many connections there are.
    pub(super) fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::Acquire)
    }

    fn count(&self, address: IpAddr) -> bool {
        let mut strangers = self.strangers();
        let count = strangers.entry(address).or_default();
        if *count >= self.from_one && !address.is_loopback() {
            return false;
        }
        *count += 1;
        true
    }

    fn uncount(&self, address: IpAddr) {
        let mut strangers = self.strangers();
        if let Some(count) = strangers.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                strangers.remove(&address);
            }
        }
    }

    fn strangers(&self) -> std::sync::MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.counts
            .strangers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    /// Whoever holds it has logged in.
    pub(super) fn bound(&mut self) {
        if self.stranger.take().is_some() {
            self.gate.uncount(self.address);
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.bound();
        self.gate.counts.connections.fetch_sub(1, Ordering::AcqRel);
    }
}
