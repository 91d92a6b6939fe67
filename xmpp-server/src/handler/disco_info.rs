//! Service discovery: what server and account are and can do (XEP-0030 §3).

use xmpp_core::schema::disco_info::{self, Feature, Identity};
use xmpp_core::schema::stanzaerror::Condition;

use crate::router::{Answer, Answered, Backend, Handler, Request, Target};

/// Tells what server and account are and can do.
pub(super) struct DiscoInfo;

impl<K: Backend> Handler<K> for DiscoInfo {
    fn namespace(&self) -> &'static str {
        disco_info::NS
    }

    fn features(&self, _: &Target) -> &'static [&'static str] {
        &[disco_info::NS]
    }

    fn handle<'a>(&'a self, request: Request<'a, K>) -> Answered<'a> {
        Box::pin(async move {
            let query = request.payload::<disco_info::DiscoInfo>()?;
            if !request.is_get() {
                return Err(Condition::BadRequest.into());
            }
            if query.node.is_some() {
                return Err(Condition::ItemNotFound.into()); // XEP-0030 §7
            }
            let identity = match request.target {
                Target::Server(_) => Identity::new("server", "im"),
                Target::Own(_) => Identity::new("account", "registered"),
                Target::Other(account) => {
                    request
                        .router
                        .check_visible(request.session, account)
                        .await?;
                    Identity::new("account", "registered")
                }
            };
            let features = request.router.features(request.target);
            Answer::with(&disco_info::DiscoInfo {
                identities: vec![identity],
                features: features.map(Feature::new).collect(),
                ..disco_info::DiscoInfo::default()
            })
        })
    }
}
