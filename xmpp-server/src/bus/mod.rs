//! Who is online where. Everything that is not for the own session goes through here.

mod local;
mod session;

use std::sync::Arc;

use xmpp_core::{BareJid, JidRef};

pub use local::LocalBus;
pub use session::{Session, Standing};

/// Knows the sessions of all accounts. A server alone has the [`LocalBus`].
pub trait Bus: Send + Sync + 'static {
    /// A session begins. Gives back the one that had the same address: it is to be ended.
    fn enter(&self, session: &Arc<Session>) -> impl Future<Output = Option<Arc<Session>>> + Send;

    /// A session has ended. From now on it gets nothing. Until its mailbox is settled, [`settled`](Self::settled) waits for it.
    fn leave(&self, session: &Arc<Session>) -> impl Future<Output = ()> + Send;

    /// The sessions of an account, in the order of their resources' names.
    fn sessions(&self, account: JidRef<'_>) -> impl Future<Output = Vec<Arc<Session>>> + Send;

    /// Waits until everything that sessions of the account left behind has found another place, so that nothing overtakes it.
    fn settled(&self, account: JidRef<'_>) -> impl Future<Output = ()> + Send;

    /// The accounts that have a session, in no order.
    fn online(&self) -> impl Future<Output = Vec<BareJid>> + Send;

    /// How many sessions there are.
    fn count(&self) -> impl Future<Output = usize> + Send;

    /// Whether the account has a session.
    fn is_online(&self, account: &BareJid) -> impl Future<Output = bool> + Send {
        async { !self.sessions(account.as_jid_ref()).await.is_empty() }
    }
}
