//! How sessions end (RFC 6120 §4.4, §4.9).

use crate::server::{heard, session};
use std::time::Duration;
use xmpp_client::{Disconnect, Event};
use xmpp_core::schema::stanza::{Message, Presence};
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::schema::streams::StreamError;
use xmpp_core::stream::{Closed, SendError, ServerEvent};

/// RFC 6120 §4.4: both sides close, and what was sent before arrives.
#[tokio::test]
async fn closing_in_order() {
    let (client, events, mut server) = session().await;
    client
        .send(&Message::chat(
            crate::server::jid("juliet@example.net"),
            "good night",
        ))
        .await
        .unwrap();
    let serve = async {
        server
            .send("<message from='juliet@example.net'><body>till it be morrow</body></message>")
            .await;
        assert!(server.text().await.contains("good night"));
        let end = server.next_event().await;
        assert!(
            matches!(end, ServerEvent::Closed(Closed::Orderly)),
            "{end:?}"
        );
        drop(server);
    };
    let (ended, ()) = tokio::join!(client.close(), serve);
    assert!(ended.is_orderly(), "{ended:?}");
    assert!(matches!(heard(&events).await, Event::Message(_)));
    assert!(matches!(heard(&events).await, Event::Disconnected(reason) if reason.is_orderly()));
    assert!(events.next().await.is_none());
    assert!(events.next().await.is_none());
    assert_eq!(
        client.send(&Presence::available()).await,
        Err(SendError::Closed)
    );
    assert!(client.close().await.is_orderly());
}

#[tokio::test]
async fn the_last_handle_closes() {
    let (client, events, mut server) = session().await;
    drop(events);
    let other = client.clone();
    drop(client);
    other.become_available().await.unwrap();
    assert_eq!(server.text().await, "<presence xml:lang='en'/>");
    drop(other);
    let end = server.next_event().await;
    assert!(
        matches!(end, ServerEvent::Closed(Closed::Orderly)),
        "{end:?}"
    );
}

#[tokio::test]
async fn a_lost_connection() {
    let (client, events, server) = session().await;
    drop(server);
    let Event::Disconnected(reason) = heard(&events).await else {
        panic!()
    };
    assert!(
        matches!(
            reason,
            Disconnect::Stream(Closed::Disconnected) | Disconnect::Io(_)
        ),
        "{reason:?}"
    );
    assert!(!client.closed().await.is_orderly());
}

/// RFC 6120 §4.9: the server's reason is told.
#[tokio::test]
async fn a_stream_error_of_the_server() {
    let (_client, events, mut server) = session().await;
    server
        .stream()
        .close_with(StreamError::new(Condition::SystemShutdown));
    let end = server.next_event().await;
    assert!(matches!(end, ServerEvent::Closed(_)), "{end:?}");
    drop(server);
    let Event::Disconnected(reason) = heard(&events).await else {
        panic!()
    };
    assert_eq!(
        reason.to_string(),
        "the peer ended the stream: system-shutdown"
    );
}

/// RFC 6120 §4.9.3.13: what is no XML ends the stream, and the server is told why.
#[tokio::test]
async fn what_is_no_xml_ends_the_stream() {
    let (_client, events, mut server) = session().await;
    server.send_bytes("<message></presence>").await;
    let Event::Disconnected(Disconnect::Stream(Closed::Error(error))) = heard(&events).await else {
        panic!()
    };
    assert_eq!(error.condition, Condition::NotWellFormed);
    let ServerEvent::Closed(Closed::PeerError(error)) = server.next_event().await else {
        panic!()
    };
    assert_eq!(error.condition, Condition::NotWellFormed);
}

/// RFC 6120 §4.4: a server that does not close its side is not waited for.
#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_close() {
    let (client, _events, _server) = session().await;
    let started = tokio::time::Instant::now();
    let ended = client.close().await;
    assert!(
        matches!(ended, Disconnect::Stream(Closed::Unanswered)),
        "{ended:?}"
    );
    assert!(started.elapsed() < Duration::from_secs(15));
}
