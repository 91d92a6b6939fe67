//! What a message costs the server: pairs that answer each other as fast as they can.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use xmpp_core::Jid;
use xmpp_core::schema::stanza::Message;

use crate::failure::Failure;
use crate::memory::{log_in, log_out};
use crate::options::Bench;
use crate::record::{Figure, median};
use crate::server::{Place, Server};
use crate::session::{Session, Way};
use crate::{accounts, process};

/// How long the pairs talk before anything is counted.
const WARM_UP: Duration = Duration::from_secs(2);

/// How long each body is.
const BODY: usize = 100;

/// CPU for each message, with TLS and without.
pub(crate) async fn measure(bench: &Bench) -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    for (name, aim) in [("no TLS", 20.0), ("TLS", 20.0)] {
        let place = Arc::new(Place::new(&bench.program.server)?);
        accounts::make(&place.data(), 2 * bench.pairs).await?;
        let server = place.start().await?;
        let way = match name {
            "TLS" => Way::tls(Arc::clone(&place))?,
            _ => Way::plain(Arc::clone(&place)),
        };
        eprintln!("  {name}, server {}", server.pid);
        let (mut costs, mut rates) = (Vec::new(), Vec::new());
        for _ in 0..bench.runs {
            let talked = talk(&server, &way, bench.pairs, bench.seconds).await?;
            costs.push(talked.cpu.as_secs_f64() * 1e6 / talked.messages as f64);
            rates.push(talked.messages as f64 / talked.seconds);
        }
        costs.sort_by(f64::total_cmp);
        let spread = format!("{:.1} to {:.1}", costs[0], costs[costs.len() - 1]);
        let how = format!(
            "{} pairs, {} runs of {} s, {spread} us, {:.0} messages/s on a shared machine; each numbered, none lost, doubled or out of order",
            bench.pairs,
            bench.runs,
            bench.seconds,
            median(&mut rates)
        );
        let name = format!("CPU of a message, {name}");
        figures.push(Figure::new(
            &name,
            median(&mut costs),
            "us",
            Some(aim),
            &how,
        ));
        server.stop().await?;
    }
    Ok(figures)
}

/// What came of a chat.
pub(crate) struct Talked {
    messages: u64,
    cpu: Duration,
    seconds: f64,
}

/// Lets pairs talk for so long. Each message carries its number, and each side checks that it is the next.
pub(crate) async fn talk(
    server: &Server,
    way: &Way,
    pairs: usize,
    seconds: u64,
) -> Result<Talked, Failure> {
    let mut sessions = log_in(way, 2 * pairs).await?;
    let (count, stop) = (
        Arc::new(AtomicU64::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let mut talks = JoinSet::new();
    while let (Some(one), Some(other)) = (sessions.pop(), sessions.pop()) {
        let (count, stop) = (Arc::clone(&count), Arc::clone(&stop));
        talks.spawn(async move { pair(one, other, &count, &stop).await });
    }
    tokio::time::sleep(WARM_UP).await;
    let before = (count.load(Ordering::SeqCst), process::cpu(server.pid)?);
    let begun = std::time::Instant::now();
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let messages = count.load(Ordering::SeqCst) - before.0;
    let cpu = process::cpu(server.pid)? - before.1;
    let seconds = begun.elapsed().as_secs_f64();
    stop.store(true, Ordering::SeqCst);
    let mut ended = Vec::new();
    while let Some(talk) = talks.join_next().await {
        let (one, other) = talk.map_err(|error| error.to_string())??;
        ended.extend([one, other]);
    }
    log_out(ended).await?;
    if messages == 0 {
        return Err("no message arrived".into());
    }
    Ok(Talked {
        messages,
        cpu,
        seconds,
    })
}

/// One message under way at a time: there, and back.
async fn pair(
    mut one: Session,
    mut other: Session,
    count: &AtomicU64,
    stop: &AtomicBool,
) -> Result<(Session, Session), Failure> {
    let (first, second) = (one.address()?, other.address()?);
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        exchange(&mut one, &mut other, &second, number).await?;
        exchange(&mut other, &mut one, &first, number).await?;
        count.fetch_add(2, Ordering::Relaxed);
        number += 1;
    }
    for session in [&mut one, &mut other] {
        let more = session.ping().await?.len();
        if more > 0 {
            return Err(format!("{more} messages came twice").into());
        }
    }
    Ok((one, other))
}

async fn exchange(
    from: &mut Session,
    to: &mut Session,
    address: &Jid,
    number: u64,
) -> Result<(), Failure> {
    let body = format!("{number:0BODY$}");
    from.send(&Message::chat(address.clone(), body.as_str()))
        .await?;
    loop {
        let stanza = to.next().await?;
        let message: Option<Message> = stanza.element.decode(&mut ());
        let Some(message) = message else {
            continue; // Presence.
        };
        return match message.body() {
            Some(text) if text == body => Ok(()),
            other => Err(format!("{body} was expected, and {other:?} came").into()),
        };
    }
}
