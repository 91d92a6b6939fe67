//! What is written.

use std::time::SystemTime;

use uuid::Uuid;
use xmpp_core::BareJid;
use xmpp_core::rules::{privacy, roster};
use xmpp_core::sasl::ScramKeys;

use super::{OfflineMessage, Token};

/// One thing to write.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Change {
    /// A new account, with its keys. Refused with [`AccountExists`](super::StorageError::AccountExists) if there is one.
    AddAccount {
        /// Its address.
        user: BareJid,
        /// What it logs in with, one for each hash function.
        keys: Vec<ScramKeys>,
    },
    /// Other keys for an account, in place of all that it had; its tokens are good for nothing any more, either. Refused with
    /// [`NoSuchAccount`](super::StorageError::NoSuchAccount) if there is none.
    SetKeys {
        /// Its address.
        user: BareJid,
        /// What it logs in with from now on.
        keys: Vec<ScramKeys>,
    },
    /// Whether an account may be used. Refused with [`NoSuchAccount`](super::StorageError::NoSuchAccount) if there is none.
    SetDisabled {
        /// Its address.
        user: BareJid,
        /// Whether nobody may log in from now on.
        disabled: bool,
    },
    /// When an account was used last. Nothing happens if there is none.
    SetLastLogin {
        /// Its address.
        user: BareJid,
        /// The moment.
        moment: SystemTime,
    },
    /// Takes away an account with its roster and its messages. Refused with
    /// [`NoSuchAccount`](super::StorageError::NoSuchAccount) if there is none.
    RemoveAccount {
        /// Its address.
        user: BareJid,
    },
    /// Takes away what somebody has left who had no account (XEP-0175 §4). Nothing happens if there is such an account.
    ForgetGuest {
        /// The address.
        user: BareJid,
    },
    /// A secret of a domain. One that is there already stays as it is.
    AddSecret {
        /// The domain.
        domain: String,
        /// What it is for.
        purpose: String,
        /// The secret.
        value: Vec<u8>,
    },
    /// A change to a roster. Refused with [`RosterChanged`](super::StorageError::RosterChanged) if the roster is no longer the
    /// one that the change was judged by.
    SetRoster {
        /// Whose roster it is.
        owner: BareJid,
        /// What the rules have decided.
        change: roster::Change,
    },
    /// Changes to the privacy lists of an account, in order (XEP-0016).
    SetPrivacy {
        /// Whose lists they are.
        owner: BareJid,
        /// What the rules have decided.
        changes: Vec<privacy::Change>,
    },
    /// A token for a client, in place of one that it has not used (XEP-0484 §4.5).
    AddToken {
        /// The account.
        user: BareJid,
        /// The client.
        agent: String,
        /// The token.
        token: Token,
    },
    /// A client has used a token: the one before is good for nothing any more.
    UseToken {
        /// The account.
        user: BareJid,
        /// The client.
        agent: String,
        /// The token.
        secret: String,
    },
    /// A token is good for nothing any more.
    RemoveToken {
        /// The account.
        user: BareJid,
        /// The client.
        agent: String,
        /// The token.
        secret: String,
    },
    /// A message to keep, after those that are kept already.
    AddOffline {
        /// Whom it is for.
        owner: BareJid,
        /// The message.
        message: OfflineMessage,
    },
    /// Messages that need not be kept any longer. Those that are not there are passed over.
    RemoveOffline {
        /// Whom they are for.
        owner: BareJid,
        /// Which they are.
        ids: Vec<Uuid>,
    },
}

/// Changes that happen all together or not at all.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    changes: Vec<Change>,
}

impl Batch {
    /// Adds a change after those that are there.
    pub fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// The changes, in order.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }
}

impl From<Change> for Batch {
    fn from(change: Change) -> Self {
        Self {
            changes: vec![change],
        }
    }
}

impl FromIterator<Change> for Batch {
    fn from_iter<I: IntoIterator<Item = Change>>(changes: I) -> Self {
        Self {
            changes: changes.into_iter().collect(),
        }
    }
}

/// Tells that a batch is durable. Only a commit makes one, and whoever acknowledges something to a client needs one.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "what was committed can be acknowledged now"]
pub struct Receipt(());

impl Receipt {
    pub(super) const fn new() -> Self {
        Self(())
    }
}
