//! In-band registration for those who have an account: another password, and the end of it (XEP-0077 §3.2, §3.3).

use std::marker::PhantomData;

use xmpp_core::schema::register::{Registration, RegistrationHandler};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::schema::streamerror;
use xmpp_core::service::{Cx, Place};
use xmpp_core::{BareJid, StanzaError};

use crate::router::{Asking, Backend, Refused};

/// Changes the password of an account, and removes it, on its user's behalf.
pub(super) struct Register<K>(PhantomData<fn() -> K>);

impl<K> Register<K> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Backend> RegistrationHandler for Register<K> {
    async fn get(&self, cx: Cx<'_>, _: Registration) -> Result<Registration, StanzaError> {
        let (_, own) = own::<K>(cx)?;
        Ok(Registration {
            registered: true,
            username: own.local().map(str::to_owned),
            password: Some(String::new()),
            ..Registration::default()
        })
    }

    async fn set(&self, cx: Cx<'_>, query: Registration) -> Result<(), StanzaError> {
        let (asking, own) = own::<K>(cx)?;
        let done = match query.remove {
            true => remove(asking, &query, &own).await,
            false => change_password(asking, &query, &own).await,
        };
        done.map_err(StanzaError::from)
    }
}

/// Who asks, and its account: of this domain, and not of another one of the server.
fn own<K: Backend>(cx: Cx<'_>) -> Result<(&Asking<K>, BareJid), StanzaError> {
    let asking = cx.host::<Asking<K>>()?;
    let own = asking.session.jid().to_bare();
    if cx.place() == Place::Server && cx.to().domain() != own.domain() {
        return Err(Condition::ServiceUnavailable.into());
    }
    Ok((asking, own))
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
