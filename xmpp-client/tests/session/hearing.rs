//! What comes: messages, presence, pushes, and what is wrong (RFC 6121 §2 to §5).

use crate::server::{bare, heard, jid, romeo, session, session_of};
use std::time::Duration;
use xmpp_client::{Client, Event};
use xmpp_core::schema::roster::Subscription;
use xmpp_core::schema::stanza::{Message, MessageType, PresenceType};
use xmpp_core::stream::SendError;

#[tokio::test]
async fn messages_and_presence_come_in_order() {
    let (_client, events, mut server) = session().await;
    server.send("<message from='juliet@example.net/balcony' type='chat'><body>Ay me</body><x xmlns='urn:x'/></message>").await;
    server
        .send("<presence from='juliet@example.net/balcony'><show>away</show></presence>")
        .await;
    server
        .send(
            "<message from='juliet@example.net/balcony' type='error'><error type='cancel'><gone \
        xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>",
        )
        .await;
    let Event::Message(message) = heard(&events).await else {
        panic!()
    };
    assert_eq!(
        (message.body(), message.type_),
        (Some("Ay me"), MessageType::Chat)
    );
    assert!(message.payloads[0].is("urn:x", "x"));
    assert!(
        message
            .element()
            .as_fragment()
            .xml()
            .contains("<x xmlns='urn:x'/>")
    );
    let Event::Presence(presence) = heard(&events).await else {
        panic!()
    };
    assert_eq!(presence.from, Some(jid("juliet@example.net/balcony")));
    let Event::Message(message) = heard(&events).await else {
        panic!()
    };
    assert_eq!(message.type_, MessageType::Error);
}

#[tokio::test]
async fn what_is_sent_is_written_in_order() {
    let (client, _events, mut server) = session().await;
    client.become_available().await.unwrap();
    client.subscribe(&bare("juliet@example.net")).await.unwrap();
    client.approve(&bare("juliet@example.net")).await.unwrap();
    for number in 0..1000 {
        client
            .send(&Message::chat(
                jid("juliet@example.net"),
                number.to_string(),
            ))
            .await
            .unwrap();
        if number % 100 == 99 {
            for expected in number - 99..=number {
                if expected == 0 {
                    assert_eq!(server.text().await, "<presence xml:lang='en'/>");
                    assert_eq!(
                        server.text().await,
                        "<presence xml:lang='en' to='juliet@example.net' type='subscribe'/>"
                    );
                    assert_eq!(
                        server.text().await,
                        "<presence xml:lang='en' to='juliet@example.net' type='subscribed'/>"
                    );
                }
                let message = server.stanza().await.element.read::<Message>().unwrap();
                assert_eq!(message.body(), Some(expected.to_string().as_str()));
            }
        }
    }
}

/// RFC 6121 §2.1.6: the push is told and answered.
#[tokio::test]
async fn roster_pushes() {
    for from in ["", "from='romeo@example.net'"] {
        let (_client, events, mut server) = session().await;
        server
            .send(&format!(
                "<iq id='push' type='set' {from}><query xmlns='jabber:iq:roster' ver='8'>\
                <item jid='juliet@example.net' subscription='to'/></query></iq>"
            ))
            .await;
        let Event::RosterPush(push) = heard(&events).await else {
            panic!()
        };
        assert_eq!(push.item.jid, bare("juliet@example.net"));
        assert_eq!(
            (push.item.subscription, push.version.as_deref()),
            (Subscription::To, Some("8"))
        );
        let answer = server.stanza().await.envelope;
        assert_eq!(
            (answer.id.as_deref(), answer.type_.as_deref()),
            (Some("push"), Some("result"))
        );
    }
}

/// Attack C01, RFC 6121 §2.1.6 rule 2: nobody else pushes.
#[tokio::test]
async fn forged_roster_pushes_change_nothing() {
    let (_client, events, mut server) = session().await;
    for from in [
        "evil@example.net",
        "romeo@example.net/other",
        "example.net",
        "romeo@evil.example",
    ] {
        server
            .send(&format!(
                "<iq id='push' type='set' from='{from}'><query xmlns='jabber:iq:roster'>\
                <item jid='evil@evil.example' subscription='both'/></query></iq>"
            ))
            .await;
        let answer = server.stanza().await;
        assert!(answer.envelope.is_type("error"), "{from}");
        assert_eq!(answer.envelope.to, Some(jid(from)));
        assert!(
            answer.element.to_string().contains("<service-unavailable "),
            "{}",
            answer.element
        );
    }
    server.send("<message from='juliet@example.net'/>").await;
    assert!(matches!(heard(&events).await, Event::Message(_)));
}

/// RFC 6121 §2.1.6 rule 1: one item.
#[tokio::test]
async fn a_push_has_one_item() {
    let (_client, events, mut server) = session().await;
    server
        .send("<iq id='push' type='set'><query xmlns='jabber:iq:roster'/></iq>")
        .await;
    assert!(matches!(heard(&events).await, Event::Invalid { .. }));
    assert!(server.text().await.contains("<bad-request "));
}

/// One bad stanza is an event, never the end.
#[tokio::test]
async fn bad_stanzas_do_not_end_the_session() {
    let (_client, events, mut server) = session().await;
    let bad = [
        "<message from='a@b@c'/>",
        "<presence type='surprise'/>",
        "<iq id='1' type='surprise'><q xmlns='urn:q'/></iq>",
        "<iq type='get' from='juliet@example.net/b'><q xmlns='urn:q'/></iq>",
        "<iq id='2' type='get' from='juliet@example.net/b'/>",
        "<iq id='3' type='get' from='juliet@example.net/b'><ping xmlns='urn:xmpp:ping'/><ping xmlns='urn:xmpp:ping'/></iq>",
    ];
    for stanza in bad {
        server.send(stanza).await;
    }
    server
        .send("<message from='juliet@example.net'><body>still here</body></message>")
        .await;
    let mut invalid = 0;
    let last = loop {
        match heard(&events).await {
            Event::Invalid { .. } => invalid += 1,
            Event::Presence(_) => {}
            other => break other,
        }
    };
    let Event::Message(message) = last else {
        panic!("{last:?}")
    };
    assert_eq!(message.body(), Some("still here"));
    assert!(invalid >= 4, "{invalid}");
}

/// Attack C18: what is for somebody else is not ours.
#[tokio::test]
async fn stanzas_for_others_are_dropped() {
    let (_client, events, mut server) = session().await;
    server
        .send(
            "<message to='juliet@example.net' from='a@example.net'><body>for her</body></message>",
        )
        .await;
    server.send("<message to='romeo@example.net/orchard' from='a@example.net'><body>for him</body></message>").await;
    let Event::Message(message) = heard(&events).await else {
        panic!()
    };
    assert_eq!(message.body(), Some("for him"));
}

/// Who does not take events makes the server wait, and loses nothing.
#[tokio::test]
async fn a_slow_listener_holds_the_server_back() {
    let (_client, events, mut server) = session_of(romeo().queue(8, 1 << 20)).await;
    let total = 4000;
    let text = "x".repeat(100);
    let flood = async {
        let mut sent = 0;
        for number in 0..total {
            let message = format!(
                "<message from='a@example.net' id='{number}'><body>{text}</body></message>"
            );
            if tokio::time::timeout(Duration::from_millis(300), server.send(&message))
                .await
                .is_err()
            {
                break;
            }
            sent += 1;
        }
        sent
    };
    let sent = flood.await;
    assert!(sent < total, "the server was never held back");
    for number in 0..sent {
        let Event::Message(message) = heard(&events).await else {
            panic!()
        };
        assert_eq!(message.id.as_ref().unwrap().as_str(), number.to_string());
    }
}

/// Without a listener nothing waits: answers come through.
#[tokio::test]
async fn without_a_listener_the_oldest_events_make_room() {
    let (client, events, mut server) = session_of(romeo().queue(8, 1 << 20)).await;
    drop(events);
    let serve = async {
        let id = server.stanza().await.envelope.id.unwrap();
        for number in 0..2000 {
            server
                .send(&format!("<message from='a@example.net' id='{number}'/>"))
                .await;
        }
        server
            .send(&format!("<iq id='{id}' type='result' from='example.net'/>"))
            .await;
    };
    let (answer, ()) = tokio::join!(client.ping(None).into_future(), serve);
    assert_eq!(answer, Ok(()));
    let events = client.events();
    let Event::Message(message) = heard(&events).await else {
        panic!()
    };
    let first: usize = message.id.as_ref().unwrap().as_str().parse().unwrap();
    assert!(first > 1900, "{first}");
}

/// A listener that asks while it handles an event gets its answer behind the events that wait.
#[tokio::test]
async fn asking_while_events_wait() {
    let (client, events, mut server) = session_of(romeo().queue(8, 1 << 20)).await;
    let serve = async {
        let id = server.stanza().await.envelope.id.unwrap();
        for number in 0..24 {
            server
                .send(&format!("<message from='a@example.net' id='{number}'/>"))
                .await;
        }
        server
            .send(&format!("<iq id='{id}' type='result' from='example.net'/>"))
            .await;
    };
    let (answer, ()) = tokio::join!(
        client
            .ping(None)
            .timeout(Duration::from_secs(5))
            .into_future(),
        serve
    );
    assert_eq!(answer, Ok(()));
    assert!(matches!(heard(&events).await, Event::Message(_)));
}

#[tokio::test]
async fn what_is_no_stanza_is_not_sent() {
    let (client, _events, mut server) = session().await;
    let query = "<query xmlns='jabber:iq:roster'/>"
        .parse::<xmpp_core::Element>()
        .unwrap();
    assert!(matches!(
        client.send(&query).await,
        Err(SendError::Invalid(_))
    ));
    let silent = Message {
        type_: MessageType::Error,
        ..Message::default()
    };
    assert!(matches!(
        client.send(&silent).await,
        Err(SendError::Invalid(_))
    ));
    let unknown =
        "<message xmlns='jabber:client' to='a@b'><odd xmlns='urn:odd' a=\"1\"/></message>"
            .parse::<xmpp_core::Element>()
            .unwrap();
    client.send(&unknown).await.unwrap();
    assert!(
        server
            .text()
            .await
            .contains("<odd xmlns='urn:odd' a=\"1\"/>")
    );
}

#[tokio::test]
async fn presence_of_subscriptions() {
    let (_client, events, mut server) = session().await;
    server
        .send("<presence from='juliet@example.net' type='subscribe'/>")
        .await;
    let Event::Presence(presence) = heard(&events).await else {
        panic!()
    };
    assert_eq!(presence.type_, Some(PresenceType::Subscribe));
}

#[tokio::test]
async fn several_listeners_share_the_events() {
    let (client, events, mut server) = session().await;
    let others: Vec<_> = (0..3).map(|_| listen(client.clone())).collect();
    drop(events);
    for number in 0..100 {
        server
            .send(&format!("<message from='a@example.net' id='{number}'/>"))
            .await;
    }
    client
        .ping(None)
        .timeout(Duration::from_millis(50))
        .await
        .unwrap_err();
    drop(server);
    let mut counts = Vec::new();
    for other in others {
        counts.push(other.await.unwrap());
    }
    assert_eq!(
        counts.iter().sum::<usize>(),
        101,
        "100 messages and one end: {counts:?}"
    );
}

fn listen(client: Client) -> tokio::task::JoinHandle<usize> {
    let events = client.events();
    tokio::spawn(async move {
        let mut count = 0;
        while events.next().await.is_some() {
            count += 1;
        }
        count
    })
}

/// Keeps whose copies it has heard of.
#[derive(Clone, Default)]
struct Copies(std::sync::Arc<std::sync::Mutex<Vec<String>>>);

impl xmpp_core::schema::carbons::SentListener for Copies {
    async fn message(
        &self,
        cx: xmpp_core::service::Cx<'_>,
        _: xmpp_core::schema::carbons::Sent,
    ) -> Result<(), xmpp_core::StanzaError> {
        self.0.lock().unwrap().push(cx.from().to_string());
        Ok(())
    }
}

impl xmpp_core::schema::carbons::ReceivedListener for Copies {
    async fn message(
        &self,
        _: xmpp_core::service::Cx<'_>,
        _: xmpp_core::schema::carbons::Received,
    ) -> Result<(), xmpp_core::StanzaError> {
        tokio::time::sleep(Duration::from_secs(3600)).await;
        Ok(())
    }
}

/// XEP-0280 §11: a copy comes from the account itself; whoever else sends one, sends a message like any other. A listener that waits
/// holds nothing up.
#[tokio::test]
async fn copies_are_believed_of_the_account_alone() {
    let copies = Copies::default();
    let listener = xmpp_core::schema::carbons::listener(copies.clone());
    let (_client, events, mut server) = session_of(romeo().service(listener)).await;
    let inside =
        "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'/></forwarded>";
    for (from, name) in [
        ("evil@example.net", "sent"),
        ("romeo@example.net/other", "sent"),
        ("romeo@example.net", "received"),
        ("romeo@example.net", "sent"),
    ] {
        server
            .send(&format!(
                "<message from='{from}'><{name} xmlns='urn:xmpp:carbons:2'>{inside}</{name}></message>"
            ))
            .await;
        assert!(matches!(heard(&events).await, Event::Message(_)));
    }
    assert_eq!(*copies.0.lock().unwrap(), ["romeo@example.net"]);
}
