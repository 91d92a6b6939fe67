//! Connections that come and go before anybody has authenticated: memory must come back to where it was.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::failure::Failure;
use crate::options::Cycles;
use crate::record::Figure;
use crate::server::Place;
use crate::session::{Stage, Way};
use crate::{accounts, process};

/// Connections that are under way at once.
const AT_ONCE: usize = 16;

/// One cycle of so many is for warming up: what the allocator keeps is there before the memory is read.
const WARMS: usize = 5;

/// How many per cent more memory may be in use afterwards.
const SLACK: f64 = 5.0;

/// How long the server is left alone before its memory is read.
const REST: Duration = Duration::from_secs(3);

/// Connects and drops the connection, again and again, at each stage.
#[expect(
    clippy::print_stdout,
    reason = "the figures are what the command is for"
)]
pub(crate) async fn run(cycles: &Cycles) -> Result<Vec<Figure>, Failure> {
    let place = Arc::new(Place::new(&cycles.program.server)?);
    accounts::make(&place.data(), 1).await?;
    let server = place.start().await?;
    let (plain, tls) = (
        Way::plain(Arc::clone(&place)),
        Way::tls(Arc::clone(&place))?,
    );
    let stages = [
        ("header", &plain, Stage::Header),
        ("TLS", &tls, Stage::Tls),
        ("SASL", &tls, Stage::Sasl),
    ];
    let (mut figures, mut grown) = (Vec::new(), Vec::new());
    for (name, way, stage) in stages {
        come_and_go(way, stage, cycles.cycles / WARMS).await?;
        tokio::time::sleep(REST).await;
        let before = process::resident(server.pid)? as f64 / 1e6;
        let begun = Instant::now();
        come_and_go(way, stage, cycles.cycles).await?;
        let seconds = begun.elapsed().as_secs_f64();
        tokio::time::sleep(REST).await;
        let after = process::resident(server.pid)? as f64 / 1e6;
        let count = cycles.cycles;
        let how = format!(
            "{count} connections in {seconds:.0} s; {before:.2} MB before, {after:.2} MB after"
        );
        let name = format!("growth by connections dropped at {name}");
        let growth = (after / before - 1.0) * 100.0;
        let figure = Figure::new(&name, growth, "%", Some(SLACK), &how);
        println!("{figure}");
        figures.push(figure);
        if growth > SLACK {
            grown.push(how);
        }
    }
    server.stop().await?;
    match grown.as_slice() {
        [] => Ok(figures),
        grown => Err(format!("memory grows: {}", grown.join("; ")).into()),
    }
}

async fn come_and_go(way: &Way, stage: Stage, count: usize) -> Result<(), Failure> {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let account = accounts::account(0)?;
    let mut visits: JoinSet<Result<(), Failure>> = JoinSet::new();
    for number in 0..count {
        let turn = Arc::clone(&turns).acquire_owned().await;
        let turn = turn.map_err(|error| error.to_string())?;
        let (way, account) = (way.clone(), account.clone());
        visits.spawn(async move {
            let _turn = turn;
            way.drop_at(&account, stage).await
        });
        while let Some(visit) = visits.try_join_next() {
            visit.map_err(|error| error.to_string())??;
        }
        if number % 20_000 == 19_999 {
            eprintln!("  {} of {count} at {stage:?}", number + 1);
        }
    }
    while let Some(visit) = visits.join_next().await {
        visit.map_err(|error| error.to_string())??;
    }
    Ok(())
}
