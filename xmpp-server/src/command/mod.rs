//! The command line.

mod args;
mod check_config;
mod jid_report;
mod limit;
mod password;
mod run;
mod terminal;
mod user;
mod welcome;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};
use xmpp_core::service::Services;

use args::{Args, Command};
use terminal::Terminal;

/// Does what the command line says.
pub fn main() -> ExitCode {
    serving(Services::new())
}

/// The same for a server that answers with these services too: the `main` of a server with extensions of its own.
///
/// ```no_run
/// # use xmpp_core::schema::ping::{self, Ping, PingHandler};
/// # use xmpp_core::service::{Cx, Services};
/// # struct Pong;
/// # impl PingHandler for Pong {
/// #     async fn get(&self, _: Cx<'_>, _: Ping) -> Result<(), xmpp_core::StanzaError> { Ok(()) }
/// # }
/// fn main() -> std::process::ExitCode {
///     xmpp_server::command::serving(Services::new().with(ping::service(Pong)))
/// }
/// ```
pub fn serving(services: Services) -> ExitCode {
    let args = Args::parse();
    let mut terminal = Terminal::new();
    if args.command.is_some() && args.run.is_given() {
        let text = "--domain, --listen, --listen-tls and --log are for running the server, not for commands";
        Args::command()
            .error(ErrorKind::ArgumentConflict, text)
            .exit();
    }
    let outcome = match &args.command {
        None => run::run(&args, services, &mut terminal),
        Some(Command::User(user)) => user::run(user, &args.place, &mut terminal),
        Some(Command::CheckConfig(check)) => check_config::run(check, &mut terminal),
        Some(Command::JidReport(report)) => jid_report::run(report, &args.place, &mut terminal),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal.complain(failure);
            ExitCode::FAILURE
        }
    }
}

/// Why a command has failed; its text is for people.
type Failure = Box<dyn std::error::Error>;
