//! Storage in one SQLite file.
//!
//! One thread writes. It takes all batches that have queued up, at most [`GROUP`], and commits them in one transaction, so that
//! under load one sync of the disk serves many clients. Readers have connections of their own and never wait for the writer.
//! Another process, such as `xmpp-server user add`, can have the file open at the same time.

mod apply;
mod fault;
mod migration;
mod open;
mod privacy;
mod query;
mod reader;
mod tokens;
mod writer;

use std::path::Path;
use std::thread::JoinHandle;

use xmpp_core::BareJid;
use xmpp_core::rules::privacy::Lists;
use xmpp_core::rules::roster::Roster;

use super::{Account, Batch, OfflineMessage, Receipt, Storage, StorageError, StoredAddress, Token};
use fault::Fault;
use reader::Readers;
pub use writer::Counts;
use writer::Writer;

/// How many batches one transaction takes at most. Beyond that, a transaction gets slower than the sync that it saves.
const GROUP: usize = 128;

/// How many connections read.
const READERS: usize = 2;

/// Storage in one SQLite file: WAL, and every commit synced to the disk.
#[derive(Debug)]
pub struct SqliteStorage {
    writer: Writer,
    readers: Readers,
    threads: Vec<JoinHandle<()>>,
}

impl SqliteStorage {
    /// Opens the file, or makes it, and brings its schema up to date.
    ///
    /// # Errors
    ///
    /// If the file is none of ours, damaged, locked for more than some seconds, or cannot be written.
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        let fault = Fault::new(path);
        let connection = open::writer(path, &fault)?;
        let (readers, mut threads) = Readers::start(path, &fault)?;
        let (writer, thread) = Writer::start(connection, fault, readers.clone())?;
        threads.push(thread);
        Ok(Self {
            writer,
            readers,
            threads,
        })
    }

    /// Waits until everything that was asked for has been done, and closes the file.
    pub async fn close(self) {
        let Self {
            writer,
            readers,
            threads,
        } = self;
        drop((writer, readers));
        let ended = tokio::task::spawn_blocking(move || {
            for thread in threads {
                if thread.join().is_err() {
                    tracing::error!("a thread of the storage has panicked");
                }
            }
        });
        if ended.await.is_err() {
            tracing::error!("the storage was not closed in order");
        }
    }

    /// The addresses of all accounts, then those of their contacts, as they are stored. They are not prepared, so that what is
    /// no address any more is found, too.
    pub async fn stored_addresses(&self) -> Result<Vec<StoredAddress>, StorageError> {
        self.readers.read(query::stored_addresses).await
    }

    /// What has been written since the file was opened.
    pub fn counts(&self) -> Counts {
        self.writer.counts()
    }
}

impl Storage for SqliteStorage {
    async fn account(&self, user: &BareJid) -> Result<Option<Account>, StorageError> {
        let user = user.clone();
        self.readers
            .read(move |connection| query::account(connection, &user))
            .await
    }

    async fn accounts(&self, domain: &str) -> Result<Vec<BareJid>, StorageError> {
        let domain = domain.to_owned();
        self.readers
            .read(move |connection| query::accounts(connection, &domain))
            .await
    }

    async fn disabled(&self) -> Result<Vec<BareJid>, StorageError> {
        self.readers.read(query::disabled).await
    }

    async fn domains(&self) -> Result<Vec<String>, StorageError> {
        self.readers.read(query::domains).await
    }

    async fn secret(&self, domain: &str, purpose: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let (domain, purpose) = (domain.to_owned(), purpose.to_owned());
        self.readers
            .read(move |connection| query::secret(connection, &domain, &purpose))
            .await
    }

    async fn roster(&self, owner: &BareJid) -> Result<Roster, StorageError> {
        let owner = owner.clone();
        self.readers
            .read(move |connection| query::roster(connection, &owner))
            .await
    }

    async fn privacy(&self, owner: &BareJid) -> Result<Lists, StorageError> {
        let owner = owner.clone();
        self.readers
            .read(move |connection| privacy::lists(connection, &owner))
            .await
    }

    async fn offline(
        &self,
        owner: &BareJid,
        limit: usize,
    ) -> Result<Vec<OfflineMessage>, StorageError> {
        let owner = owner.clone();
        self.readers
            .read(move |connection| query::offline(connection, &owner, limit))
            .await
    }

    async fn offline_count(&self, owner: &BareJid) -> Result<usize, StorageError> {
        let owner = owner.clone();
        self.readers
            .read(move |connection| query::offline_count(connection, &owner))
            .await
    }

    async fn tokens(&self, user: &BareJid, agent: &str) -> Result<Vec<Token>, StorageError> {
        let (user, agent) = (user.clone(), agent.to_owned());
        self.readers
            .read(move |connection| tokens::tokens(connection, &user, &agent))
            .await
    }

    async fn commit(&self, batch: Batch) -> Result<Receipt, StorageError> {
        self.writer.commit(batch).await
    }
}

/// The domain and the localpart that keys begin with; the localpart of a domain's own address is empty.
fn key(user: &BareJid) -> [&str; 2] {
    [user.domain(), user.local().unwrap_or_default()]
}
