//! `xmpp-client`: sends, listens and chats from the command line.

mod account;
mod chat;
mod failure;
mod listen;
mod report;
mod send;
mod token;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use account::AccountOptions;
use failure::Failure;

/// Sends messages, listens and chats over XMPP.
///
/// The account comes from options, from the environment, or from a file; options win. The server is found by its DNS records
/// unless --address names it. TLS is always used, and the certificate must be for the domain of the account: signed by an
/// authority of the system, by one in a file (--ca), or be the one with a given fingerprint (--fingerprint).
#[derive(Debug, Parser)]
#[command(name = "xmpp-client", version, after_long_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    account: AccountOptions,
    /// Says what happens on the way, on standard error. Twice says more
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Sends one message; fails if the server does not take it
    Send(send::Arguments),
    /// Becomes available and prints what comes, one line each
    Listen(listen::Arguments),
    /// Sends the lines of standard input and prints what comes; `/help` in it lists the commands
    Chat(chat::Arguments),
}

const EXAMPLES: &str = "\
Examples:
  A server on this machine, known by the fingerprint that it prints:
    xmpp-client --jid romeo@localhost --address localhost:5222 --fingerprint AB:CD:… chat juliet@localhost
  A message from a script, with the password in a file:
    xmpp-client --jid romeo@example.net --password-file ~/.romeo send juliet@example.net 'Good night'
    uptime | xmpp-client send admin@example.net -
  What comes, for a program to read:
    xmpp-client listen --format json | jq .body

The file ~/.config/xmpp-client.toml (or --config FILE) may hold:
  jid = \"romeo@example.net\"
  password-file = \"/home/romeo/.romeo\"    # or: password = \"…\"
  address = \"xmpp.example.net:5222\"       # also: direct-tls, ca, fingerprint

Exit codes: 0 ok, 1 failed, 2 wrong usage.";

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log(arguments.verbose);
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure::new(error.to_string()));
    let done = runtime.and_then(|runtime| runtime.block_on(run(arguments)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let account = arguments.account;
    match arguments.command {
        Command::Send(arguments) => send::run(account, arguments).await,
        Command::Listen(arguments) => listen::run(account, arguments).await,
        Command::Chat(arguments) => chat::run(account, arguments).await,
    }
}

/// What the libraries have to say, on standard error.
fn log(verbose: u8) {
    let (ours, others) = match verbose {
        0 => (LevelFilter::ERROR, LevelFilter::ERROR),
        1 => (LevelFilter::DEBUG, LevelFilter::WARN),
        _ => (LevelFilter::TRACE, LevelFilter::DEBUG),
    };
    let targets = Targets::new()
        .with_target("xmpp_client", ours)
        .with_default(others);
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr))
        .with(targets)
        .init();
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
