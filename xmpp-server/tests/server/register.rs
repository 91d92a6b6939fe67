//! Accounts that are made, changed and removed by their users (XEP-0077), or removed by the operator.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;

use xmpp_server::config::Config;

use crate::support::{Client, DOMAIN, PASSWORD, Place};

fn anyone(config: &mut Config) {
    config.registration = true;
}

fn set(content: &str) -> String {
    format!("<iq type='set' id='r'><query xmlns='jabber:iq:register'>{content}</query></iq>")
}

fn account(name: &str, password: &str) -> String {
    set(&format!(
        "<username>{name}</username><password>{password}</password>"
    ))
}

/// XEP-0077 §3.1: whoever has no account makes one, on the stream on which it logs in.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made() {
    let place = Place::set_up(&["juliet"], anyone, |_| {}).await;
    let mut client = place.secure(DOMAIN).await;
    let features = client.open(DOMAIN).await;
    assert!(
        features.contains("<register xmlns='http://jabber.org/features/iq-register'/>"),
        "{features}"
    );
    client
        .send("<iq type='get' id='g'><query xmlns='jabber:iq:register'/></iq>")
        .await;
    let form = client.receive().await;
    assert!(
        form.starts_with("<iq id='g' type='result'><query xmlns='jabber:iq:register'>"),
        "{form}"
    );
    assert!(form.contains("<username/><password/>"), "{form}");
    for (request, condition) in [
        (account("juliet", "secret"), "<conflict "),
        (account("", "secret"), "<not-acceptable "),
        (account("a b", "secret"), "<not-acceptable "),
        (set("<username>romeo</username>"), "<not-acceptable "),
        (set("<remove/>"), "<unexpected-request "),
    ] {
        client.send(&request).await;
        let answer = client.receive().await;
        assert!(
            answer.starts_with("<iq id='r' type='error'>"),
            "{request}: {answer}"
        );
        assert!(answer.contains(condition), "{request}: {answer}");
    }
    client.send(&account("romeo", "secret")).await;
    assert_eq!(client.receive().await, "<iq id='r' type='result'/>");
    client.authenticate("romeo", "secret").await.unwrap();
    client.open(DOMAIN).await;
    client.bind("orchard").await;
}

/// RFC 8264 §12.5, UTS 39: strangers do not get names that are made to be taken for others'; two names in ASCII are told apart.
#[tokio::test(flavor = "multi_thread")]
async fn names_that_deceive_are_refused() {
    let place = Place::set_up(&["juliet", "modem"], anyone, |_| {}).await;
    let mut client = place.secure(DOMAIN).await;
    client.open(DOMAIN).await;
    for name in ["juli\u{435}t", "\u{458}uli\u{435}t", "r\u{43E}meo"] {
        client.send(&account(name, "secret")).await;
        let answer = client.receive().await;
        assert!(answer.contains("<not-acceptable "), "{name}: {answer}");
        assert!(answer.contains("taken for another"), "{name}: {answer}");
    }
    for name in ["modern", "\u{440}\u{43E}\u{43C}\u{435}\u{43E}"] {
        client.send(&account(name, "secret")).await;
        let answer = client.receive().await;
        assert_eq!(answer, "<iq id='r' type='result'/>", "{name}");
    }
}

/// Unless the operator wants it, nobody makes accounts; and never before TLS, where TLS is required.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_makes_accounts_where_that_is_not_wanted() {
    let place = Place::with(&[]).await;
    let mut client = place.secure(DOMAIN).await;
    let features = client.open(DOMAIN).await;
    assert!(!features.contains("iq-register"), "{features}");
    client.send(&account("romeo", "secret")).await;
    client.expect("<not-authorized ").await;
    let place = Place::set_up(&[], anyone, |_| {}).await;
    let mut client = Client::over(place.connect().await);
    let features = client.open(DOMAIN).await;
    assert!(!features.contains("iq-register"), "{features}");
    client.send(&account("romeo", "secret")).await;
    client.expect("<not-authorized ").await;
}

/// XEP-0077 §3.3
#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_changed() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut juliet = place.login("juliet", "balcony").await;
    juliet.send(&account("romeo", "mine")).await;
    juliet.expect("<not-allowed ").await;
    juliet.send(&account("juliet", "another")).await;
    juliet.expect("type='result'").await;
    let mut client = place.secure(DOMAIN).await;
    client.open(DOMAIN).await;
    let refused = client.authenticate("juliet", PASSWORD).await;
    assert!(refused.unwrap_err().contains("<not-authorized/>"));
    client.authenticate("juliet", "another").await.unwrap();
}

/// XEP-0077 §3.2, RFC 6121 §3.2, §3.3: the account is gone, and its contacts know.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_removed_by_its_user() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (mut romeo, mut juliet) = place.friends().await;
    let mut other = place.login("juliet", "chamber").await;
    juliet.settle().await;
    romeo.settle().await;
    juliet.send(&set("<remove/>")).await;
    juliet.expect("type='result'").await;
    juliet.expect("<not-authorized ").await;
    assert_eq!(juliet.receive().await, "</stream:stream>");
    other.expect("<not-authorized ").await;
    is_forgotten(&place, &mut romeo).await;
}

/// The same, by `user remove` while the server runs.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_removed_by_the_operator() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (mut romeo, mut juliet) = place.friends().await;
    romeo.settle().await;
    let socket = place.data().join("control");
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = UnixStream::connect(socket).unwrap();
        stream.write_all(b"remove juliet@localhost\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    assert_eq!(answer.await.unwrap(), "done\n");
    juliet.expect("<not-authorized ").await;
    is_forgotten(&place, &mut romeo).await;
}

/// Romeo hears that Juliet is gone, and his roster says so; nobody logs in as her.
async fn is_forgotten(place: &Place, romeo: &mut Client) {
    romeo.expect("type='unavailable'").await;
    let told = romeo.settle().await.concat();
    for part in [
        "type='unsubscribe'",
        "type='unsubscribed'",
        "subscription='none'",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let mut client = place.secure(DOMAIN).await;
    client.open(DOMAIN).await;
    let refused = client.authenticate("juliet", PASSWORD).await;
    assert!(refused.unwrap_err().contains("<not-authorized/>"));
    let juliet = "juliet@localhost".parse().unwrap();
    place
        .server()
        .accounts()
        .add(&juliet, PASSWORD)
        .await
        .unwrap();
    let mut juliet = place.online("juliet", "again").await;
    romeo.send("<presence><show>away</show></presence>").await;
    romeo.settle().await;
    assert_eq!(
        juliet.settle().await,
        Vec::<String>::new(),
        "she is a stranger"
    );
}
