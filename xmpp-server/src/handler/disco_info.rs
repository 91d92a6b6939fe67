//! Service discovery: what server and account are and can do (XEP-0030 §3).

use xmpp_core::StanzaError;
use xmpp_core::schema::disco_info::{self, DiscoInfoHandler, Feature, Identity};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::{Cx, Place};

/// Tells what server and account are and can do.
pub(super) struct DiscoInfo;

impl DiscoInfoHandler for DiscoInfo {
    async fn get(
        &self,
        cx: Cx<'_>,
        query: disco_info::DiscoInfo,
    ) -> Result<disco_info::DiscoInfo, StanzaError> {
        if query.node.is_some() {
            return Err(Condition::ItemNotFound.into()); // XEP-0030 §7
        }
        let identity = match cx.place() {
            Place::Server => Identity::new("server", "im"),
            Place::Account | Place::Client => Identity::new("account", "registered"),
        };
        Ok(disco_info::DiscoInfo {
            identities: vec![identity],
            features: cx.features().map(Feature::new).collect(),
            ..disco_info::DiscoInfo::default()
        })
    }
}
