//! How many connections there may be.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use xmpp_core::schema::streamerror::Condition;

use crate::mailbox::Mailbox;

/// How many connections there may be, and how many of them may be strangers: those that have not logged in.
#[derive(Debug)]
pub(super) struct Gate {
    connections: usize,
    /// Strangers from one address.
    from_one: usize,
    room: Arc<Semaphore>,
    open: AtomicUsize,
    strangers: Mutex<Strangers>,
}

/// Who has not logged in yet, the longest wait first.
#[derive(Debug, Default)]
struct Strangers {
    next: u64,
    waiting: BTreeMap<u64, Stranger>,
    from: HashMap<IpAddr, usize>,
}

#[derive(Debug)]
struct Stranger {
    address: IpAddr,
    mailbox: Weak<Mailbox>,
    /// It was told to go.
    leaving: bool,
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
    stranger: Option<u64>,
    permit: Option<OwnedSemaphorePermit>,
}

impl Gate {
    pub(super) fn new(connections: usize, strangers: usize, from_one: usize) -> Arc<Self> {
        Arc::new(Self {
            connections,
            from_one,
            room: Arc::new(Semaphore::new(strangers.min(Semaphore::MAX_PERMITS))),
            open: AtomicUsize::new(0),
            strangers: Mutex::default(),
        })
    }

    /// Lets a connection in. Where there are as many strangers as there may be, one of them has to go for it: nobody can keep
    /// others from logging in by connecting and waiting.
    ///
    /// # Errors
    /// If there are too many connections. Those from this machine are not counted by their address.
    pub(super) async fn enter(
        self: &Arc<Self>,
        address: IpAddr,
        mailbox: &Arc<Mailbox>,
    ) -> Result<Ticket, Crowded> {
        let before = self.open.fetch_add(1, Ordering::AcqRel);
        let mut ticket = Ticket {
            gate: Arc::clone(self),
            stranger: None,
            permit: None,
        }; // What follows can fail: the ticket takes back what was counted.
        if before >= self.connections {
            return Err(Crowded::Connections);
        }
        ticket.stranger = Some(self.admit(address, mailbox)?);
        ticket.permit = match Arc::clone(&self.room).try_acquire_owned() {
            Ok(permit) => Some(permit),
            Err(_) => {
                self.strangers().show_one_out();
                Arc::clone(&self.room).acquire_owned().await.ok()
            }
        };
        Ok(ticket)
    }

    /// How many connections there are.
    pub(super) fn connections(&self) -> usize {
        self.open.load(Ordering::Acquire)
    }

    fn admit(&self, address: IpAddr, mailbox: &Arc<Mailbox>) -> Result<u64, Crowded> {
        let mut strangers = self.strangers();
        let before = strangers.from.get(&address).copied().unwrap_or_default();
        if before >= self.from_one && !address.is_loopback() {
            return Err(Crowded::Address);
        }
        Ok(strangers.add(address, mailbox))
    }

    fn strangers(&self) -> MutexGuard<'_, Strangers> {
        self.strangers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Strangers {
    fn add(&mut self, address: IpAddr, mailbox: &Arc<Mailbox>) -> u64 {
        let number = self.next;
        self.next += 1;
        let stranger = Stranger {
            address,
            mailbox: Arc::downgrade(mailbox),
            leaving: false,
        };
        self.waiting.insert(number, stranger);
        *self.from.entry(address).or_default() += 1;
        number
    }

    fn remove(&mut self, number: u64) {
        let Some(stranger) = self.waiting.remove(&number) else {
            return;
        };
        if let Some(count) = self.from.get_mut(&stranger.address) {
            *count -= 1;
            if *count == 0 {
                self.from.remove(&stranger.address);
            }
        }
    }

    /// Ends the connection that has waited longest, of the address that has the most of them (RFC 6120 §4.9.3.17).
    fn show_one_out(&mut self) {
        let from = &self.from;
        let crowd = |stranger: &Stranger| from.get(&stranger.address).copied().unwrap_or_default();
        let staying = self
            .waiting
            .iter_mut()
            .filter(|(_, stranger)| !stranger.leaving);
        // Of equals, `max_by_key` gives the last.
        let chosen = staying.rev().max_by_key(|(_, stranger)| crowd(stranger));
        let Some((_, stranger)) = chosen else {
            return;
        };
        stranger.leaving = true;
        if let Some(mailbox) = stranger.mailbox.upgrade() {
            mailbox.end(Condition::ResourceConstraint);
        }
    }
}

impl Ticket {
    /// Whoever holds it has logged in, or is about to go: another one may come.
    pub(super) fn make_room(&mut self) {
        if let Some(number) = self.stranger.take() {
            self.gate.strangers().remove(number);
        }
        self.permit = None;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.make_room();
        self.gate.open.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::{Crowded, Gate, Ticket};
    use crate::mailbox::{Bounds, Command, Mailbox};
    use std::sync::Arc;
    use std::time::Duration;
    use xmpp_core::schema::streamerror::Condition;

    async fn enter(gate: &Arc<Gate>, address: &str) -> (Result<Ticket, Crowded>, Arc<Mailbox>) {
        let mailbox = Mailbox::new(Bounds::default());
        let ticket = gate.enter(address.parse().unwrap(), &mailbox);
        let ticket = tokio::time::timeout(Duration::from_secs(5), ticket).await;
        (ticket.unwrap(), mailbox)
    }

    const fn is_shown_out(command: Option<&Command>) -> bool {
        matches!(command, Some(Command::End(Condition::ResourceConstraint)))
    }

    /// The busiest address loses the connection that has waited longest; one that has logged in is no stranger.
    #[tokio::test]
    async fn one_has_to_go_for_the_next() {
        let gate = Gate::new(100, 4, 100);
        let (first, one) = enter(&gate, "192.0.2.1").await;
        let (second, two) = enter(&gate, "192.0.2.2").await;
        let (third, three) = enter(&gate, "192.0.2.2").await;
        let (mut fourth, four) = enter(&gate, "192.0.2.3").await;
        fourth.as_mut().unwrap().make_room();
        let (fifth, _) = enter(&gate, "192.0.2.4").await;
        assert!(fifth.is_ok() && two.command().is_none());
        let next = Mailbox::new(Bounds::default());
        let address = "192.0.2.5".parse().unwrap();
        let leave = async {
            tokio::task::yield_now().await;
            assert!(is_shown_out(two.command().as_ref()));
            drop(second);
        };
        let (sixth, ()) = tokio::join!(gate.enter(address, &next), leave);
        assert!(sixth.is_ok());
        for stays in [one, three, four] {
            assert!(stays.command().is_none());
        }
        assert_eq!(gate.connections(), 5);
        drop((first, third, fourth, fifth, sixth));
        assert_eq!(gate.connections(), 0);
        assert!(gate.strangers().from.is_empty() && gate.strangers().waiting.is_empty());
    }

    #[tokio::test]
    async fn limits_of_all_and_of_one_address() {
        let gate = Gate::new(3, 10, 1);
        let (_one, _) = enter(&gate, "192.0.2.1").await;
        assert_eq!(
            enter(&gate, "192.0.2.1").await.0.err(),
            Some(Crowded::Address)
        );
        let (_two, _) = enter(&gate, "127.0.0.1").await;
        let (_three, _) = enter(&gate, "127.0.0.1").await;
        assert_eq!(
            enter(&gate, "192.0.2.2").await.0.err(),
            Some(Crowded::Connections)
        );
        assert_eq!(gate.connections(), 3);
    }
}
