//! Pings (XEP-0199).

use xmpp_core::StanzaError;
use xmpp_core::schema::ping::{self, PingHandler};
use xmpp_core::service::Cx;

/// Tells that the server is there.
pub(super) struct Ping;

impl PingHandler for Ping {
    async fn get(&self, _: Cx<'_>, _: ping::Ping) -> Result<(), StanzaError> {
        Ok(())
    }
}
