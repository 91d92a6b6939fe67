//! Tokens in place of a password (XEP-0484): the caller keeps them.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use xmpp_core::stream::ClientToken;

/// What the caller does with a new token, or with none where the last one is to be forgotten.
type Keep = dyn Fn(Option<&ClientToken>) + Send + Sync;

/// The token of the next login.
#[derive(Clone)]
pub(crate) struct Tokens {
    last: Arc<Mutex<Option<ClientToken>>>,
    keep: Arc<Keep>,
}

impl Tokens {
    pub(crate) fn new(
        last: Option<ClientToken>,
        keep: impl Fn(Option<&ClientToken>) + Send + Sync + 'static,
    ) -> Self {
        Self {
            last: Arc::new(Mutex::new(last)),
            keep: Arc::new(keep),
        }
    }

    pub(crate) fn last(&self) -> Option<ClientToken> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.clone()
    }

    /// The server has given another one, or takes this one no more.
    pub(crate) fn set(&self, token: Option<ClientToken>) {
        (self.keep)(token.as_ref());
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}
