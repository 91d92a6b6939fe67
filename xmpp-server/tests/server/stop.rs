//! Stopping without losing anything.

use std::time::{Duration, Instant};

use crate::support::Place;

/// RFC 6120 §4.9.3.22
#[tokio::test(flavor = "multi_thread")]
async fn everybody_hears_of_it() {
    let mut place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut stranger = place.connect().await;
    let start = Instant::now();
    let (_, ()) = tokio::join!(romeo.expect("<system-shutdown"), place.stop());
    assert_eq!(romeo.receive().await, "</stream:stream>");
    assert!(
        start.elapsed() < Duration::from_secs(8),
        "{:?}",
        start.elapsed()
    );
    let said = crate::support::rest(&mut stranger).await;
    assert!(
        said.contains("<system-shutdown ") || said.is_empty(),
        "{said}"
    );
}

/// What was sent before the end is delivered or kept.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_before_arrives() {
    let mut place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut juliet = place.online("juliet", "balcony").await;
    let count = 300;
    for number in 0..count {
        let message = format!(
            "<message to='juliet@localhost' type='chat' id='{number}'><body>{number}</body></message>"
        );
        romeo.send(&message).await;
    }
    romeo.settle().await;
    let mut received = Vec::new();
    let listen = async {
        loop {
            let next = juliet.receive().await;
            if next.is_empty() || next.starts_with("</") {
                return;
            }
            received.push(next);
        }
    };
    tokio::join!(listen, place.stop());
    place.start().await;
    let mut juliet = place.online("juliet", "balcony").await;
    received.extend(juliet.settle().await);
    let mut ids: Vec<usize> = received
        .iter()
        .filter(|stanza| stanza.starts_with("<message"))
        .map(|stanza| {
            stanza
                .split(" id='")
                .nth(1)
                .unwrap()
                .split('\'')
                .next()
                .unwrap()
                .parse()
                .unwrap()
        })
        .collect();
    ids.dedup();
    assert_eq!(ids, (0..count).collect::<Vec<_>>());
}
