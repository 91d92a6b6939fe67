//! `xmpp-codegen` on the command line.
mod args;
mod render;
fn main() {}
