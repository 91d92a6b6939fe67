//! Subscriptions (RFC 6121 §3), with what rosters say of them.

use crate::support::{Client, Place};

const GET: &str = "<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>";

/// Somebody who hears of changes to the roster.
async fn interested(place: &Place, name: &str, resource: &str) -> Client {
    let mut client = place.online(name, resource).await;
    client.send(GET).await;
    client.expect("id='roster'").await;
    client
}

async fn presence(client: &mut Client, type_: &str, to: &str) {
    client
        .send(&format!("<presence type='{type_}' to='{to}' id='p'/>"))
        .await;
}

/// RFC 6121 §3.4: announced as a stream feature; the approval is in the roster, and the request that comes later is granted
/// without a question.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_granted_in_advance() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut stranger = place.secure("localhost").await;
    stranger.open("localhost").await;
    stranger
        .authenticate("romeo", crate::support::PASSWORD)
        .await
        .unwrap();
    let features = stranger.open("localhost").await;
    for feature in [
        "<sub xmlns='urn:xmpp:features:pre-approval'/>",
        "<ver xmlns='urn:xmpp:features:rosterver'/>",
    ] {
        assert!(features.contains(feature), "{features}");
    }
    let mut juliet = interested(&place, "juliet", "balcony").await;
    presence(&mut juliet, "subscribed", "romeo@localhost").await;
    let push = juliet.expect("approved='true'").await;
    assert!(
        push.contains("jid='romeo@localhost'") && push.contains("subscription='none'"),
        "{push}"
    );
    let mut romeo = interested(&place, "romeo", "orchard").await;
    presence(&mut romeo, "subscribe", "juliet@localhost").await;
    romeo.expect("ask='subscribe'").await;
    romeo.expect("type='subscribed'").await;
    romeo.expect("from='juliet@localhost/balcony'").await;
    let heard = juliet.settle().await;
    assert!(
        heard
            .iter()
            .all(|stanza| !stanza.contains("type='subscribe'")),
        "nobody is asked: {heard:?}"
    );
    assert!(
        heard
            .iter()
            .any(|stanza| stanza.contains("subscription='from'")),
        "{heard:?}"
    );
}

/// RFC 6121 §3.2: who is no longer let in sees the other go, and hears why.
#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_is_revoked() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (mut romeo, mut juliet) = place.friends().await;
    romeo.settle().await;
    juliet.settle().await;
    presence(&mut juliet, "unsubscribed", "romeo@localhost").await;
    let gone = romeo.receive().await;
    assert!(
        gone.contains("from='juliet@localhost/balcony'") && gone.contains("type='unavailable'"),
        "{gone}"
    );
    let word = romeo.receive().await;
    assert!(
        word.contains("from='juliet@localhost'") && word.contains("type='unsubscribed'"),
        "{word}"
    );
    romeo.expect("subscription='from'").await;
    juliet.expect("subscription='to'").await;
    juliet
        .send("<presence><status>alone</status></presence>")
        .await;
    juliet.settle().await;
    assert_eq!(romeo.settle().await, Vec::<String>::new());
}

/// RFC 6121 §3.3, §2.5.2: who gives up a subscription, or the contact, says so.
#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_is_given_up() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (mut romeo, mut juliet) = place.friends().await;
    romeo.settle().await;
    juliet.settle().await;
    presence(&mut romeo, "unsubscribe", "juliet@localhost").await;
    juliet.expect("type='unsubscribe'").await;
    juliet.expect("subscription='to'").await;
    romeo.expect("subscription='from'").await;
    romeo.settle().await;
    juliet.settle().await;
    romeo
        .send(
            "<iq type='set' id='remove'><query xmlns='jabber:iq:roster'><item \
             jid='juliet@localhost' subscription='remove'/></query></iq>",
        )
        .await;
    romeo.expect("id='remove'").await;
    romeo.expect("subscription='remove'").await;
    juliet.expect("type='unsubscribed'").await;
    juliet.expect("subscription='none'").await;
}

/// RFC 6121 §3.1.3: a request with its content is kept for whom it is for, over a restart, and comes again until it is answered.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_kept_with_its_content() {
    let mut place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    romeo
        .send(
            "<presence type='subscribe' to='juliet@localhost/any'><status>let me in</status>\
             <x xmlns='urn:example:x'/></presence>",
        )
        .await;
    romeo.settle().await;
    place.stop().await;
    place.start().await;
    for _ in 0..2 {
        let mut juliet = place.login("juliet", "balcony").await;
        juliet.send("<presence/>").await;
        let request = juliet.expect("type='subscribe'").await;
        assert!(
            request.contains("from='romeo@localhost'")
                && request.contains("<status>let me in</status>")
                && request.contains("<x xmlns='urn:example:x'/>"),
            "{request}"
        );
        juliet.close().await;
    }
    let mut juliet = place.online("juliet", "balcony").await;
    presence(&mut juliet, "unsubscribed", "romeo@localhost").await;
    juliet.close().await;
    let mut juliet = place.online("juliet", "balcony").await;
    assert_eq!(juliet.settle().await, Vec::<String>::new());
}
