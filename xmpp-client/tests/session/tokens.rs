//! Logging in in one round trip, and without a password (XEP-0388, XEP-0386, XEP-0484).

use std::sync::{Arc, Mutex};

use crate::server::{Certificate, Options, PASSWORD, jid, meet};
use xmpp_client::{Builder, Client, ClientToken, Trust};
use xmpp_core::sasl::{Mechanism, ScramHash};
use xmpp_core::stream::ServerEvent;

/// What was kept, one after the other.
type Kept = Arc<Mutex<Vec<Option<String>>>>;

fn token(secret: &str) -> ClientToken {
    ClientToken {
        mechanism: "HT-SHA-256-EXPR".parse().unwrap(),
        secret: secret.to_owned(),
        expiry: None,
    }
}

fn builder(
    certificate: &Certificate,
    password: &str,
    last: Option<ClientToken>,
) -> (Builder, Kept) {
    let kept = Kept::default();
    let keep = {
        let kept = Arc::clone(&kept);
        move |token: Option<&ClientToken>| {
            let secret = token.map(|token| token.secret.clone());
            kept.lock().unwrap().push(secret);
        }
    };
    let builder = Client::builder(jid("romeo@example.net"), password)
        .tls(Trust::fingerprint(certificate.fingerprint))
        .tokens("d4565fa7-4d72-4749-b3d3-740edbf87770", last, keep);
    (builder, kept)
}

fn options(certificate: &Certificate) -> Options {
    Options {
        token: Some("s3cr3t"),
        ..Options::starttls(certificate)
    }
}

/// XEP-0388 §2.6.1, XEP-0386 §3.2, XEP-0484 §4.2, §4.3: bound with the login, bound to the channel, a token for the next time.
#[tokio::test]
async fn a_token_is_asked_for_and_kept() {
    let certificate = Certificate::of("example.net");
    let (builder, kept) = builder(&certificate, PASSWORD, None);
    let (client, event, _server) = meet(builder, options(&certificate)).await;
    let client = client.unwrap();
    assert!(matches!(event, ServerEvent::Bound(_)), "{event:?}");
    let used = Mechanism::ScramPlus(ScramHash::Sha256);
    assert_eq!(client.mechanism(), Some(used));
    assert_eq!(*kept.lock().unwrap(), [Some("fresh".to_owned())]);
}

/// XEP-0484 §4.4: the token is enough.
#[tokio::test]
async fn a_token_stands_for_the_password() {
    let certificate = Certificate::of("example.net");
    let (builder, kept) = builder(&certificate, "wrong", Some(token("s3cr3t")));
    let (client, event, _server) = meet(builder, options(&certificate)).await;
    assert!(matches!(event, ServerEvent::Bound(_)), "{event:?}");
    assert_eq!(client.unwrap().mechanism(), None);
    assert_eq!(*kept.lock().unwrap(), []);
}

/// XEP-0484 §5: one that is refused is forgotten, and the password is there.
#[tokio::test]
async fn a_token_that_is_refused_is_forgotten() {
    let certificate = Certificate::of("example.net");
    let (builder, kept) = builder(&certificate, PASSWORD, Some(token("old")));
    let (client, event, _server) = meet(builder, options(&certificate)).await;
    assert!(client.is_ok(), "{client:?}");
    assert!(matches!(event, ServerEvent::Bound(_)), "{event:?}");
    assert_eq!(*kept.lock().unwrap(), [None, Some("fresh".to_owned())]);
}

/// XEP-0388 §2.1: a server that has both, and a client that wants the old way.
#[tokio::test]
async fn the_old_way_is_there() {
    let certificate = Certificate::of("example.net");
    let (builder, kept) = builder(&certificate, PASSWORD, None);
    let builder = builder.extensible_sasl(false);
    let (client, event, _server) = meet(builder, options(&certificate)).await;
    assert!(matches!(event, ServerEvent::Bound(_)), "{event:?}");
    assert!(client.unwrap().features().bind.is_some());
    assert_eq!(*kept.lock().unwrap(), []);
}
