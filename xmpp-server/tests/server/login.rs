//! Logging in (RFC 6120 §5 to §7).

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use xmpp_core::Jid;
use xmpp_core::stream::{ClientEvent, ClientSettings, ClientStream, Output, TlsUse, Transport};
use xmpp_server::config::Config;
use xmpp_server::net::Port;

use crate::support::{Client, DOMAIN, PASSWORD, Place};

#[tokio::test(flavor = "multi_thread")]
async fn a_client_gets_the_resource_that_it_asks_for() {
    let place = Place::with(&["juliet"]).await;
    let juliet = place.login("juliet", "balcony").await;
    assert_eq!(juliet.jid, "juliet@localhost/balcony");
    assert_eq!(place.server().sessions().await, 1);
    juliet.close().await;
}

/// RFC 6120 §6.3.4: behind a proxy that speaks TLS for it, the server takes no password; SCRAM shows none.
#[tokio::test(flavor = "multi_thread")]
async fn without_tls_there_is_scram_and_nothing_else() {
    let address = "127.0.0.1:0".parse().unwrap();
    let open = |config: &mut Config| config.listen.without_tls = vec![address];
    let place = Place::set_up(&["juliet"], open, |_| {}).await;
    let address = place.server().address(Port::WithoutTls).unwrap();
    let mut client = Client::over(TcpStream::connect(address).await.unwrap());
    let features = client.open(DOMAIN).await;
    assert!(
        features.contains("<mechanism>SCRAM-SHA-256</mechanism>"),
        "{features}"
    );
    for absent in ["PLAIN", "starttls", "-PLUS"] {
        assert!(!features.contains(absent), "{features}");
    }
    let refused = client.authenticate("juliet", PASSWORD).await.unwrap_err();
    assert!(refused.contains("<encryption-required/>"), "{refused}");
    let mut settings =
        ClientSettings::new("juliet@localhost/balcony".parse::<Jid>().unwrap(), PASSWORD);
    settings.tls = TlsUse::Unavailable;
    let now = Instant::now();
    let mut stream = ClientStream::new(Arc::new(settings), Transport::Plain, [7; 32], now);
    let mut wire = TcpStream::connect(address).await.unwrap();
    let bound = loop {
        let mut output = Vec::new();
        let next = stream.poll(&mut output);
        wire.write_all(&output).await.unwrap();
        match next {
            Output::Event(ClientEvent::Bound(address)) => break address,
            Output::Event(ClientEvent::Closed(reason)) => panic!("{reason}"),
            Output::Event(_) => {}
            Output::Wait(_) => {
                let mut input = [0; 4096];
                let length = wire.read(&mut input).await.unwrap();
                stream.receive(&input[..length], Instant::now());
            }
        }
    };
    assert_eq!(bound, "juliet@localhost/balcony");
}

/// RFC 6120 §7.7.2.2: the new client has the resource, and the old one hears why it has not.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_client_takes_the_resource_over() {
    let place = Place::with(&["juliet"]).await;
    let mut old = place.online("juliet", "balcony").await;
    let mut new = place.login("juliet", "balcony").await;
    old.expect("<conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>")
        .await;
    assert_eq!(old.receive().await, "</stream:stream>");
    new.send("<presence/>").await;
    assert_eq!(
        new.settle().await,
        ["<presence from='juliet@localhost/balcony'/>"]
    );
    assert_eq!(place.server().sessions().await, 1);
}

/// RFC 6120 §7.6.2.1
#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_so_many_resources_and_no_more() {
    let place = Place::set_up(&["juliet"], |config| config.limits.resources = 2, |_| {}).await;
    let _one = place.login("juliet", "1").await;
    let _two = place.login("juliet", "2").await;
    let mut three = place.secure(DOMAIN).await;
    three.open(DOMAIN).await;
    three.authenticate("juliet", PASSWORD).await.unwrap();
    three.open(DOMAIN).await;
    three
        .send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
        .await;
    let answer = three.receive().await;
    assert!(
        answer.contains("<error type='wait'><resource-constraint"),
        "{answer}"
    );
    three.bind("2").await;
    assert_eq!(place.server().sessions().await, 2);
}

/// RFC 6120 §6.5.10, §13.11: what is said, and how long it takes, are the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_user_cannot_be_told_apart() {
    let place = Place::with(&["juliet"]).await;
    let mut answers = Vec::new();
    let mut times = Vec::new();
    for name in ["juliet", "nobody"] {
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let mut client = place.secure(DOMAIN).await;
            client.open(DOMAIN).await;
            let start = Instant::now();
            answers.push(client.authenticate(name, "wrong").await.unwrap_err());
            best = best.min(start.elapsed());
        }
        times.push(best);
    }
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:#?}"
    );
    assert!(answers[0].contains("<not-authorized/>"), "{}", answers[0]);
    let ratio = times[0].as_secs_f64() / times[1].as_secs_f64();
    assert!((0.2..5.0).contains(&ratio), "{times:?}");
}

/// R13: a client of one domain is none of another; the same name may be two accounts.
#[tokio::test(flavor = "multi_thread")]
async fn domains_have_their_own_accounts() {
    let accounts = ["romeo@montague.example", "juliet@capulet.example"];
    let domains = |config: &mut Config| {
        config.add_domain("montague.example".parse().unwrap());
        config.add_domain("capulet.example".parse().unwrap());
    };
    let place = Place::set_up(&accounts, domains, |_| {}).await;
    let mut romeo = place.online("romeo@montague.example", "orchard").await;
    let mut stranger = place.secure("capulet.example").await;
    stranger.open("capulet.example").await;
    stranger.authenticate("romeo", PASSWORD).await.unwrap_err();

    let mut juliet = place.online("juliet@capulet.example", "balcony").await;
    juliet
        .send("<message to='romeo@montague.example' type='chat'><body>hi</body></message>")
        .await;
    let message = romeo.expect("<message").await;
    assert!(
        message.contains("from='juliet@capulet.example/balcony'"),
        "{message}"
    );
}

/// RFC 3921 §3: older clients want a session.
#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_granted() {
    let place = Place::with(&["juliet"]).await;
    let mut juliet = place.login("juliet", "balcony").await;
    juliet
        .send("<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>")
        .await;
    assert_eq!(juliet.receive().await, "<iq id='s' type='result'/>");
}
