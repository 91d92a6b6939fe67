//! What the server answers itself, a feature a file. Each says which namespace it answers, what service discovery says of it, and
//! how it answers; what is right is said by [`xmpp_core::rules`].

mod disco_info;
mod disco_items;
mod ping;
mod roster;

use crate::router::{Backend, Handler};

/// All of them.
pub fn all<K: Backend>() -> Vec<Box<dyn Handler<K>>> {
    vec![
        Box::new(disco_info::DiscoInfo),
        Box::new(disco_items::DiscoItems),
        Box::new(ping::Ping),
        Box::new(roster::Roster),
    ]
}
