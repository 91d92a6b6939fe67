//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Measures the server from outside
#[derive(Debug, Parser)]
#[command(name = "cargo xtask long", after_help = AFTER_HELP)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  cargo xtask long bench                     all figures, five minutes
  cargo xtask long bench chat --seconds 30   CPU per message only, for longer: time enough for a profiler
  cargo xtask long bench --record            and append them to docs/measured/server.tsv
  cargo xtask long table                     make docs/measured/README.md from that file
  cargo xtask long soak --rounds 20          log in, chat, log out, again and again: does memory grow?
  cargo xtask long mutants --shard 1/20      change the rules in many places: do the tests notice? (needs cargo-mutants)
  cargo xtask long fuzz jid --minutes 30     fuzz that target, and append how many inputs it tried to docs/measured/fuzz.tsv
  cargo xtask long peers                     measure the codec, addresses and the compiler beside others
  cargo xtask long cycles                    300 000 connections that are dropped before they have logged in

Exit codes: 0 done, 1 a message was lost, doubled or reordered, or something does not work.";

/// What to do
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Measure start, memory per session and CPU per message
    Bench(Bench),
    /// Let sessions come and go and see that memory does not grow
    Soak(Soak),
    /// Let connections come and go before they have authenticated, and see that memory does not grow
    Cycles(Cycles),
    /// Make docs/measured/README.md from the figures that were recorded
    Table,
}

/// `bench`
#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// What to measure; everything if nothing is named
    pub(crate) parts: Vec<Part>,
    #[command(flatten)]
    pub(crate) program: Program,
    /// How often the server is started
    #[arg(long, default_value_t = 20)]
    pub(crate) starts: usize,
    /// Idle sessions, each of an account of its own
    #[arg(long, default_value_t = 2000)]
    pub(crate) sessions: usize,
    /// Pairs that chat
    #[arg(long, default_value_t = 50)]
    pub(crate) pairs: usize,
    /// Seconds of each chat
    #[arg(long, default_value_t = 10)]
    pub(crate) seconds: u64,
    /// Chats, with TLS and without; the median counts
    #[arg(long, default_value_t = 5)]
    pub(crate) runs: usize,
    /// Append the figures to docs/measured/server.tsv
    #[arg(long)]
    pub(crate) record: bool,
}

/// `soak`
#[derive(Debug, Args)]
pub(crate) struct Soak {
    #[command(flatten)]
    pub(crate) program: Program,
    /// How often sessions come and go
    #[arg(long, default_value_t = 10)]
    pub(crate) rounds: usize,
    /// Sessions in each round
    #[arg(long, default_value_t = 500)]
    pub(crate) sessions: usize,
    /// Pairs that chat in each round
    #[arg(long, default_value_t = 50)]
    pub(crate) pairs: usize,
    /// Seconds of chat in each round
    #[arg(long, default_value_t = 3)]
    pub(crate) seconds: u64,
}

/// `cycles`
#[derive(Debug, Args)]
pub(crate) struct Cycles {
    #[command(flatten)]
    pub(crate) program: Program,
    /// Connections at each stage: header, TLS, SASL
    #[arg(long, default_value_t = 100_000)]
    pub(crate) cycles: usize,
    /// Append the figures to docs/measured/server.tsv
    #[arg(long)]
    pub(crate) record: bool,
}

/// The server
#[derive(Debug, Args)]
pub(crate) struct Program {
    /// The server's program
    #[arg(
        long,
        default_value = "target/release/xmpp-server",
        value_name = "FILE"
    )]
    pub(crate) server: PathBuf,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Time until the server takes connections
    Start,
    /// Memory, empty and for each idle session
    Memory,
    /// CPU for each message
    Chat,
}

impl Bench {
    pub(crate) fn parts(&self) -> Vec<Part> {
        match self.parts.as_slice() {
            [] => vec![Part::Start, Part::Memory, Part::Chat],
            parts => parts.to_vec(),
        }
    }
}
