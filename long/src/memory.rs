//! What an empty server weighs, and each idle session.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::failure::Failure;
use crate::options::Bench;
use crate::record::Figure;
use crate::server::{Place, Server};
use crate::session::{Session, Way};
use crate::{accounts, process};

/// Logins that are under way at once.
const AT_ONCE: usize = 16;

/// How long the server is left alone before its memory is read.
const REST: Duration = Duration::from_secs(5);

/// Logs in, reads the memory, logs out; twice, since a leak would show in the second round.
pub(crate) async fn measure(bench: &Bench) -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    for (way, aim) in [("TLS", 14.0), ("no TLS", 6.0)] {
        let place = Arc::new(Place::new(&bench.program.server)?);
        accounts::make(&place.data(), bench.sessions).await?;
        let server = place.start().await?;
        tokio::time::sleep(REST).await;
        let empty = process::resident(server.pid)?;
        if way == "TLS" {
            let megabytes = empty as f64 / 1e6;
            let how = "5 s after the start".to_owned();
            figures.push(Figure::new(
                "empty server",
                megabytes,
                "MB",
                Some(12.0),
                &how,
            ));
        }
        let way_in = match way {
            "TLS" => Way::tls(Arc::clone(&place))?,
            _ => Way::plain(Arc::clone(&place)),
        };
        let (each, left) = round(&server, &way_in, bench.sessions, empty).await?;
        let (again, left_again) = round(&server, &way_in, bench.sessions, empty).await?;
        let how = format!("{} sessions of as many accounts", bench.sessions);
        let name = format!("idle session, {way}");
        figures.push(Figure::new(&name, each, "kB", Some(aim), &how));
        let name = format!("idle session, {way}, logged in again");
        figures.push(Figure::new(&name, again, "kB", Some(aim), &how));
        let how = format!("after the second log out; after the first {left:.2} MB");
        let name = format!("kept when all are gone, {way}");
        figures.push(Figure::new(&name, left_again, "MB", None, &how));
        server.stop().await?;
    }
    Ok(figures)
}

/// Kilobytes for each session, and megabytes that are left when all are gone.
async fn round(
    server: &Server,
    way: &Way,
    count: usize,
    empty: u64,
) -> Result<(f64, f64), Failure> {
    let sessions = log_in(way, count).await?;
    tokio::time::sleep(REST).await;
    let full = process::resident(server.pid)?;
    log_out(sessions).await?;
    tokio::time::sleep(REST).await;
    let left = process::resident(server.pid)?;
    Ok((
        full.saturating_sub(empty) as f64 / 1e3 / count as f64,
        left.saturating_sub(empty) as f64 / 1e6,
    ))
}

/// Logs the first accounts in, each once, and waits until each is available.
pub(crate) async fn log_in(way: &Way, count: usize) -> Result<Vec<Session>, Failure> {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut logins = JoinSet::new();
    for number in 0..count {
        let (way, turns) = (way.clone(), Arc::clone(&turns));
        logins.spawn(async move {
            let _turn = turns
                .acquire_owned()
                .await
                .map_err(|error| error.to_string())?;
            let mut session = way.log_in(&accounts::account(number)?).await?;
            session.appear().await?;
            Ok::<_, Failure>((number, session))
        });
    }
    let mut sessions = Vec::with_capacity(count);
    while let Some(login) = logins.join_next().await {
        let (number, session) = login.map_err(|error| error.to_string())??;
        sessions.push((number, session));
        if sessions.len() % 500 == 0 {
            eprintln!("  {} of {count} logged in", sessions.len());
        }
    }
    sessions.sort_by_key(|(number, _)| *number);
    Ok(sessions.into_iter().map(|(_, session)| session).collect())
}

/// Logs all of them out.
pub(crate) async fn log_out(sessions: Vec<Session>) -> Result<(), Failure> {
    let mut endings = JoinSet::new();
    for session in sessions {
        endings.spawn(session.log_out());
    }
    while let Some(ending) = endings.join_next().await {
        ending.map_err(|error| error.to_string())??;
    }
    Ok(())
}
