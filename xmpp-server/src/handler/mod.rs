//! What the server answers itself, a feature a file: each implements the handler that was generated from its schema. Who may ask
//! what, and where, is said by the catalogue; what is right is said by [`xmpp_core::rules`].

mod blocking;
mod carbons;
mod commands;
mod disco_info;
mod disco_items;
mod ping;
mod privacy;
mod register;
mod roster;
mod version;

use xmpp_core::Element;
use xmpp_core::schema;
use xmpp_core::schema::pre_approval::PreApproval;
use xmpp_core::schema::roster_ver::RosterVersioning;
use xmpp_core::service::Services;

use crate::router::Backend;

/// All of them.
pub fn all<K: Backend>() -> Services {
    Services::new()
        .with(schema::blocking::service(blocking::Blocking::<K>::new()))
        .with(schema::carbons::service(carbons::Carbons::<K>::new()))
        .with(schema::disco_info::service(
            disco_info::DiscoInfo::<K>::new(),
        ))
        .with(schema::disco_items::service(
            disco_items::DiscoItems::<K>::new(),
        ))
        .with(schema::ping::service(ping::Ping))
        .with(schema::privacy::service(privacy::Privacy::<K>::new()))
        .with(schema::register::service(register::Register::<K>::new()))
        .with(schema::commands::service(commands::Commands::<K>::new()))
        .with(roster::Roster::<K>::new())
        .with(schema::version::service(version::Software))
}

/// What is announced to clients that log in, beside what streams do: versions of rosters, approval in advance (RFC 6121 §2.6.1,
/// §3.4), and what the services can do (XEP-0115 §6.3).
pub fn stream_features(services: &Services) -> Vec<Element> {
    let versions = Element::of(&RosterVersioning::default());
    let approval = Element::of(&PreApproval::default());
    let capabilities = Element::of(&disco_info::capabilities(services));
    [versions, approval, capabilities]
        .into_iter()
        .flatten()
        .collect()
}
