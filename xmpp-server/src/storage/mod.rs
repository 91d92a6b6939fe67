//! What lasts: accounts, rosters, messages for those who are away.
//!
//! Whatever is acknowledged to a client has been committed before, and only a [`Receipt`] tells that it was. Every key begins
//! with a domain, so that domains share nothing but the file.

mod change;
mod error;
mod record;
mod sqlite;

use std::future::Future;

use xmpp_core::BareJid;
use xmpp_core::rules::privacy::Lists;
use xmpp_core::rules::roster::Roster;

pub use change::{Batch, Change, Receipt};
pub use error::StorageError;
pub use record::{Account, OfflineMessage, StoredAddress, Token};
pub use sqlite::{Counts, SqliteStorage};

/// What lasts. Reads see what was committed before they were asked for.
pub trait Storage: Send + Sync + 'static {
    /// The account with that address, if there is one.
    fn account(
        &self,
        user: &BareJid,
    ) -> impl Future<Output = Result<Option<Account>, StorageError>> + Send;

    /// The addresses of the accounts of a domain, in order.
    fn accounts(
        &self,
        domain: &str,
    ) -> impl Future<Output = Result<Vec<BareJid>, StorageError>> + Send;

    /// The accounts that nobody may log in to, in order.
    fn disabled(&self) -> impl Future<Output = Result<Vec<BareJid>, StorageError>> + Send;

    /// The domains that something is stored for, in order.
    fn domains(&self) -> impl Future<Output = Result<Vec<String>, StorageError>> + Send;

    /// A secret of a domain that [`Change::AddSecret`] has stored.
    fn secret(
        &self,
        domain: &str,
        purpose: &str,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, StorageError>> + Send;

    /// The roster of an account with its privacy lists, empty where nothing was stored.
    fn roster(&self, owner: &BareJid) -> impl Future<Output = Result<Roster, StorageError>> + Send;

    /// The privacy lists of an account, whom it has blocked among them. They are part of the roster, too; this is the part that every
    /// message needs.
    fn privacy(&self, owner: &BareJid) -> impl Future<Output = Result<Lists, StorageError>> + Send;

    /// The messages that were kept for an account, the oldest first, at most so many.
    fn offline(
        &self,
        owner: &BareJid,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<OfflineMessage>, StorageError>> + Send;

    /// How many messages were kept for an account.
    fn offline_count(
        &self,
        owner: &BareJid,
    ) -> impl Future<Output = Result<usize, StorageError>> + Send;

    /// The tokens of one client of an account, the one that it has not used yet first (XEP-0484 §7.1).
    fn tokens(
        &self,
        user: &BareJid,
        agent: &str,
    ) -> impl Future<Output = Result<Vec<Token>, StorageError>> + Send;

    /// Makes changes last. They happen in their order and all together, or, if there is no receipt, not at all; batches happen
    /// in the order in which they were committed. If the future is dropped, they may or may not happen.
    fn commit(&self, batch: Batch) -> impl Future<Output = Result<Receipt, StorageError>> + Send;
}
