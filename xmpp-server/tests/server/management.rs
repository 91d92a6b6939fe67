//! Stream management: what was lost on the way comes again, and sessions outlive their connections (XEP-0198).

use std::time::Duration;

use tokio::time::sleep;
use xmpp_server::config::Config;

use crate::support::{Client, DOMAIN, PASSWORD, Place};

/// A resumable session: the client, and what it calls the stream.
async fn resumable(place: &Place, name: &str) -> (Client, String) {
    let mut client = place.login(name, "phone").await;
    client
        .send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>")
        .await;
    let enabled = client.expect("<enabled").await;
    let id = enabled
        .split(" id='")
        .nth(1)
        .and_then(|rest| rest.split('\'').next());
    let id = id.expect("an id").to_owned();
    client.send("<presence/>").await;
    client.expect("<presence from=").await;
    (client, id)
}

/// A client that has logged in and asks to go on with an earlier stream; what the server says to that.
async fn resume(place: &Place, name: &str, id: &str, h: u32) -> (Client, String) {
    let mut client = place.secure(DOMAIN).await;
    client.open(DOMAIN).await;
    client.authenticate(name, PASSWORD).await.unwrap();
    let features = client.open(DOMAIN).await;
    assert!(
        features.contains("<sm xmlns='urn:xmpp:sm:3'/>"),
        "{features}"
    );
    client
        .send(&format!(
            "<resume xmlns='urn:xmpp:sm:3' h='{h}' previd='{id}'/>"
        ))
        .await;
    let answer = client.receive().await;
    (client, answer)
}

fn message(number: u32) -> String {
    format!("<message to='juliet@localhost' type='chat'><body>{number}</body></message>")
}

/// XEP-0198 §5: the connection is lost; what the client has not got comes when it is back, once and in order.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_loses_no_message() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.login("romeo", "orchard").await;
    let (mut juliet, id) = resumable(&place, "juliet").await;
    romeo.send(&(message(1) + &message(2))).await;
    juliet.expect("<body>1<").await;
    juliet.expect("<body>2<").await;
    drop(juliet);
    romeo.send(&message(3)).await;
    assert_eq!(
        romeo.settle().await,
        Vec::<String>::new(),
        "she is still there"
    );
    // Her own presence, and the first message: the second got lost as far as she knows.
    let (mut juliet, answer) = resume(&place, "juliet", &id, 2).await;
    assert_eq!(
        answer,
        format!("<resumed xmlns='urn:xmpp:sm:3' previd='{id}' h='1'/>")
    );
    assert!(juliet.receive().await.contains("<body>2<"));
    assert!(juliet.expect("<message").await.contains("<body>3<"));
    juliet.jid = "juliet@localhost/phone".to_owned();
    assert_eq!(place.server().sessions().await, 2);
    // It is the same session: the address is hers, and so is the presence that she sent before.
    romeo
        .send("<message to='juliet@localhost/phone' type='chat'><body>4</body></message>")
        .await;
    juliet.expect("<body>4<").await;
    juliet
        .send("<a xmlns='urn:xmpp:sm:3' h='5'/><r xmlns='urn:xmpp:sm:3'/>")
        .await;
    juliet.expect("<a xmlns='urn:xmpp:sm:3' h='1'/>").await;
    juliet.close().await;
    let mut again = place.online("juliet", "tablet").await;
    assert_eq!(
        again.settle().await,
        Vec::<String>::new(),
        "nothing was kept that she has"
    );
}

/// XEP-0198 §5: the old connection is still there, as far as the server knows.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_taken_from_the_connection_that_has_it() {
    let place = Place::with(&["juliet"]).await;
    let (mut old, id) = resumable(&place, "juliet").await;
    let (mut new, answer) = resume(&place, "juliet", &id, 1).await;
    assert!(answer.starts_with("<resumed "), "{answer}");
    old.expect("<conflict ").await;
    assert_eq!(old.receive().await, "</stream:stream>");
    assert_eq!(place.server().sessions().await, 1);
    assert_eq!(new.settle().await, Vec::<String>::new());
    drop(new);
    let (mut third, answer) = resume(&place, "juliet", &id, 2).await;
    assert!(
        answer.starts_with("<resumed "),
        "it can be resumed again: {answer}"
    );
    assert_eq!(third.settle().await, Vec::<String>::new());
}

/// XEP-0198 §5: nobody else's, none that was closed, and none that is forged; the client binds instead.
#[tokio::test(flavor = "multi_thread")]
async fn only_an_own_session_that_was_not_closed_is_resumed() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (juliet, id) = resumable(&place, "juliet").await;
    let (mut romeo, answer) = resume(&place, "romeo", &id, 0).await;
    let refused = "<failed xmlns='urn:xmpp:sm:3'><item-not-found \
                   xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>";
    assert_eq!(answer, refused);
    romeo.bind("orchard").await;
    juliet.close().await;
    let (mut juliet, answer) = resume(&place, "juliet", &id, 1).await;
    assert_eq!(answer, refused);
    juliet.bind("phone").await;
    assert_eq!(place.server().sessions().await, 2);
}

/// XEP-0198 §4: who does not come back in time has gone; what it has not acknowledged is kept (XEP-0160).
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_nobody_resumes_ends() {
    let quick = |config: &mut Config| config.limits.resume_seconds = 1;
    let place = Place::set_up(&["romeo", "juliet"], quick, |_| {}).await;
    let (mut romeo, juliet) = place.friends().await;
    juliet.close().await;
    romeo.expect("type='unavailable'").await;
    let (mut juliet, id) = resumable(&place, "juliet").await;
    juliet.expect("<presence from='romeo").await;
    romeo
        .expect("<presence from='juliet@localhost/phone'")
        .await;
    romeo.send(&message(1)).await;
    juliet.expect("<body>1<").await;
    drop(juliet);
    romeo.send(&message(2)).await;
    romeo.expect("type='unavailable'").await;
    let (_, answer) = resume(&place, "juliet", &id, 3).await;
    assert!(answer.starts_with("<failed "), "{answer}");
    let mut juliet = place.online("juliet", "tablet").await;
    for number in ["<body>1<", "<body>2<"] {
        let kept = juliet.expect(number).await;
        assert!(kept.contains("<delay xmlns='urn:xmpp:delay'"), "{kept}");
    }
}

/// XEP-0198 §4, XEP-0203: what was sent to a session that nobody resumes comes to another resource, and says since when it waited.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_session_leaves_behind_says_since_when() {
    let quick = |config: &mut Config| config.limits.resume_seconds = 1;
    let place = Place::set_up(&["romeo", "juliet"], quick, |_| {}).await;
    let mut romeo = place.login("romeo", "orchard").await;
    let (juliet, _) = resumable(&place, "juliet").await;
    let mut tablet = place.online("juliet", "tablet").await;
    drop(juliet);
    let to_phone = message(7).replace("juliet@localhost", "juliet@localhost/phone");
    romeo.send(&to_phone).await;
    let late = tablet.expect("<body>7<").await;
    let delay = "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='20";
    assert!(late.contains(delay), "{late}");
}

/// XEP-0160: messages that were kept are kept until the client acknowledges them, and come once.
#[tokio::test(flavor = "multi_thread")]
async fn messages_that_were_kept_survive_a_lost_connection() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.login("romeo", "orchard").await;
    for number in 0..100 {
        romeo.send(&message(number)).await;
    }
    romeo.settle().await;
    let (mut juliet, id) = resumable(&place, "juliet").await;
    for number in 0..10 {
        juliet.expect(&format!("<body>{number}<")).await;
    }
    drop(juliet);
    // Her presence and ten messages.
    let (mut juliet, answer) = resume(&place, "juliet", &id, 11).await;
    assert!(answer.starts_with("<resumed "), "{answer}");
    let mut h = 11;
    let mut next = 10;
    while next < 100 {
        let received = juliet.receive().await;
        if received.starts_with("<r ") {
            juliet
                .send(&format!("<a xmlns='urn:xmpp:sm:3' h='{h}'/>"))
                .await;
        } else {
            assert!(
                received.contains(&format!("<body>{next}<")),
                "{next}: {received}"
            );
            (h, next) = (h + 1, next + 1);
        }
    }
    juliet
        .send(&format!("<a xmlns='urn:xmpp:sm:3' h='{h}'/>"))
        .await;
    juliet.close().await;
    let mut again = place.online("juliet", "tablet").await;
    assert_eq!(again.settle().await, Vec::<String>::new());
}

/// A session that waits for its client is stored like any other when the server stops.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_keeps_what_waits() {
    let mut place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.login("romeo", "orchard").await;
    let (juliet, _) = resumable(&place, "juliet").await;
    drop(juliet);
    sleep(Duration::from_millis(200)).await;
    romeo.send(&message(1)).await;
    romeo.settle().await;
    place.stop().await;
    place.start().await;
    let mut juliet = place.online("juliet", "phone").await;
    juliet.expect("<body>1<").await;
}

/// RFC 6120 §7.7.2.2: another client takes the resource of a session that waits.
#[tokio::test(flavor = "multi_thread")]
async fn the_resource_of_a_session_that_waits_can_be_taken() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (juliet, id) = resumable(&place, "juliet").await;
    drop(juliet);
    sleep(Duration::from_millis(200)).await;
    let _other = place.online("juliet", "phone").await;
    let (_, answer) = resume(&place, "juliet", &id, 0).await;
    assert!(answer.starts_with("<failed "), "{answer}");
    assert_eq!(place.server().sessions().await, 1);
}

/// XEP-0352 §5: presence waits while nobody looks, messages do not, and what comes first is sent first.
#[tokio::test(flavor = "multi_thread")]
async fn presence_waits_while_nobody_looks() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (mut romeo, mut juliet) = place.friends().await;
    juliet.settle().await;
    juliet.send("<inactive xmlns='urn:xmpp:csi:0'/>").await;
    juliet.settle().await;
    romeo.send("<presence><show>away</show></presence>").await;
    romeo.settle().await;
    let nothing = tokio::time::timeout(Duration::from_millis(300), juliet.receive()).await;
    assert!(nothing.is_err(), "{nothing:?}");
    romeo.send(&message(1)).await;
    assert!(juliet.receive().await.contains("<show>away<"));
    assert!(juliet.receive().await.contains("<body>1<"));
    romeo.send("<presence><show>dnd</show></presence>").await;
    romeo.settle().await;
    juliet.send("<active xmlns='urn:xmpp:csi:0'/>").await;
    assert!(juliet.receive().await.contains("<show>dnd<"));
}

/// RFC 6120 §7.6.2.1: sessions that only wait to be resumed do not keep their account from logging in.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_waits_makes_room() {
    let place = Place::set_up(
        &["juliet"],
        |config: &mut Config| config.limits.resources = 2,
        |_| {},
    )
    .await;
    let (lost, id) = resumable(&place, "juliet").await;
    let _other = place.login("juliet", "balcony").await;
    drop(lost);
    let jid = "juliet@localhost".parse().unwrap();
    for _ in 0..200 {
        if place.server().waiting(&jid).await == 1 {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    let _third = place.login("juliet", "chamber").await;
    assert_eq!(place.server().sessions().await, 2);
    let (_, answer) = resume(&place, "juliet", &id, 0).await;
    assert!(answer.contains("<item-not-found "), "{answer}");
}
