//! The command line, from outside: arguments and input in, text and exit codes out.
#![cfg(test)]

mod check_config;
mod jid_report;
mod run;
mod support;
mod user;
