//! The storage, as the server uses it.
#![cfg(test)]

mod accounts;
mod commits;
mod crash;
mod faults;
mod offline;
mod rosters;
mod support;
