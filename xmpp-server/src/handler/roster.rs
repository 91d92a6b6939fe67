//! The roster (RFC 6121 §2).

use std::marker::PhantomData;

use xmpp_core::StanzaError;
use xmpp_core::schema::roster::{self, RosterHandler};
use xmpp_core::service::Cx;

use crate::router::{Asking, Backend};

/// Reads and changes the roster of who asks.
pub(super) struct Roster<K>(PhantomData<fn() -> K>);

impl<K> Roster<K> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Backend> RosterHandler for Roster<K> {
    async fn get(
        &self,
        cx: Cx<'_>,
        query: roster::Roster,
    ) -> Result<Option<roster::Roster>, StanzaError> {
        let Asking { router, session } = cx.host::<Asking<K>>()?;
        router.roster(session, cx, &query).await?;
        Ok(None) // The answer was sent before the pushes that follow it.
    }

    async fn set(&self, cx: Cx<'_>, query: roster::Roster) -> Result<(), StanzaError> {
        let Asking { router, session } = cx.host::<Asking<K>>()?;
        Ok(router.set_roster(session, cx, &query).await?)
    }
}
