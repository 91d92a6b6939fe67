//! SCRAM: both sides prove that they know the password, and neither shows it (RFC 5802, RFC 7677).

mod attributes;
pub(super) mod client;
mod error;
mod gs2;
mod hash;
mod keys;
mod message;
pub(super) mod server;

pub use error::ScramError;
pub(super) use hash::Digest;
pub use hash::ScramHash;
pub use keys::{InvalidKeys, ScramKeys};
