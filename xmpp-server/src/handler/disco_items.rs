//! Service discovery: what belongs to server and account (XEP-0030 §4).

use std::marker::PhantomData;

use xmpp_core::schema::disco_items::{self, DiscoItemsHandler, Item};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::{Cx, Place};
use xmpp_core::{Jid, StanzaError};

use crate::bus::Bus;
use crate::router::{Asking, Backend};

/// Tells what belongs to server and account.
pub(super) struct DiscoItems<K>(PhantomData<fn() -> K>);

impl<K> DiscoItems<K> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Backend> DiscoItemsHandler for DiscoItems<K> {
    async fn get(
        &self,
        cx: Cx<'_>,
        query: disco_items::DiscoItems,
    ) -> Result<disco_items::DiscoItems, StanzaError> {
        if query.node.is_some() {
            return Err(Condition::ItemNotFound.into()); // XEP-0030 §7
        }
        let mut items = Vec::new();
        if cx.place() == Place::Account {
            let bus = cx.host::<Asking<K>>()?.router.bus();
            let sessions = bus.sessions(cx.to().as_jid_ref()).await;
            let available = sessions
                .iter()
                .filter(|session| session.priority().is_some());
            items.extend(available.map(|session| Item::new(Jid::from(session.jid()))));
        }
        Ok(disco_items::DiscoItems {
            items,
            ..disco_items::DiscoItems::default()
        })
    }
}
