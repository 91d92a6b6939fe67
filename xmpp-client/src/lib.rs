//! An XMPP client made of generated stanza types.
//!
//! ```no_run
//! use xmpp_client::{Client, Event};
//! use xmpp_core::Jid;
//! use xmpp_core::schema::stanza::Message;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let romeo: Jid = "romeo@example.net".parse()?;
//! let client = Client::builder(romeo, "secret").connect().await?;
//! let events = client.events();
//! client.become_available().await?;
//!
//! let juliet: Jid = "juliet@example.net".parse()?;
//! client.send(&Message::chat(juliet, "Art thou not Juliet?")).await?;
//! while let Some(event) = events.next().await {
//!     if let Event::Message(message) = event {
//!         println!("{:?}: {:?}", message.from, message.body());
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - **Connecting.** [`Client::builder`] finds the server by SRV records or goes to an [address](Builder::address), always with
//!   TLS, and says in a [`ConnectError`] what went wrong. A server with a certificate of its own making is trusted by
//!   [fingerprint](Trust::fingerprint) or [file](Trust::authorities).
//! - **Sending.** [`Client::send`] takes typed stanzas and refuses invalid ones.
//! - **Asking.** [`Client::get`] and [`Client::set`] wait for the answer of who was asked, and of nobody else.
//! - **Hearing.** [`Client::events`] gives what comes, in order. The queue is bounded; a bad stanza is an event, not the end.
//! - **Answering.** A [`Service`] answers requests; one is made of a handler by each generated module that has requests. Pings and
//!   service discovery are answered anyway, and what nobody answers is refused (RFC 6120 §8.4). One made of a listener hears what
//!   messages and presence carry.
//! - **Coming back.** With [`Builder::resume`] a session goes on over another connection when its own was lost (XEP-0198).
//! - **Logging in** in one round trip where the server can do that (XEP-0388, XEP-0386), and with a token in place of the password:
//!   [`Builder::tokens`] (XEP-0484).
//! - **A component** (XEP-0114) takes the same services: [`Component::builder`].
//!
//! The session is a state machine of [`xmpp_core::stream`] in a task of its own; the protocol is there, this crate moves bytes.
//!
//! Data flow: `address → resolve → tls → wire → error → stanza → identity → incoming → event → inbox → pending → stream → shared → service → token → negotiation → dial → dialer → backoff → comeback → driver → request → session → events → client → component`.

mod address;
mod backoff;
mod client;
mod comeback;
mod component;
mod dial;
mod dialer;
mod driver;
mod error;
mod event;
mod events;
mod identity;
mod inbox;
mod incoming;
mod negotiation;
mod pending;
mod request;
mod resolve;
mod service;
mod session;
mod shared;
mod stanza;
mod stream;
mod tls;
mod token;
mod wire;

pub use address::{Address, AddressError};
pub use backoff::Backoff;
pub use client::{Builder, Client};
pub use component::{Component, ComponentBuilder};
pub use error::{ConnectError, Disconnect};
pub use event::{Event, RosterPush};
pub use events::Events;
pub use incoming::ReceivedRequest;
pub use request::Request;
pub use resolve::ResolveError;
pub use stanza::Stanza;
pub use tls::{CertificateProblem, Fingerprint, FingerprintError, Security, TlsError, Trust};
/// The types of stanzas, and the protocol.
pub use xmpp_core;
pub use xmpp_core::request::{RequestError, Requester, Response};
pub use xmpp_core::service::Service;
pub use xmpp_core::stream::{ClientToken, SendError};

/// The code of the first steps, compiled as it stands there.
#[cfg(doctest)]
#[doc = include_str!("../../docs/first-steps.md")]
mod guide {}
