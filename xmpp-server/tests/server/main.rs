//! The server as its clients see it, over TCP on the loopback interface.
#![cfg(test)]

mod administration;
mod blocking;
mod carbons;
mod certificate;
mod chat;
mod delivery;
mod discovery;
mod fast;
mod hostile;
mod legacy;
mod login;
mod management;
mod offline;
mod presence;
mod privacy;
mod register;
mod roster;
mod sasl2;
mod stop;
mod subscription;
mod support;
