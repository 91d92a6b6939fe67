//! The storage, as the server uses it.

mod accounts;
mod commits;
mod crash;
mod faults;
mod offline;
mod rosters;
mod support;
