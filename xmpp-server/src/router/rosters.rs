//! The rosters of those who are online, and who may change one.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as Turn, MutexGuard as Held};
use xmpp_core::rules::privacy;
use xmpp_core::rules::roster::{Change, Roster};
use xmpp_core::{BareJid, JidRef};

use crate::storage::{Storage, StorageError};

/// The rosters of those who are online, and who may change one.
#[derive(Debug)]
pub(super) struct Rosters {
    hasher: RandomState,
    /// One for each shard of all accounts: whoever holds it is alone with these accounts.
    turns: Box<[Turn<()>]>,
    known: Mutex<HashMap<BareJid, Arc<Roster>>>,
}

const SHARDS: usize = 256;

impl Rosters {
    pub(super) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            turns: (0..SHARDS).map(|_| Turn::const_new(())).collect(),
            known: Mutex::default(),
        }
    }

    /// Waits until nobody else changes anything about this account: its roster, and what its sessions show of themselves. Never
    /// to be asked for by someone who holds a turn.
    pub(super) async fn turn(&self, account: JidRef<'_>) -> Held<'_, ()> {
        let shard = self.hasher.hash_one(account.as_str()) as usize % self.turns.len();
        self.turns[shard].lock().await
    }

    /// The roster of an account; kept in memory if it is online.
    pub(super) async fn read(
        &self,
        storage: &impl Storage,
        owner: &BareJid,
        is_online: bool,
    ) -> Result<Arc<Roster>, StorageError> {
        if let Some(roster) = self.lock().get(owner) {
            return Ok(Arc::clone(roster));
        }
        let roster = Arc::new(storage.roster(owner).await?);
        if is_online {
            self.lock().insert(owner.clone(), Arc::clone(&roster));
        }
        Ok(roster)
    }

    /// A change was stored.
    pub(super) fn apply(&self, owner: &BareJid, change: Change) {
        if let Some(roster) = self.lock().get_mut(owner) {
            Arc::make_mut(roster).apply(change);
        }
    }

    /// Changes to the privacy lists were stored.
    pub(super) fn set_privacy(&self, owner: &BareJid, changes: &[privacy::Change]) {
        if let Some(roster) = self.lock().get_mut(owner) {
            let lists = &mut Arc::make_mut(roster).privacy;
            changes.iter().for_each(|change| lists.apply(change));
        }
    }

    /// What is known of the roster is not to be used any more.
    pub(super) fn forget(&self, owner: &BareJid) {
        self.lock().remove(owner);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<BareJid, Arc<Roster>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
