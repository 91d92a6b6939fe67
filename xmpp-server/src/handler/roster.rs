//! The roster (RFC 6121 §2).

use xmpp_core::schema::roster;
use xmpp_core::schema::stanzaerror::Condition;

use crate::router::{Answered, Backend, Handler, Request, Target};

/// Reads and changes the roster of who asks.
pub(super) struct Roster;

impl<K: Backend> Handler<K> for Roster {
    fn namespace(&self) -> &'static str {
        roster::NS
    }

    fn features(&self, target: &Target) -> &'static [&'static str] {
        match target {
            Target::Server(_) => &[roster::NS],
            Target::Own(_) | Target::Other(_) => &[],
        }
    }

    fn handle<'a>(&'a self, request: Request<'a, K>) -> Answered<'a> {
        Box::pin(async move {
            let query = request.payload::<roster::Roster>()?;
            match request.target {
                Target::Own(_) if request.is_get() => {
                    let Request {
                        router,
                        session,
                        iq,
                        ..
                    } = request;
                    router.roster(session, iq, &query).await
                }
                Target::Own(_) => {
                    let Request {
                        router,
                        session,
                        iq,
                        ..
                    } = request;
                    router.set_roster(session, iq, &query).await
                }
                // RFC 6121 §2.3.3: nobody else's roster is anybody's business.
                Target::Other(_) | Target::Server(_) => Err(Condition::Forbidden.into()),
            }
        })
    }
}
