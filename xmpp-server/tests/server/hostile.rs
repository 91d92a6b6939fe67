//! Bad input: the right answer, and nobody else is disturbed.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::time::{Instant, sleep, timeout};

use crate::support::{DOMAIN, PASSWORD, Place, rest};

const OPEN: &str = "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' \
                    xmlns:stream='http://etherx.jabber.org/streams'>";

/// RFC 6120 §4.9.3: each gets its error, and the server lives on.
#[tokio::test(flavor = "multi_thread")]
async fn bad_streams_end_with_the_right_error() {
    let place = Place::with(&["juliet"]).await;
    let mut juliet = place.online("juliet", "balcony").await;
    let large = format!("{OPEN}<starttls a='{}'/>", "x".repeat(20_000));
    let cases: &[(&str, &str)] = &[
        ("<stream:stream", ""),
        ("\0\0\0\0", "unsupported-encoding"),
        ("GET / HTTP/1.1\r\n\r\n", "not-well-formed"),
        ("<!DOCTYPE x>", "restricted-xml"),
        (
            "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='urn:x'>",
            "invalid-namespace",
        ),
        (
            "<stream:stream to='elsewhere.example' version='1.0' xmlns='jabber:client' \
          xmlns:stream='http://etherx.jabber.org/streams'>",
            "host-unknown",
        ),
        (&large, "policy-violation"),
    ];
    for (bytes, condition) in cases {
        let mut wire = place.connect().await;
        wire.write_all(bytes.as_bytes()).await.unwrap();
        if condition.is_empty() {
            continue; // It is closed in the middle of a tag.
        }
        let said = rest(&mut wire).await;
        assert!(said.contains(&format!("<{condition} ")), "{bytes}: {said}");
        assert!(
            said.ends_with("</stream:error></stream:stream>"),
            "{bytes}: {said}"
        );
    }
    assert_eq!(juliet.settle().await, Vec::<String>::new());
}

/// RFC 6120 §4.9.3.1: after logging in as well; the others do not notice.
#[tokio::test(flavor = "multi_thread")]
async fn a_bad_stanza_ends_its_own_stream_only() {
    let limit = |config: &mut xmpp_server::config::Config| config.limits.stanza_size = 20_000;
    let place = Place::set_up(&["romeo", "juliet"], limit, |_| {}).await;
    let mut juliet = place.online("juliet", "balcony").await;
    let large = format!("<message><body>{}</body></message>", "x".repeat(20_000));
    let cases = [
        ("<message></presence>", "not-well-formed"),
        (
            "<message><body>&unknown;</body></message>",
            "restricted-xml",
        ),
        ("<message xmlns='jabber:server'/>", "invalid-namespace"),
        ("<something xmlns='urn:x'/>", "unsupported-stanza-type"),
        ("<!-- -->", "restricted-xml"),
        (&large, "policy-violation"),
    ];
    for (stanza, condition) in cases {
        let mut romeo = place.login("romeo", "orchard").await;
        romeo.send(stanza).await;
        let error = romeo.receive().await;
        assert!(error.contains(&format!("<{condition} ")), "{error}");
        assert_eq!(romeo.receive().await, "</stream:stream>");
        assert_eq!(romeo.receive().await, "");
    }
    assert_eq!(juliet.settle().await, Vec::<String>::new());
    for _ in 0..200 {
        if place.server().sessions().await == 1 {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(place.server().sessions().await, 1);
}

/// RFC 6120 §6.5.4, §6.4.5
#[tokio::test(flavor = "multi_thread")]
async fn bad_base64_is_refused_and_patience_ends() {
    let place = Place::with(&["juliet"]).await;
    let mut client = place.secure(DOMAIN).await;
    client.open(DOMAIN).await;
    let auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>=A=</auth>";
    for _ in 0..4 {
        client.send(auth).await;
        let answer = client.receive().await;
        assert!(answer.contains("<incorrect-encoding/>"), "{answer}");
    }
    client.expect("<policy-violation").await;
    assert_eq!(client.receive().await, "</stream:stream>");
}

/// RFC 6120 §13.12: who says nothing, or says it too slowly, is shown out; so is who begins TLS and stops.
#[tokio::test(flavor = "multi_thread")]
async fn silent_sockets_are_closed() {
    let quick = |config: &mut xmpp_server::config::Config| config.limits.login_seconds = 1;
    let place = Place::set_up(&["juliet"], quick, |_| {}).await;
    let start = Instant::now();
    let mut silent = place.connect().await;
    let mut slow = place.connect().await;
    slow.write_all(OPEN.as_bytes()).await.unwrap();
    let mut stuck = place.connect().await;
    stuck.write_all(OPEN.as_bytes()).await.unwrap();
    stuck
        .write_all(b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
        .await
        .unwrap();
    for wire in [&mut silent, &mut slow] {
        let said = rest(wire).await;
        assert!(said.contains("<policy-violation "), "{said}");
    }
    let said = rest(&mut stuck).await;
    assert!(
        said.ends_with("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
        "{said}"
    );
    assert!(
        start.elapsed() < Duration::from_secs(8),
        "{:?}",
        start.elapsed()
    );
    drop((silent, slow, stuck));
    for _ in 0..200 {
        if place.server().connections() == 0 {
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("{} connections are left", place.server().connections());
}

/// A crowd that says nothing keeps others neither from chatting nor from logging in: who has waited longest has to go.
#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_of_strangers_disturbs_nobody() {
    let few = |config: &mut xmpp_server::config::Config| config.limits.handshakes = 8;
    let place = Place::set_up(&["romeo", "juliet"], few, |_| {}).await;
    let mut juliet = place.online("juliet", "balcony").await;
    let mut crowd = Vec::new();
    for _ in 0..64 {
        crowd.push(place.connect().await);
    }
    timeout(Duration::from_secs(1), juliet.settle())
        .await
        .expect("she is not disturbed");
    rest(&mut crowd[64 - 8 - 1]).await; // Now all of them were let in.
    let login = timeout(Duration::from_secs(5), place.login("romeo", "orchard"));
    let _romeo = login.await.expect("there is room for who logs in");
    let said = rest(&mut crowd[0]).await;
    assert!(said.contains("<resource-constraint "), "{said}");
    let connections = place.server().connections();
    assert!(connections <= 2 + 8, "{connections}");
}

/// Clients that have logged in and get no resource are strangers as well: they are no reason to turn others away. With an account
/// that has all its resources, 500 of them once kept everybody out for a minute.
#[tokio::test(flavor = "multi_thread")]
async fn those_who_get_no_resource_keep_nobody_out() {
    let few = |config: &mut xmpp_server::config::Config| {
        config.limits.handshakes = 3;
        config.limits.resources = 1;
    };
    let place = Place::set_up(&["romeo", "juliet"], few, |_| {}).await;
    let _juliet = place.online("juliet", "balcony").await;
    let mut refused = Vec::new();
    for _ in 0..4 {
        let mut client = place.secure(DOMAIN).await;
        client.open(DOMAIN).await;
        client.authenticate("juliet", PASSWORD).await.unwrap();
        client.open(DOMAIN).await;
        client
            .send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
            .await;
        client.expect("<resource-constraint").await;
        refused.push(client);
    }
    let login = timeout(Duration::from_secs(5), place.login("romeo", "orchard"));
    login.await.expect("there is room for him");
    refused[0].expect("<stream:error").await;
}

/// Who asks without listening is not answered for ever: what waits is bounded, and the others are served.
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_requests_is_bounded() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut juliet = place.online("juliet", "balcony").await;
    let mut romeo = place.login("romeo", "orchard").await;
    let request = "<iq type='get' id='d' to='localhost'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";
    let requests = request.repeat(100);
    let mut sent = 0;
    let flooded = timeout(Duration::from_secs(5), async {
        while romeo.try_send(&requests).await.is_ok() {
            sent += requests.len();
        }
    });
    // It is not read any more: TCP is full, and there it stops.
    assert!(
        flooded.await.is_err(),
        "{sent} bytes were taken, then the stream was ended"
    );
    assert!(sent < 64 * 1024 * 1024, "{sent}");
    timeout(Duration::from_secs(2), juliet.settle())
        .await
        .expect("she is served");
    // And when the client listens again, all is answered.
    romeo.receive().await;
}
