//! Fetching the messages that were kept while nobody was there (XEP-0160).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::error;
use uuid::Uuid;
use xmpp_core::BareJid;
use xmpp_core::stream::Encoded;

use crate::delay::delayed_since;
use crate::storage::{Batch, Change, OfflineMessage, Storage, StorageError};

/// How many messages are fetched at once.
const PAGE: usize = 64;

/// Which accounts are fetching their messages, so that two sessions do not fetch the same ones.
#[derive(Debug, Default)]
pub struct Recalls {
    /// Whether to look again when the session that is at it is done.
    running: Mutex<HashMap<BareJid, bool>>,
}

/// One session that fetches what was kept. Dropping it lets others.
#[derive(Debug)]
pub struct Recall {
    recalls: Arc<Recalls>,
    owner: BareJid,
    done: bool,
    /// The page that was fetched last was full: more may be there.
    full: bool,
}

/// What is to be written next.
#[derive(Debug)]
pub enum Page {
    /// These messages, with their ids; when the client has got them, ask for more.
    Messages(Vec<(Uuid, Encoded)>),
    /// Nothing is left.
    Done,
}

impl Recalls {
    /// Begins, unless another session is at it: that one will look again before it is done.
    pub fn begin(self: &Arc<Self>, owner: &BareJid) -> Option<Recall> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(again) = running.get_mut(owner) {
            *again = true;
            return None;
        }
        running.insert(owner.clone(), false);
        Some(Recall {
            recalls: Arc::clone(self),
            owner: owner.clone(),
            done: false,
            full: false,
        })
    }
}

impl Recall {
    /// The next messages, once the client has got those before, which are removed first.
    ///
    /// # Errors
    /// If the storage fails. What was not removed comes again later.
    pub async fn next(
        &mut self,
        storage: &impl Storage,
        arrived: Vec<Uuid>,
    ) -> Result<Page, StorageError> {
        remove(storage, &self.owner, arrived).await?;
        loop {
            let messages = storage.offline(&self.owner, PAGE).await?;
            self.full = messages.len() >= PAGE;
            if messages.is_empty() {
                if self.is_asked_again() {
                    continue;
                }
                return Ok(Page::Done);
            }
            let (mut readable, mut others) = (Vec::new(), Vec::new());
            for message in &messages {
                match delayed(message, &self.owner) {
                    Some(stanza) => readable.push((message.id, stanza)),
                    None => others.push(message.id),
                }
            }
            remove(storage, &self.owner, others).await?;
            if !readable.is_empty() {
                return Ok(Page::Messages(readable));
            }
        }
    }

    /// Whether there may be more than was fetched.
    pub const fn is_full(&self) -> bool {
        self.full
    }

    /// Whether somebody has asked meanwhile. If not, the next one who asks begins anew.
    fn is_asked_again(&mut self) -> bool {
        let mut running = self
            .recalls
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(again) = running.get_mut(&self.owner)
            && std::mem::take(again)
        {
            return true;
        }
        running.remove(&self.owner);
        self.done = true;
        false
    }
}

impl Drop for Recall {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        let mut running = self
            .recalls
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        running.remove(&self.owner);
    }
}

/// Messages that need not be kept any longer.
///
/// # Errors
/// If the storage fails: they come again later.
pub async fn remove(
    storage: &impl Storage,
    owner: &BareJid,
    ids: Vec<Uuid>,
) -> Result<(), StorageError> {
    if !ids.is_empty() {
        let owner = owner.clone();
        let change = Change::RemoveOffline { owner, ids };
        let _receipt = storage.commit(Batch::from(change)).await?;
    }
    Ok(())
}

/// The message as it was kept, and since when (XEP-0203).
fn delayed(message: &OfflineMessage, owner: &BareJid) -> Option<Encoded> {
    let delayed = delayed_since(&message.stanza, message.received, owner);
    if delayed.is_none() {
        error!(%owner, id = %message.id, "a message that was kept cannot be read, and is dropped");
    }
    delayed
}
