//! Logging in (RFC 6120 §5 to §7).

use crate::server::{Certificate, Options, PASSWORD, full, jid, meet, romeo};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
use xmpp_client::{Client, ConnectError, TlsError, Trust};
use xmpp_core::sasl::{Mechanism, SaslCondition, ScramHash};
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::stream::{Closed, ServerEvent};

#[tokio::test]
async fn starttls_scram_and_binding() {
    let certificate = Certificate::of("example.net");
    let builder = romeo().tls(Trust::fingerprint(certificate.fingerprint));
    let (client, event, mut server) = meet(builder, Options::starttls(&certificate)).await;
    let client = client.unwrap();
    assert!(matches!(event, ServerEvent::Bound(_)), "{event:?}");
    assert_eq!(*client.jid(), full("romeo@example.net/orchard"));
    assert_eq!(client.account().as_str(), "romeo@example.net");
    assert_eq!(client.server().as_str(), "example.net");
    assert!(client.features().bind.is_some());
    assert!(server.stream().is_encrypted());
}

/// RFC 9266: with TLS 1.3 the authentication is bound to the channel.
#[tokio::test]
async fn authentication_is_bound_to_the_channel() {
    let certificate = Certificate::of("example.net");
    let builder = romeo().tls(Trust::fingerprint(certificate.fingerprint));
    let (client, _, _server) = meet(builder, Options::starttls(&certificate)).await;
    let used = client.unwrap().mechanism();
    assert_eq!(used, Some(Mechanism::ScramPlus(ScramHash::Sha256)));
}

/// XEP-0368 §3.
#[tokio::test]
async fn direct_tls() {
    let certificate = Certificate::of("example.net");
    let builder = romeo()
        .direct_tls(true)
        .tls(Trust::fingerprint(certificate.fingerprint));
    let options = Options {
        direct_tls: true,
        ..Options::starttls(&certificate)
    };
    let (client, event, _server) = meet(builder, options).await;
    assert!(client.is_ok(), "{client:?}");
    assert!(matches!(event, ServerEvent::Bound(_)), "{event:?}");
}

/// RFC 6120 §6.4.5: the condition is told, and which part was wrong is not.
#[tokio::test]
async fn a_wrong_password_and_an_unknown_account() {
    for (account, password) in [
        ("romeo@example.net", "wrong"),
        ("mercutio@example.net", PASSWORD),
    ] {
        let builder = Client::builder(jid(account), password).allow_plain_on_loopback();
        let (client, _, _server) = meet(builder, Options::plain()).await;
        let error = client.unwrap_err();
        let ConnectError::Authentication { condition, .. } = &error else {
            panic!("{error:?}")
        };
        assert_eq!(*condition, SaslCondition::NotAuthorized);
        assert_eq!(
            error.to_string(),
            "the server refused the credentials: not-authorized"
        );
    }
}

/// RFC 6120 §13.8.4: the password is not sent in clear.
#[tokio::test]
async fn plain_without_tls_is_no_mechanism() {
    let options = Options {
        mechanisms: vec![Mechanism::Plain],
        ..Options::plain()
    };
    let (ours, mut theirs) = duplex(4096);
    drop(options);
    let serve = async {
        let mut input = vec![0; 4096];
        let _ = theirs.read(&mut input).await.unwrap();
        let opening = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
            from='example.net' id='1' version='1.0'><stream:features><mechanisms \
            xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>";
        theirs.write_all(opening.as_bytes()).await.unwrap();
        let count = theirs.read(&mut input).await.unwrap();
        String::from_utf8_lossy(&input[..count]).into_owned()
    };
    let (client, said) = tokio::join!(romeo().allow_plain_on_loopback().connect_over(ours), serve);
    assert!(
        matches!(client, Err(ConnectError::Mechanism(_))),
        "{client:?}"
    );
    assert_eq!(said, "</stream:stream>");
}

/// RFC 7590 §3.1: who takes the announcement of STARTTLS away gets nothing.
#[tokio::test]
async fn without_tls_there_is_no_session() {
    let (client, event, _server) = meet(romeo(), Options::plain()).await;
    let error = client.unwrap_err();
    assert!(
        matches!(
            error,
            ConnectError::Tls(TlsError::NotOffered) | ConnectError::Stream(_)
        ),
        "{error:?}"
    );
    assert!(matches!(event, ServerEvent::Closed(_)), "{event:?}");
}

#[tokio::test]
async fn a_server_is_no_account() {
    let (ours, _theirs) = duplex(64);
    let client = Client::builder(jid("example.net"), "secret")
        .connect_over(ours)
        .await;
    assert!(
        matches!(client, Err(ConnectError::NoAccount(_))),
        "{client:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_is_not_waited_for() {
    let (ours, _theirs) = duplex(4096);
    let client = romeo()
        .connect_timeout(Duration::from_secs(3))
        .connect_over(ours)
        .await;
    assert!(matches!(client, Err(ConnectError::Timeout)), "{client:?}");
}

#[tokio::test]
async fn a_stream_error_while_negotiating_is_told() {
    let (ours, mut theirs) = duplex(4096);
    let answer = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' \
        version='1.0'><stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>";
    theirs.write_all(answer.as_bytes()).await.unwrap();
    let error = romeo().connect_over(ours).await.unwrap_err();
    let ConnectError::Stream(Closed::PeerError(stream_error)) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(stream_error.condition, Condition::HostUnknown);
    assert_eq!(error.to_string(), "the peer ended the stream: host-unknown");
}

#[tokio::test]
async fn a_connection_that_breaks_while_negotiating_is_told() {
    let (ours, theirs) = duplex(4096);
    drop(theirs);
    let error = romeo().connect_over(ours).await.unwrap_err();
    assert!(
        matches!(
            error,
            ConnectError::Io(_) | ConnectError::Stream(Closed::Disconnected)
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_address_that_is_none() {
    let error = romeo()
        .address("http://example.net")
        .connect()
        .await
        .unwrap_err();
    assert!(matches!(error, ConnectError::Address(_)), "{error:?}");
}

#[tokio::test]
async fn nobody_listens() {
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap().to_string();
    drop(socket);
    let error = romeo().address(&address).connect().await.unwrap_err();
    assert!(matches!(error, ConnectError::Tcp { .. }), "{error:?}");
    assert!(
        error
            .to_string()
            .starts_with(&format!("no connection to {address}: ")),
        "{error}"
    );
}
