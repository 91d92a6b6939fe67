//! Message carbons: a client says whether it wants copies (XEP-0280 §4, §5).

use std::marker::PhantomData;

use xmpp_core::schema::carbons;
use xmpp_core::service::{Answer, Cx, Role, Senders, Service};

use crate::router::{Asking, Backend};

/// Switches copies on and off, for the session that asks.
pub(super) struct Carbons<K>(PhantomData<fn() -> K>);

impl<K> Carbons<K> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Backend> Service for Carbons<K> {
    const NAMESPACE: &'static str = carbons::NS;
    const ROLES: &'static [Role] = &[own("enable"), own("disable")];

    async fn answer(&self, cx: Cx<'_>) -> Answer {
        let Asking { session, .. } = cx.host::<Asking<K>>()?;
        let (_, name) = cx.request();
        session.standing().carbons = name == "enable";
        Ok(None)
    }
}

/// Said to the own account, which the server announces that it can (XEP-0280 §3).
const fn own(name: &'static str) -> Role {
    Role::set(name)
        .server(Senders::Owner)
        .account(Senders::Owner)
}
