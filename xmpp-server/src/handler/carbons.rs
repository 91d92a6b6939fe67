//! Message carbons: a client says whether it wants copies (XEP-0280 §4, §5).

use std::marker::PhantomData;

use xmpp_core::StanzaError;
use xmpp_core::schema::carbons::{Disable, DisableHandler, Enable, EnableHandler};
use xmpp_core::service::Cx;

use crate::router::{Asking, Backend};

/// Switches copies on and off, for the session that asks.
pub(super) struct Carbons<K>(PhantomData<fn() -> K>);

impl<K> Carbons<K> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Backend> EnableHandler for Carbons<K> {
    async fn set(&self, cx: Cx<'_>, _: Enable) -> Result<(), StanzaError> {
        switch::<K>(cx, true)
    }
}

impl<K: Backend> DisableHandler for Carbons<K> {
    async fn set(&self, cx: Cx<'_>, _: Disable) -> Result<(), StanzaError> {
        switch::<K>(cx, false)
    }
}

fn switch<K: Backend>(cx: Cx<'_>, on: bool) -> Result<(), StanzaError> {
    let Asking { session, .. } = cx.host::<Asking<K>>()?;
    session.standing().carbons = on;
    Ok(())
}
