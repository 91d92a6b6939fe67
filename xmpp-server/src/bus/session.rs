//! One session, as the rest of the server sees it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use xmpp_core::rules::presence::Availability;
use xmpp_core::rules::privacy::Lists;
use xmpp_core::{Element, FullJid};

use crate::mailbox::Mailbox;

/// One session: a resource that a client has bound, from the binding to the end of the connection.
#[derive(Debug)]
pub struct Session {
    jid: FullJid,
    mailbox: Arc<Mailbox>,
    standing: Mutex<Standing>,
    settling: AtomicBool,
    /// Its connection is lost, and another one may go on with it.
    waits: AtomicBool,
}

/// What others need to know of a session.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Whether it is available, and to whom it has shown itself.
    pub availability: Availability,
    /// The presence that it broadcast last, while it is available.
    pub presence: Option<Arc<Element>>,
    /// Whether it has asked for the roster (RFC 6121 §2.2).
    pub interested: bool,
    /// Whether it wants copies of what the account's other sessions send and receive (XEP-0280 §4).
    pub carbons: bool,
    /// Whether it has asked for the list of those who are blocked (XEP-0191 §3.3).
    pub hears_of_blocking: bool,
    /// Which installation of a client it is, if it has said so (XEP-0388 §2.3). Nobody else is to see it.
    pub agent: Option<String>,
    /// Whether it has asked for privacy lists.
    pub hears_of_privacy: bool,
    /// The privacy lists of its account; absent where there are none.
    pub privacy: Option<Arc<Lists>>,
}

impl Session {
    /// A session that has just begun.
    pub fn new(jid: FullJid, mailbox: Arc<Mailbox>) -> Arc<Self> {
        Arc::new(Self {
            jid,
            mailbox,
            standing: Mutex::default(),
            settling: AtomicBool::new(false),
            waits: AtomicBool::new(false),
        })
    }

    /// Its address.
    pub const fn jid(&self) -> &FullJid {
        &self.jid
    }

    /// Where to put what is for it.
    pub const fn mailbox(&self) -> &Arc<Mailbox> {
        &self.mailbox
    }

    /// What others need to know of it. Not to be held for long.
    pub fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether its account has privacy lists (XEP-0016). Most have none.
    pub fn has_lists(&self) -> bool {
        self.standing().privacy.is_some()
    }

    /// Whether its connection is lost and it waits for another one (XEP-0198 §5).
    pub fn waits(&self) -> bool {
        self.waits.load(Ordering::Acquire)
    }

    /// It waits from now on, or no more.
    pub(crate) fn set_waits(&self, waits: bool) {
        self.waits.store(waits, Ordering::Release);
    }

    /// Whether the caller is the first to settle what the session leaves behind.
    pub(crate) fn begin_settling(&self) -> bool {
        !self.settling.swap(true, Ordering::AcqRel)
    }

    /// Its priority, if it is available.
    pub fn priority(&self) -> Option<i8> {
        self.standing().availability.priority
    }
}
