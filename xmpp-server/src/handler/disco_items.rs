//! Service discovery: what belongs to server and account (XEP-0030 §4).

use xmpp_core::Jid;
use xmpp_core::schema::disco_items::{self, Item};
use xmpp_core::schema::stanzaerror::Condition;

use crate::bus::Bus;
use crate::router::{Answer, Answered, Backend, Handler, Request, Target};

/// Tells what belongs to server and account.
pub(super) struct DiscoItems;

impl<K: Backend> Handler<K> for DiscoItems {
    fn namespace(&self) -> &'static str {
        disco_items::NS
    }

    fn features(&self, _: &Target) -> &'static [&'static str] {
        &[disco_items::NS]
    }

    fn handle<'a>(&'a self, request: Request<'a, K>) -> Answered<'a> {
        Box::pin(async move {
            let query = request.payload::<disco_items::DiscoItems>()?;
            if !request.is_get() {
                return Err(Condition::BadRequest.into());
            }
            if query.node.is_some() {
                return Err(Condition::ItemNotFound.into()); // XEP-0030 §7
            }
            let account = match request.target {
                Target::Server(_) => None,
                Target::Own(account) => Some(account),
                Target::Other(account) => {
                    request
                        .router
                        .check_visible(request.session, account)
                        .await?;
                    Some(account)
                }
            };
            let mut items = Vec::new();
            if let Some(account) = account {
                let sessions = request.router.bus().sessions(account.as_jid_ref()).await;
                let available = sessions
                    .iter()
                    .filter(|session| session.priority().is_some());
                items.extend(available.map(|session| Item::new(Jid::from(session.jid()))));
            }
            Answer::with(&disco_items::DiscoItems {
                items,
                ..disco_items::DiscoItems::default()
            })
        })
    }
}
