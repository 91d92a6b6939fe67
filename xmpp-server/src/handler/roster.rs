//! The roster (RFC 6121 §2).

use std::marker::PhantomData;

use xmpp_core::schema::roster;
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::{Answer, Carried, Cx, Role, Senders, Service};
use xmpp_core::{Report, StanzaError};

use crate::router::{Asking, Backend};

/// What only the server says of a contact. What a client writes there is not looked at, so it may be anything (RFC 6121 §2.1.2.1,
/// §2.1.2.2, §2.1.2.5, §2.1.5).
const IGNORED: [&str; 3] = ["/@approved", "/@ask", "/@subscription"];

/// Reads and changes the roster of who asks.
pub(super) struct Roster<K>(PhantomData<fn() -> K>);

impl<K> Roster<K> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Backend> Service for Roster<K> {
    const NAMESPACE: &'static str = roster::NS;
    const ROLES: &'static [Role] = &[
        Role::get("query").account(Senders::Owner),
        Role::set("query").account(Senders::Owner),
    ];

    async fn answer(&self, cx: Cx<'_>) -> Answer {
        let Asking { router, session } = cx.host::<Asking<K>>()?;
        if cx.request().0 == "get" {
            router.roster(session, cx, &cx.payload()?).await?;
        } else {
            router.set_roster(session, cx, &wanted(cx)?).await?;
        }
        Ok(None) // The answer was sent before the pushes that follow it.
    }
}

/// What a client wants of a contact.
fn wanted(cx: Cx<'_>) -> Result<roster::Roster, StanzaError> {
    let Carried::Iq(iq) = cx.stanza() else {
        return Err(Condition::BadRequest.into());
    };
    let payload = iq.payload.as_ref();
    let mut report = Report::new();
    let query = payload.and_then(|payload| payload.decode(&mut report));
    let counts = |path: &str| !IGNORED.iter().any(|ignored| path.ends_with(ignored));
    let mut findings = report.findings().iter();
    let wrong = findings.find(|finding| counts(&finding.path));
    match (query, wrong.and_then(StanzaError::from_finding)) {
        (Some(query), None) => Ok(query),
        (_, Some(error)) => Err(error),
        (None, None) => Err(Condition::BadRequest.into()),
    }
}
