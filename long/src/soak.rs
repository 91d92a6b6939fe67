//! Sessions that come, chat and go: memory must not grow.

use std::sync::Arc;
use std::time::Duration;

use crate::chat::talk;
use crate::failure::Failure;
use crate::memory::{log_in, log_out};
use crate::options::Soak;
use crate::server::Place;
use crate::session::Way;
use crate::{accounts, process};

/// The first rounds fill what the allocator keeps; growth counts from here.
const SETTLED: usize = 2;

/// How much more may be kept after the last round than after the first ones: the allocator's own noise.
const SLACK: f64 = 1.1;

/// Runs the rounds, each with TLS and without.
#[expect(
    clippy::print_stdout,
    reason = "the figures are what the command is for"
)]
pub(crate) async fn run(soak: &Soak) -> Result<(), Failure> {
    let place = Arc::new(Place::new(&soak.program.server)?);
    accounts::make(&place.data(), soak.sessions.max(2 * soak.pairs)).await?;
    let server = place.start().await?;
    let ways = [
        Way::tls(Arc::clone(&place))?,
        Way::plain(Arc::clone(&place)),
    ];
    let mut kept = Vec::new();
    for round in 1..=soak.rounds {
        for way in &ways {
            log_out(log_in(way, soak.sessions).await?).await?;
            talk(&server, way, soak.pairs, soak.seconds).await?;
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
        let resident = process::resident(server.pid)? as f64 / 1e6;
        println!("round {round}: {resident:.1} MB");
        kept.push(resident);
    }
    server.stop().await?;
    let settled = kept.iter().take(SETTLED).copied().fold(0.0, f64::max);
    match kept.last() {
        Some(last) if kept.len() > SETTLED && *last > settled * SLACK => Err(format!(
            "memory grows: {settled:.1} MB after {SETTLED} rounds, {last:.1} MB at the end"
        )
        .into()),
        _ => Ok(()),
    }
}
