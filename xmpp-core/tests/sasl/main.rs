//! Authentication at its edge: bytes of one side against bytes of the other (RFC 4422, RFC 6120 §6).
#![cfg(test)]
#![cfg(feature = "stream")]

mod agreement;
mod client;
mod downgrade;
mod encoding;
mod keys;
mod other_mechanisms;
mod selection;
mod server;
mod support;
mod vectors;
