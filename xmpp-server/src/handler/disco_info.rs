//! Service discovery: what server and account are and can do (XEP-0030 §3).

use std::marker::PhantomData;

use xmpp_core::StanzaError;
use xmpp_core::rules::caps::verification;
use xmpp_core::schema::caps::{self, Caps};
use xmpp_core::schema::commands;
use xmpp_core::schema::data_forms;
use xmpp_core::schema::disco_info::{self, DiscoInfoHandler, Feature, Identity};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::{Cx, Place, Services};

use super::commands::{NAMESPACE, Node, may_command};
use crate::router::{Asking, Backend};

/// Tells what server and account are and can do.
pub(super) struct DiscoInfo<K>(PhantomData<fn() -> K>);

impl<K> DiscoInfo<K> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Backend> DiscoInfoHandler for DiscoInfo<K> {
    async fn get(
        &self,
        cx: Cx<'_>,
        query: disco_info::DiscoInfo,
    ) -> Result<disco_info::DiscoInfo, StanzaError> {
        let asks_by_hash =
            cx.place() == Place::Server && query.node == own_node(&server(cx.features()));
        if let Some(node) = query.node.clone().filter(|_| !asks_by_hash) {
            let asking = cx.host::<Asking<K>>()?;
            let info = of_node(&node, |command| may_command(asking, cx, command));
            return info.ok_or_else(|| Condition::ItemNotFound.into()); // XEP-0030 §7
        }
        Ok(match cx.place() {
            Place::Server => disco_info::DiscoInfo {
                node: query.node,
                ..server(cx.features())
            },
            Place::Account | Place::Client => disco_info::DiscoInfo {
                identities: vec![Identity::new("account", "registered")],
                features: cx.features().map(Feature::new).collect(),
                ..disco_info::DiscoInfo::default()
            },
        })
    }
}

/// What names the software in capabilities (XEP-0115 §4).
const SOFTWARE: &str = "urn:x-xmpp-server";

/// What is done without any request: capabilities of the own (XEP-0115 §6.3), and messages for those who are away (XEP-0160 §4).
const OWN: [&str; 2] = [caps::NS, "msgoffline"];

/// What the server says of its domains.
fn server(features: impl Iterator<Item = &'static str>) -> disco_info::DiscoInfo {
    disco_info::DiscoInfo {
        identities: vec![Identity::new("server", "im")],
        features: features.chain(OWN).map(Feature::new).collect(),
        ..disco_info::DiscoInfo::default()
    }
}

/// The node that asks for the same by its hash (XEP-0115 §6.2).
fn own_node(info: &disco_info::DiscoInfo) -> Option<String> {
    Some(format!("{SOFTWARE}#{}", verification(info)))
}

/// What clients are told of a server with these services as they log in (XEP-0115 §6.3).
pub(in crate::handler) fn capabilities(services: &Services) -> Caps {
    let info = server(services.features(Place::Server));
    Caps {
        hash: Some("sha-1".to_owned()),
        ..Caps::new(SOFTWARE, verification(&info))
    }
}

/// The list of commands, and for those who may use them each of them (XEP-0050 §2.2, §2.3).
fn of_node(node: &str, may_command: impl Fn(Node) -> bool) -> Option<disco_info::DiscoInfo> {
    let (type_, title, features) = if node == NAMESPACE {
        ("command-list", "Commands", vec![commands::NS])
    } else {
        let command = Node::of(node).filter(|command| may_command(*command))?;
        (
            "command-node",
            command.title(),
            vec![commands::NS, data_forms::NS],
        )
    };
    Some(disco_info::DiscoInfo {
        node: Some(node.to_owned()),
        identities: vec![Identity {
            name: Some(title.into()),
            ..Identity::new("automation", type_)
        }],
        features: features.into_iter().map(Feature::new).collect(),
        ..disco_info::DiscoInfo::default()
    })
}
