//! Pings (XEP-0199).

use xmpp_core::schema::ping;

use crate::router::{Answer, Answered, Backend, Handler, Request, Target};

/// Tells that the server is there.
pub(super) struct Ping;

impl<K: Backend> Handler<K> for Ping {
    fn namespace(&self) -> &'static str {
        ping::NS
    }

    fn features(&self, target: &Target) -> &'static [&'static str] {
        match target {
            Target::Server(_) => &[ping::NS],
            Target::Own(_) | Target::Other(_) => &[],
        }
    }

    fn handle<'a>(&'a self, request: Request<'a, K>) -> Answered<'a> {
        Box::pin(async move { request.payload::<ping::Ping>().map(|_| Answer::Done) })
    }
}
