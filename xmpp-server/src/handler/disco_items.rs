//! Service discovery: what belongs to server and account (XEP-0030 §4).

use std::marker::PhantomData;

use xmpp_core::schema::disco_items::{self, DiscoItemsHandler, Item};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::{Cx, Place};
use xmpp_core::{Jid, StanzaError};

use super::commands::{NAMESPACE, Node, may_command};
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
        if let Some(node) = query.node {
            if node != NAMESPACE {
                return Err(Condition::ItemNotFound.into()); // XEP-0030 §7
            }
            return Ok(commands(cx.host::<Asking<K>>()?, cx));
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

/// The commands that who asks may use (XEP-0050 §2.2).
fn commands<K: Backend>(asking: &Asking<K>, cx: Cx<'_>) -> disco_items::DiscoItems {
    let mut nodes = Vec::from(Node::ALL);
    nodes.retain(|node| may_command(asking, cx, *node));
    let item = |node: Node| Item {
        name: Some(node.title().into()),
        node: Some(node.to_string()),
        ..Item::new(cx.to().into())
    };
    disco_items::DiscoItems {
        node: Some(NAMESPACE.to_owned()),
        items: nodes.into_iter().map(item).collect(),
        ..disco_items::DiscoItems::default()
    }
}
