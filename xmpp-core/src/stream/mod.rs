//! Streams (RFC 6120 §4 to §7) as machines: bytes and moments in, bytes and events out.
//!
//! A [`ServerStream`] is a server's side of one connection with a client, a [`ClientStream`] the client's, and a
//! [`ComponentStream`] that of a component which a server has let in (XEP-0114). None knows a socket, a clock or a source of randomness: a driver carries bytes, says what time it is and gives 32 random octets. What is
//! said and when is decided here; who has an account, and what becomes of stanzas, is decided by the driver.
//!
//! A driver tells the machine what has come, then [polls](ServerStream::poll) until there is nothing left to do. Each poll
//! appends bytes, and the order is the point: what was appended belongs on the wire before the event is acted on, so that
//! `<proceed/>` has left before the TLS handshake begins. Nothing that a peer sends is an error to the driver: the machine
//! answers it and, where it must, ends the stream and says so with `Closed`.
//!
//! ```
//! use std::sync::Arc;
//! use std::time::Instant;
//! use xmpp_core::sasl::{Credentials, ScramHash, ScramKeys};
//! use xmpp_core::stream::{
//!     ClientEvent, ClientSettings, ClientStream, Host, Output, ServerEvent, ServerPolicy, ServerStream, TlsInfo, Transport,
//! };
//! use xmpp_core::{BareJid, Jid};
//!
//! let (now, tls) = (Instant::now(), Transport::Tls(TlsInfo::default()));
//! let policy = Arc::new(ServerPolicy::new([Host::new(BareJid::new("im.example.com")?)]));
//! let settings = Arc::new(ClientSettings::new(Jid::new("juliet@im.example.com/balcony")?, "r0m30myr0m30"));
//! let mut server = ServerStream::new(policy, tls.clone(), [1; 32], now);
//! let mut client = ClientStream::new(settings, tls, [2; 32], now);
//!
//! // What the database of a server holds.
//! let keys = ScramKeys::derive(ScramHash::Sha256, "r0m30myr0m30", b"sixteen octets..", 4096)?;
//!
//! let address = 'bound: loop {
//!     // The client's driver: what the machine writes goes to the server.
//!     let mut wire = Vec::new();
//!     while let Output::Event(event) = client.poll(&mut wire) {
//!         match event {
//!             ClientEvent::Bound(address) => break 'bound address,
//!             ClientEvent::Closed(reason) => panic!("{reason}"),
//!             _ => {}
//!         }
//!     }
//!     server.receive(&wire, now);
//!
//!     // The server's driver: it answers questions, and what the machine writes goes to the client.
//!     let mut wire = Vec::new();
//!     while let Output::Event(event) = server.poll(&mut wire) {
//!         match event {
//!             ServerEvent::Authenticate(request) => {
//!                 server.authenticate(request.id, Credentials::new(keys.clone()), now);
//!             }
//!             ServerEvent::Bind(request) => server.bind(request.preferred().clone(), now),
//!             ServerEvent::Closed(reason) => panic!("{reason}"),
//!             _ => {}
//!         }
//!     }
//!     client.receive(&wire, now);
//! };
//! assert_eq!(address, "juliet@im.example.com/balcony");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What a driver owes
//!
//! - It writes what was appended before it acts on an event, at the latest on `StartTls` and `Closed`.
//! - It polls until [`Output::Wait`] before it gives more input, and comes back at the moment that `Wait` names.
//! - It reads nothing from the connection between `StartTls` and the handshake.
//! - After `Closed` it ends the connection as [`Closed`] says.

mod client;
mod closed;
mod component;
mod connection;
mod deadline;
mod encoded;
mod entropy;
mod fault;
mod header;
mod identity;
mod link;
mod management;
mod output;
mod send_error;
mod server;
mod stanza;
mod transport;
mod version;

pub use client::{ClientEvent, ClientSettings, ClientStream, ClientToken, SuspendedClient};
pub use closed::{Closed, Failure};
pub use component::{ComponentEvent, ComponentSettings, ComponentStream};
pub use deadline::Deadlines;
pub use encoded::Encoded;
pub use identity::Identity;
pub use output::Output;
pub use send_error::SendError;
pub use server::{
    AuthenticationId, AuthenticationRequest, AuthorizationRequest, BindRequest, Host,
    ManageRequest, RegisterRequest, ResumeRequest, ServerEvent, ServerPolicy, ServerStream,
    Suspended, TlsUse, TokenLookup, TokenOrder,
};
pub use stanza::{Envelope, Stanza, StanzaKind};
pub use transport::{TlsInfo, Transport};
pub use version::Version;
