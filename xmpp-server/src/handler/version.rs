//! Software version (XEP-0092).

use xmpp_core::StanzaError;
use xmpp_core::schema::version::{Version, VersionHandler};
use xmpp_core::service::Cx;

/// Tells which software the server is. The operating system is nobody's business (XEP-0092 §4).
pub(super) struct Software;

impl VersionHandler for Software {
    async fn get(&self, _: Cx<'_>, _: Version) -> Result<Version, StanzaError> {
        Ok(Version {
            name: Some(env!("CARGO_PKG_NAME").to_owned()),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            ..Version::default()
        })
    }
}
