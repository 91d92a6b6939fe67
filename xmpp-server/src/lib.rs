//! An XMPP server made of generated stanza types.
//!
//! It moves bytes, time and storage; what XMPP says is in `xmpp-core`.
//!
//! Data flow: `config → data → certificate → tls → storage → address_report → looks → account → delay → mailbox → bus → router → handler → session → net → control → server → command`.

pub mod account;
pub mod address_report;
pub mod bus;
pub mod certificate;
pub mod command;
pub mod config;
mod control;
pub mod data;
mod delay;
pub mod handler;
mod looks;
pub mod mailbox;
pub mod net;
pub mod router;
pub mod server;
pub mod session;
pub mod storage;
pub mod tls;
