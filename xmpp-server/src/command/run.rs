//! Running the server.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use xmpp_core::service::Services;

use super::args::Args;
use super::{Failure, Terminal, limit, welcome};
use crate::server::Server;

/// What is logged where nothing else was asked for.
const USUAL_LOG: &str = "info";

pub(super) fn run(args: &Args, services: Services, terminal: &mut Terminal) -> Result<(), Failure> {
    let config = args.to_config()?;
    log(args.run.log.as_deref().unwrap_or(USUAL_LOG))?;
    limit::raise();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let signals = Signals::listen()?;
        let server = Server::builder(&config).services(services).start().await?;
        welcome::say(&server, &config, &args.place, terminal);
        signals.serve(&server).await;
        server.stop().await;
        Ok(())
    })
}

/// Logs to standard error.
fn log(filter: &str) -> Result<(), Failure> {
    let targets: Targets = filter
        .parse()
        .map_err(|error| format!("--log {filter}: {error}"))?;
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    tracing_subscriber::registry()
        .with(targets)
        .with(lines)
        .try_init()?;
    Ok(())
}

/// What the operator says to a server that runs.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Waits until the server is to stop.
    async fn serve(mut self, server: &Server) {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return,
                _ = self.interrupt.recv() => return,
                _ = self.hang_up.recv() => reload(server),
            }
        }
    }
}

fn reload(server: &Server) {
    let failed = server.tls().reload();
    for (domain, error) in &failed {
        tracing::error!(%domain, %error, "the old certificate stays");
    }
    tracing::info!(failed = failed.len(), "certificates were read again");
}
