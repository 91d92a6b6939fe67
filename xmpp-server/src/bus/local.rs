//! The bus of a server that is alone.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use xmpp_core::{BareJid, FullJid, JidRef};

use super::{Bus, Session};
use crate::mailbox::Mailbox;

/// All sessions in memory, in shards so that connections seldom meet.
#[derive(Debug)]
pub struct LocalBus {
    hasher: RandomState,
    shards: Box<[Mutex<Shard>]>,
}

/// By the text of the account's address.
type Shard = HashMap<Box<str>, Account>;

#[derive(Debug, Default)]
struct Account {
    /// In the order of their resources' names.
    sessions: Vec<Arc<Session>>,
    /// Of sessions that have ended.
    unsettled: Vec<Arc<Mailbox>>,
}

const SHARDS: usize = 64;

impl LocalBus {
    /// A bus without sessions.
    pub fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
        }
    }

    fn shard(&self, account: &str) -> MutexGuard<'_, Shard> {
        let shard = self.hasher.hash_one(account) as usize % self.shards.len();
        self.shards[shard]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn insert(&self, session: &Arc<Session>) -> Option<Arc<Session>> {
        let account = session.jid().as_bare();
        let mut shard = self.shard(account.as_str());
        let account = shard.entry(account.as_str().into()).or_default();
        match account.place(session.jid()) {
            Ok(place) => {
                let replaced = std::mem::replace(&mut account.sessions[place], Arc::clone(session));
                account.unsettled.push(Arc::clone(replaced.mailbox()));
                Some(replaced)
            }
            Err(place) => {
                account.sessions.insert(place, Arc::clone(session));
                None
            }
        }
    }

    fn remove(&self, session: &Arc<Session>) {
        let account = session.jid().as_bare();
        let mut shard = self.shard(account.as_str());
        let Some(entry) = shard.get_mut(account.as_str()) else {
            return;
        };
        entry.sessions.retain(|other| !Arc::ptr_eq(other, session));
        entry.unsettled.retain(|mailbox| !mailbox.is_settled());
        if !session.mailbox().is_settled() {
            entry.unsettled.push(Arc::clone(session.mailbox()));
        }
        if entry.sessions.is_empty() && entry.unsettled.is_empty() {
            shard.remove(account.as_str());
        }
    }

    /// A mailbox of the account that is not settled. Those that are, are forgotten.
    fn unsettled(&self, account: &str) -> Option<Arc<Mailbox>> {
        let mut shard = self.shard(account);
        let entry = shard.get_mut(account)?;
        if entry.unsettled.is_empty() {
            return None;
        }
        entry.unsettled.retain(|mailbox| !mailbox.is_settled());
        let first = entry.unsettled.first().cloned();
        if first.is_none() && entry.sessions.is_empty() {
            shard.remove(account);
        }
        first
    }
}

impl Default for LocalBus {
    fn default() -> Self {
        Self::new()
    }
}

impl Account {
    fn place(&self, jid: &FullJid) -> Result<usize, usize> {
        self.sessions
            .binary_search_by(|session| session.jid().resource().cmp(jid.resource()))
    }
}

impl Bus for LocalBus {
    async fn enter(&self, session: &Arc<Session>) -> Option<Arc<Session>> {
        self.insert(session)
    }

    async fn leave(&self, session: &Arc<Session>) {
        self.remove(session);
    }

    async fn sessions(&self, account: JidRef<'_>) -> Vec<Arc<Session>> {
        let shard = self.shard(account.as_str());
        shard
            .get(account.as_str())
            .map(|account| account.sessions.clone())
            .unwrap_or_default()
    }

    async fn settled(&self, account: JidRef<'_>) {
        while let Some(mailbox) = self.unsettled(account.as_str()) {
            mailbox.settled().await;
        }
    }

    async fn online(&self) -> Vec<BareJid> {
        let mut online = Vec::new();
        for shard in &self.shards {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            let first = |account: &Account| Some(account.sessions.first()?.jid().to_bare());
            online.extend(shard.values().filter_map(first));
        }
        online
    }

    async fn count(&self) -> usize {
        let count = |shard: &Mutex<Shard>| {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            shard
                .values()
                .map(|account| account.sessions.len())
                .sum::<usize>()
        };
        self.shards.iter().map(count).sum()
    }
}
