//! Privacy lists (XEP-0016).

use std::marker::PhantomData;

use xmpp_core::StanzaError;
use xmpp_core::schema::privacy::{PrivacyLists, PrivacyListsHandler};
use xmpp_core::service::Cx;

use crate::router::{Asking, Backend};

/// Tells what the account of who asks lets through, and changes it.
pub(super) struct Privacy<K>(PhantomData<fn() -> K>);

impl<K> Privacy<K> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Backend> PrivacyListsHandler for Privacy<K> {
    async fn get(&self, cx: Cx<'_>, query: PrivacyLists) -> Result<PrivacyLists, StanzaError> {
        let Asking { router, session } = cx.host::<Asking<K>>()?;
        Ok(router.privacy(session, &query).await?)
    }

    async fn set(&self, cx: Cx<'_>, query: PrivacyLists) -> Result<(), StanzaError> {
        let Asking { router, session } = cx.host::<Asking<K>>()?;
        Ok(router.set_privacy(session, cx, &query).await?)
    }
}
