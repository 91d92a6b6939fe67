//! `xmpp-client listen`.

use clap::Args;
use xmpp_client::{Event, RequestError};

use crate::account::AccountOptions;
use crate::failure::Failure;
use crate::report::{self, Format};

/// What `listen` is told.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// How to print what comes
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Ends after so many lines
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
}

/// Prints what comes until it is told to stop.
pub(crate) async fn run(account: AccountOptions, arguments: Arguments) -> Result<(), Failure> {
    let client = account.connect().await?;
    let events = client.events();
    // Who has asked for the roster hears of its changes (RFC 6121 §2.2).
    if let Err(RequestError::Closed) = client.roster().await {
        return Err(client.closed().await.into());
    }
    client.become_available().await?;
    let stopped = stopped();
    tokio::pin!(stopped);
    let mut left = arguments.count;
    while left != Some(0) {
        let event = tokio::select! {
            event = events.next() => event,
            () = &mut stopped => break,
        };
        match event {
            None => break,
            Some(Event::Disconnected(reason)) => return Err(reason.into()),
            // No stanza has come: it is not counted.
            Some(event @ (Event::Suspended(_) | Event::Resumed)) => report::note(&event),
            Some(event) if report::is_echo(&event, client.jid()) => {}
            Some(event) => {
                let Some(line) = report::line(&event, arguments.format) else {
                    continue;
                };
                if report::print(&line).is_err() {
                    break; // nobody reads any more
                }
                left = left.map(|left| left - 1);
            }
        }
    }
    client.close().await;
    Ok(())
}

/// Waits until somebody presses Ctrl-C, or the system says that it is time.
pub(crate) async fn stopped() {
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
