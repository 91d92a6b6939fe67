//! Sessions of the client against the server's side of the protocol, in memory: no network.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod answering;
mod asking;
mod certificates;
mod closing;
mod component;
mod hearing;
mod login;
mod resuming;
mod server;
mod tokens;
