//! Blocking (XEP-0191).

use std::marker::PhantomData;

use xmpp_core::StanzaError;
use xmpp_core::schema::blocking::{
    Block, BlockHandler, Blocklist, BlocklistHandler, Unblock, UnblockHandler,
};
use xmpp_core::service::Cx;

use crate::router::{Asking, Backend};

/// Tells whom the account of who asks has blocked, and changes it.
pub(super) struct Blocking<K>(PhantomData<fn() -> K>);

impl<K> Blocking<K> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Backend> BlocklistHandler for Blocking<K> {
    async fn get(&self, cx: Cx<'_>, _: Blocklist) -> Result<Blocklist, StanzaError> {
        let Asking { router, session } = cx.host::<Asking<K>>()?;
        Ok(router.blocklist(session).await?)
    }
}

impl<K: Backend> BlockHandler for Blocking<K> {
    async fn set(&self, cx: Cx<'_>, query: Block) -> Result<(), StanzaError> {
        let Asking { router, session } = cx.host::<Asking<K>>()?;
        Ok(router.block(session, cx, &query).await?)
    }
}

impl<K: Backend> UnblockHandler for Blocking<K> {
    async fn set(&self, cx: Cx<'_>, query: Unblock) -> Result<(), StanzaError> {
        let Asking { router, session } = cx.host::<Asking<K>>()?;
        Ok(router.unblock(session, cx, &query).await?)
    }
}
