//! What the server answers itself, a feature a file: each implements the handler that was generated from its schema. Who may ask
//! what, and where, is said by the catalogue; what is right is said by [`xmpp_core::rules`].

mod carbons;
mod disco_info;
mod disco_items;
mod ping;
mod register;
mod roster;

use xmpp_core::schema;
use xmpp_core::service::Services;

use crate::router::Backend;

/// All of them.
pub fn all<K: Backend>() -> Services {
    Services::new()
        .with(schema::carbons::service(carbons::Carbons::<K>::new()))
        .with(schema::disco_info::service(disco_info::DiscoInfo))
        .with(schema::disco_items::service(
            disco_items::DiscoItems::<K>::new(),
        ))
        .with(schema::ping::service(ping::Ping))
        .with(schema::register::service(register::Register::<K>::new()))
        .with(schema::roster::service(roster::Roster::<K>::new()))
}
