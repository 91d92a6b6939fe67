//! Presence: who hears of whom (RFC 6121 §3, §4).

use crate::support::Place;

#[tokio::test(flavor = "multi_thread")]
async fn friends_see_each_other_come_and_go() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (mut romeo, mut juliet) = place.friends().await;
    romeo.settle().await;
    juliet.settle().await;

    romeo
        .send("<presence><show>away</show><x xmlns='urn:x'  a='1'/></presence>")
        .await;
    let seen = juliet.receive().await;
    let expected = "<presence from='romeo@localhost/orchard' to='juliet@localhost'><show>away</show>\
                    <x xmlns='urn:x'  a='1'/></presence>";
    assert_eq!(seen, expected);

    // RFC 6121 §4.3: who comes later hears what is.
    let mut chamber = place.online("juliet", "chamber").await;
    let seen = chamber.settle().await;
    assert!(
        seen.iter()
            .any(|stanza| stanza.contains("orchard") && stanza.contains("away")),
        "{seen:#?}"
    );
    assert!(
        seen.iter()
            .any(|stanza| stanza.contains("from='juliet@localhost/balcony'")),
        "{seen:#?}"
    );
    juliet.settle().await;

    // RFC 6121 §4.5.2: a client that vanishes is seen to go.
    romeo.settle().await;
    drop(romeo);
    for client in [&mut juliet, &mut chamber] {
        let gone = client.expect("type='unavailable'").await;
        assert!(gone.contains("from='romeo@localhost/orchard'"), "{gone}");
    }
}

/// RFC 6121 §4.6.3: those to whom somebody has shown themselves hear that they go.
#[tokio::test(flavor = "multi_thread")]
async fn directed_presence_is_taken_back() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut juliet = place.online("juliet", "balcony").await;
    romeo
        .send("<presence to='juliet@localhost/balcony'/>")
        .await;
    let seen = juliet.receive().await;
    assert_eq!(
        seen,
        "<presence from='romeo@localhost/orchard' to='juliet@localhost/balcony'/>"
    );
    romeo.send("<presence><show>dnd</show></presence>").await;
    romeo.settle().await;
    assert_eq!(
        juliet.settle().await,
        Vec::<String>::new(),
        "not subscribed"
    );
    romeo.close().await;
    let gone = juliet.receive().await;
    assert!(
        gone.contains("type='unavailable'") && gone.contains("from='romeo@localhost/orchard'"),
        "{gone}"
    );
}

/// RFC 6121 §3.1.3: a request waits for whoever comes.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_waits_for_its_answer() {
    let mut place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    romeo.send("<presence type='subscribe' to='juliet@localhost' id='s'><status>please</status></presence>").await;
    romeo.settle().await;
    place.stop().await;
    place.start().await;
    for _ in 0..2 {
        let mut juliet = place.online("juliet", "balcony").await;
        let request = juliet.expect("type='subscribe'").await;
        assert!(
            request.contains("from='romeo@localhost'") && request.contains("please"),
            "{request}"
        );
        juliet.close().await;
    }
    let mut juliet = place.online("juliet", "balcony").await;
    juliet
        .send("<presence type='unsubscribed' to='romeo@localhost'/>")
        .await;
    juliet.settle().await;
    juliet.close().await;
    let mut juliet = place.online("juliet", "balcony").await;
    assert_eq!(
        juliet.settle().await,
        Vec::<String>::new(),
        "it was answered"
    );
    let mut romeo = place.login("romeo", "orchard").await;
    romeo
        .send("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>")
        .await;
    let roster = romeo.receive().await;
    assert!(
        roster.contains("jid='juliet@localhost'") && !roster.contains("ask"),
        "{roster}"
    );
}

/// RFC 6121 §4.3.2: a stranger's probe tells nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_learns_nothing_from_a_probe() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let _juliet = place.online("juliet", "balcony").await;
    for name in ["juliet", "nobody"] {
        romeo
            .send(&format!("<presence type='probe' to='{name}@localhost'/>"))
            .await;
    }
    let seen = romeo.settle().await;
    assert!(
        seen.iter().all(|stanza| !stanza.contains("balcony")),
        "{seen:#?}"
    );
}
