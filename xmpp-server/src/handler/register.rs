//! In-band registration for those who have an account: another password, and the end of it (XEP-0077 §3.2, §3.3).

use std::marker::PhantomData;

use xmpp_core::schema::register::{self, Registration};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::schema::streamerror;
use xmpp_core::service::{Answer, Cx, Place, Role, Senders, Service};
use xmpp_core::{BareJid, StanzaError};

use crate::router::{Asking, Backend, Refused};

/// Changes the password of an account, and removes it, on its user's behalf.
pub(super) struct Register<K>(PhantomData<fn() -> K>);

impl<K> Register<K> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Backend> Service for Register<K> {
    const NAMESPACE: &'static str = register::NS;
    const ROLES: &'static [Role] = &[
        Role::get("query")
            .server(Senders::Owner)
            .account(Senders::Owner),
        Role::set("query")
            .server(Senders::Owner)
            .account(Senders::Owner),
    ];

    async fn answer(&self, cx: Cx<'_>) -> Answer {
        let asking = cx.host::<Asking<K>>()?;
        let own = asking.session.jid().to_bare();
        if cx.place() == Place::Server && cx.to().domain() != own.domain() {
            return Err(Condition::ServiceUnavailable.into()); // Another domain of this server.
        }
        let query: Registration = cx.payload()?;
        if cx.request().0 == "get" {
            return cx.reply(Registration {
                registered: true,
                username: own.local().map(str::to_owned),
                password: Some(String::new()),
                ..Registration::default()
            });
        }
        let done = match query.remove {
            true => remove(asking, &query, &own).await,
            false => change_password(asking, &query, &own).await,
        };
        match done {
            Ok(()) => Ok(None),
            Err(refused) => Err(StanzaError::from(refused)),
        }
    }
}

/// XEP-0077 §3.2: nothing else may stand beside it. The answer still comes, then the stream ends.
async fn remove<K: Backend>(
    asking: &Asking<K>,
    query: &Registration,
    own: &BareJid,
) -> Result<(), Refused> {
    if query.username.is_some() || query.password.is_some() || !query.payloads.is_empty() {
        return Err(Condition::BadRequest.into());
    }
    let Asking { router, session } = asking;
    router.remove_account(own, Some(session)).await?;
    session.mailbox().end(streamerror::Condition::NotAuthorized);
    Ok(())
}

/// XEP-0077 §3.3: of the own account, and of no other.
async fn change_password<K: Backend>(
    asking: &Asking<K>,
    query: &Registration,
    own: &BareJid,
) -> Result<(), Refused> {
    let (Some(username), Some(password)) = (&query.username, &query.password) else {
        return Err(Condition::BadRequest.into());
    };
    let named = BareJid::from_parts(Some(username), own.domain());
    if named.as_ref() != Ok(own) {
        return Err(Condition::NotAllowed.into());
    }
    Ok(asking.router.accounts().set_password(own, password).await?)
}
