//! Messages for those who are away (XEP-0160, XEP-0203).

use std::time::Duration;

use crate::support::Place;

fn message(number: usize) -> String {
    format!(
        "<message to='juliet@localhost' type='chat' id='{number}'><body>{number}</body></message>"
    )
}

fn ids(received: &[String]) -> Vec<usize> {
    let id = |stanza: &String| {
        stanza
            .split(" id='")
            .nth(1)?
            .split('\'')
            .next()?
            .parse()
            .ok()
    };
    received
        .iter()
        .filter(|stanza| stanza.starts_with("<message"))
        .filter_map(id)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_kept_until_somebody_takes_them() {
    let mut place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    for number in 0..200 {
        romeo.send(&message(number)).await;
    }
    assert_eq!(romeo.settle().await, Vec::<String>::new());
    romeo.close().await;
    place.stop().await;
    place.start().await;

    // RFC 6121 §8.5.2.2.1: a negative priority takes none.
    let mut juliet = place.login("juliet", "balcony").await;
    juliet
        .send("<presence><priority>-1</priority></presence>")
        .await;
    assert_eq!(ids(&juliet.settle().await), Vec::<usize>::new());
    juliet.send("<presence/>").await;
    let last = juliet.expect("id='199'").await;
    assert!(
        last.contains("<delay xmlns='urn:xmpp:delay' from='localhost' stamp='20"),
        "{last}"
    );
    assert!(
        last.contains("from='romeo@localhost/orchard'") && last.contains("<body>199</body>"),
        "{last}"
    );
    juliet.close().await;
    let mut juliet = place.online("juliet", "balcony").await;
    assert_eq!(
        ids(&juliet.settle().await),
        Vec::<usize>::new(),
        "they come once"
    );
}

/// However somebody comes back while somebody else writes: everything arrives, once, in its order.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_when_somebody_comes_back() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let count = 600;
    let writing = tokio::spawn(async move {
        for number in 0..count {
            romeo.send(&message(number)).await;
            if number % 7 == 0 {
                romeo.settle().await;
            }
        }
        romeo.settle().await;
        romeo
    });
    let mut received = Vec::new();
    for round in 0.. {
        let mut juliet = place.login("juliet", "balcony").await;
        juliet.send("<presence/>").await;
        // What was kept may come before the own presence does.
        loop {
            let next = juliet.receive().await;
            if next.starts_with("<presence from=") {
                break;
            }
            received.extend(ids(&[next]));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        let is_last = writing.is_finished();
        // No more is sent to this session; what was sent is taken.
        juliet.send("<presence type='unavailable'/>").await;
        received.extend(ids(&juliet.settle().await));
        received.extend(ids(&juliet.close().await));
        if is_last {
            assert!(round > 0);
            break;
        }
    }
    let expected: Vec<usize> = (0..count).collect();
    assert_eq!(received, expected);
    writing.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_keeps_so_many_and_no_more() {
    let limit = |config: &mut xmpp_server::config::Config| config.limits.offline_messages = 3;
    let place = Place::set_up(&["romeo", "juliet"], limit, |_| {}).await;
    let mut romeo = place.online("romeo", "orchard").await;
    for number in 0..5 {
        romeo.send(&message(number)).await;
    }
    let returned = romeo.settle().await;
    assert_eq!(ids(&returned), [3, 4], "{returned:#?}");
    assert!(
        returned
            .iter()
            .all(|stanza| stanza.contains("<service-unavailable")),
        "{returned:#?}"
    );
    let mut juliet = place.online("juliet", "balcony").await;
    juliet.expect("id='2'").await;
}

/// How many messages are written before it is waited until the server has done with them.
const ON_THE_WAY: usize = 200;

/// What waits for a client that has stopped reading is kept when it is given up.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_lost_client_has_not_taken_is_kept() {
    let small = |config: &mut xmpp_server::config::Config| {
        config.limits.mailbox_size = 64 * 1024;
        config.limits.offline_messages = 10_000;
    };
    let place = Place::set_up(&["romeo", "juliet"], small, |_| {}).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let deaf = place.online("juliet", "balcony").await;
    let text = "x".repeat(2000);
    let count = 8000;
    for number in 0..count {
        let stanza = format!(
            "<message to='juliet@localhost' type='chat' id='{number}'><body>{text}</body></message>"
        );
        romeo.send(&stanza).await;
        // What is on its way is stored before an answer to a ping comes: as much as that takes, and not what the kernel holds.
        if number % ON_THE_WAY == ON_THE_WAY - 1 {
            assert_eq!(romeo.settle().await, Vec::<String>::new());
            if place.server().sessions().await == 1 {
                break;
            }
        }
    }
    assert_eq!(romeo.settle().await, Vec::<String>::new());
    assert_eq!(
        place.server().sessions().await,
        1,
        "the deaf one was given up"
    );
    romeo
        .send("<message to='juliet@localhost' type='chat' id='999999'><body/></message>")
        .await;
    romeo.settle().await;

    // What it had not taken comes to the next client, without a gap.
    let mut juliet = place.online("juliet", "chamber").await;
    let mut received = Vec::new();
    while received.last() != Some(&999_999) {
        received.extend(ids(&[juliet.receive().await]));
    }
    received.pop();
    let gaps = received
        .windows(2)
        .filter(|pair| pair[1] != pair[0] + 1)
        .count();
    assert_eq!(gaps, 0, "{received:?}");
    assert!(received.len() > 10, "{received:?}");
    drop(deaf);
}
