//! Sessions that outlive their connections (XEP-0198 §5, RFC 6120 §3.3).

use std::time::{Duration, Instant};

use crate::server::{Options, Server, heard, jid, romeo};
use tokio::net::TcpListener;
use xmpp_client::{Backoff, Client, Disconnect, Event, Events, SendError};
use xmpp_core::schema::ping::Ping;
use xmpp_core::schema::stanza::Message;
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::stream::{ServerEvent, Suspended};

/// A place where servers listen, one after the other.
struct Place {
    listener: TcpListener,
}

impl Place {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { listener }
    }

    /// The next connection of the client.
    async fn accept(&self) -> Server {
        let (tcp, _) = self.listener.accept().await.unwrap();
        let options = Options {
            management: true,
            ..Options::plain()
        };
        Server::accept(tcp, &options).await
    }

    /// A client with a session that can be resumed.
    async fn meet(&self) -> (Client, Events, Server) {
        let address = self.listener.local_addr().unwrap().to_string();
        let soon = Backoff::default().spread(Duration::from_millis(20));
        let builder = romeo()
            .address(address)
            .allow_plain_on_loopback()
            .resume(soon);
        let serve = async {
            let mut server = self.accept().await;
            assert!(matches!(server.next_event().await, ServerEvent::Bound(_)));
            server.pump().await;
            let ServerEvent::Manage(request) = server.next_event().await else {
                panic!("the client wants to be able to resume");
            };
            assert!(request.resume);
            let granted = Some((request.id, 300));
            server.stream().manage(granted, Instant::now());
            server.pump().await;
            server
        };
        let (client, mut server) = tokio::join!(builder.connect(), serve);
        let client = client.unwrap();
        let events = client.events();
        // The client has heard what it was granted.
        server.send("<message id='hello'/>").await;
        assert!(matches!(heard(&events).await, Event::Message(_)));
        (client, events, server)
    }

    /// The client comes back.
    async fn resume(&self, suspended: Suspended) -> Server {
        let mut server = self.accept().await;
        let ServerEvent::Resume(request) = server.next_event().await else {
            panic!("the client wants to go on");
        };
        assert_eq!(request.id, suspended.id());
        server.stream().resume(suspended, Instant::now());
        loop {
            match server.next_event().await {
                ServerEvent::Acknowledged(_) => {}
                ServerEvent::Resumed(_) => break,
                other => panic!("{other:?}"),
            }
        }
        server.pump().await;
        server
    }

    /// The client comes back to a server that has forgotten it.
    async fn forget(&self) -> Server {
        let mut server = self.accept().await;
        let ServerEvent::Resume(_) = server.next_event().await else {
            panic!("the client wants to go on");
        };
        let forgotten = Condition::ItemNotFound;
        server.stream().refuse_management(forgotten, Instant::now());
        server.pump().await;
        server
    }
}

/// The connection is lost.
fn cut(mut server: Server) -> Suspended {
    server.stream().suspend().unwrap()
}

fn message(number: u32) -> Message {
    Message::chat(jid("juliet@example.net"), number.to_string())
}

/// The next message of the client, acknowledgements apart.
async fn number(server: &mut Server) -> u32 {
    loop {
        match server.next_event().await {
            ServerEvent::Stanza(stanza) => {
                let message: Message = stanza.element.read().unwrap();
                return message.body().unwrap().parse().unwrap();
            }
            ServerEvent::Acknowledged(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// XEP-0198 §5: what the server has not handled comes again, once and in order, and what is sent meanwhile waits.
#[tokio::test]
async fn a_session_goes_on_over_another_connection() {
    let place = Place::new().await;
    let (client, events, mut server) = place.meet().await;
    client.send(&message(1)).await.unwrap();
    assert_eq!(number(&mut server).await, 1);
    for round in 0..3 {
        let suspended = cut(server);
        assert!(matches!(heard(&events).await, Event::Suspended(_)));
        let sending = tokio::spawn({
            let client = client.clone();
            async move { client.send(&message(2 + round)).await }
        });
        server = place.resume(suspended).await;
        assert!(matches!(heard(&events).await, Event::Resumed));
        sending.await.unwrap().unwrap();
        assert_eq!(number(&mut server).await, 2 + round);
    }
    server.send("<message id='still-there'/>").await;
    let Event::Message(message) = heard(&events).await else {
        panic!()
    };
    assert_eq!(message.id.as_ref().unwrap(), "still-there");
}

/// XEP-0198 §5: a stanza that was lost on the way is sent again under the same number.
#[tokio::test]
async fn what_was_lost_on_the_way_comes_again() {
    let place = Place::new().await;
    let (client, events, mut server) = place.meet().await;
    client.send(&message(1)).await.unwrap();
    assert_eq!(number(&mut server).await, 1);
    let suspended = cut(server);
    // The client may not know yet that nobody reads this.
    for lost in 2..5 {
        let _sending = tokio::spawn({
            let client = client.clone();
            async move { client.send(&message(lost)).await }
        });
        tokio::task::yield_now().await;
    }
    let mut server = place.resume(suspended).await;
    let mut got: Vec<u32> = Vec::new();
    while got.len() < 3 {
        got.push(number(&mut server).await);
    }
    assert_eq!(got, [2, 3, 4]);
    assert!(matches!(heard(&events).await, Event::Suspended(_)));
    assert!(matches!(heard(&events).await, Event::Resumed));
}

/// A request that was asked before the connection was lost is answered after it.
#[tokio::test]
async fn an_answer_is_waited_for_over_a_lost_connection() {
    let place = Place::new().await;
    let (client, _events, mut server) = place.meet().await;
    let juliet = jid("juliet@example.net/balcony");
    let asking = tokio::spawn({
        let client = client.clone();
        async move { client.get(juliet, &Ping::default()).await }
    });
    let question = server.stanza().await;
    let mut server = place.resume(cut(server)).await;
    let id = question.envelope.id.unwrap();
    let answer = format!("<iq from='juliet@example.net/balcony' id='{id}' type='result'/>");
    server.send(&answer).await;
    asking.await.unwrap().unwrap();
}

/// XEP-0198 §5: the server has forgotten the session. The caller hears which stanzas may be lost.
#[tokio::test]
async fn a_session_that_was_forgotten_is_over() {
    let place = Place::new().await;
    let (client, events, mut server) = place.meet().await;
    client.send(&message(1)).await.unwrap();
    assert_eq!(number(&mut server).await, 1);
    drop(cut(server));
    assert!(matches!(heard(&events).await, Event::Suspended(_)));
    let sending = tokio::spawn({
        let client = client.clone();
        async move { client.send(&message(2)).await }
    });
    let mut server = place.forget().await;
    let serving = async { while !matches!(server.next_event().await, ServerEvent::Closed(_)) {} };
    let (event, ()) = tokio::join!(heard(&events), serving);
    let Event::Disconnected(Disconnect::NotResumed { unacknowledged, .. }) = event else {
        panic!("{event:?}")
    };
    assert_eq!(unacknowledged.len(), 1);
    let lost: Message = unacknowledged[0].read().unwrap();
    assert_eq!(lost.body(), Some("1"));
    assert_eq!(sending.await.unwrap(), Err(SendError::Closed));
    assert!(!client.closed().await.is_orderly());
}

/// Whoever closes the session while the connection is lost is not kept waiting.
#[tokio::test]
async fn a_session_without_a_connection_can_be_closed() {
    let place = Place::new().await;
    let (client, events, server) = place.meet().await;
    drop(server);
    drop(place);
    assert!(matches!(heard(&events).await, Event::Suspended(_)));
    let ended = tokio::time::timeout(Duration::from_secs(5), client.close()).await;
    let ended = ended.unwrap();
    assert!(matches!(ended, Disconnect::NotResumed { .. }), "{ended:?}");
}
