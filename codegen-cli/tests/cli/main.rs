//! The command line, from outside: arguments and files in, text and exit codes out.
#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod begin;
mod check;
mod documents;
mod explain;
mod field;
mod generate;
mod golden;
mod hostile;
mod jid;
mod overview;
mod run;
mod usage;
mod validate;
mod xep;
