//! The server as its clients see it, over TCP on the loopback interface.
#![cfg(test)]

mod chat;
mod discovery;
mod hostile;
mod login;
mod management;
mod offline;
mod presence;
mod roster;
mod stop;
mod support;
