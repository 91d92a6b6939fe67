//! The server as its clients see it, over TCP on the loopback interface.
#![cfg(test)]

mod carbons;
mod chat;
mod discovery;
mod hostile;
mod login;
mod management;
mod offline;
mod presence;
mod register;
mod roster;
mod stop;
mod support;
