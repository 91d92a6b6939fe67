//! Streams (in the making).
mod client;
mod closed;
mod connection;
mod deadline;
mod entropy;
mod fault;
mod header;
mod identity;
mod link;
mod output;
mod send_error;
mod server;
mod stanza;
mod transport;
mod version;

pub use client::{ClientEvent, ClientSettings, ClientStream};
pub use closed::{Closed, Failure};
pub use deadline::Deadlines;
pub use identity::Identity;
pub use output::Output;
pub use send_error::SendError;
pub use server::{
    AuthenticationId, AuthenticationRequest, AuthorizationRequest, BindRequest, Host, ServerEvent,
    ServerPolicy, ServerStream, TlsUse,
};
pub use stanza::{Envelope, Stanza, StanzaKind};
pub use transport::{TlsInfo, Transport};
pub use version::Version;
