//! Whether the name of a new account could be taken for something else (UTS 39).

use xmpp_core::BareJid;
use xmpp_core::jid::confusable;

use crate::storage::{Storage, StorageError};

/// What people could mix up about the name of a new account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    /// The name mixes scripts that are not written together (UTS 39 §5.1).
    pub(crate) mixes_scripts: bool,
    /// The account of the same domain that it looks like (UTS 39 §4).
    pub(crate) like: Option<String>,
}

impl Looks {
    /// How the name looks beside those of the accounts there are: each of them is looked at.
    pub(crate) async fn of(user: &BareJid, storage: &impl Storage) -> Result<Self, StorageError> {
        let name = user.local().unwrap_or_default();
        let accounts = storage.accounts(user.domain()).await?;
        let known = accounts.iter().filter_map(BareJid::local);
        Ok(Self {
            mixes_scripts: confusable::mixes_scripts(name),
            like: confusable::like_one_of(name, known).map(str::to_owned),
        })
    }

    /// Whether a stranger is to choose another name. Within ASCII, nobody is told apart from `modern` who is called `modem`:
    /// such names have always been there, and whoever runs the server knows them.
    pub(crate) fn deceive(&self, user: &BareJid) -> bool {
        let is_ascii = |like: &String| like.is_ascii() && user.as_str().is_ascii();
        self.mixes_scripts || self.like.as_ref().is_some_and(|like| !is_ascii(like))
    }
}
