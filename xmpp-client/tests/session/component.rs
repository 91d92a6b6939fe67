//! Components (XEP-0114): the services that clients and servers take, and what comes beside them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use xmpp_client::{Component, ComponentBuilder, ConnectError, Event};
use xmpp_core::StanzaError;
use xmpp_core::schema::disco_info::DiscoInfo;
use xmpp_core::schema::disco_items::{self, DiscoItems, DiscoItemsHandler, Item};
use xmpp_core::schema::pubsub_event;
use xmpp_core::schema::stanza::Message;
use xmpp_core::schema::streamerror;
use xmpp_core::service::{Cx, Place};
use xmpp_core::stream::Closed;

use crate::server::{heard, jid, romeo};

/// The other side: it is told what to say.
struct Server(DuplexStream);

impl Server {
    /// Takes a stream header, and gives one back.
    async fn open(pipe: DuplexStream) -> Self {
        let mut server = Self(pipe);
        let header = server.until("streams'>").await;
        assert!(header.contains(" to='plays.example' "), "{header}");
        assert!(
            header.contains(" xmlns='jabber:component:accept' "),
            "{header}"
        );
        server
            .say(
                "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' \
                 xmlns='jabber:component:accept' from='plays.example' id='3BF96D32'>",
            )
            .await;
        // `printf 3BF96D32secret | sha1sum`
        let handshake = server.until("</handshake>").await;
        assert_eq!(
            handshake,
            "<handshake>b09ea9b3b7f586be8a08d0a3dd7466f110aeb136</handshake>"
        );
        server
    }

    async fn say(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// What comes, up to these words.
    async fn until(&mut self, end: &str) -> String {
        let mut text = String::new();
        while !text.ends_with(end) {
            let byte = tokio::time::timeout(Duration::from_secs(5), self.0.read_u8()).await;
            text.push(char::from(byte.expect("more in time").expect("more")));
        }
        text
    }
}

fn builder() -> ComponentBuilder {
    Component::builder("plays.example".parse().unwrap(), "secret", "localhost:5347")
}

async fn session_of(builder: ComponentBuilder) -> (Component, Server) {
    let (ours, theirs) = duplex(64 * 1024);
    let serve = async {
        let mut server = Server::open(theirs).await;
        server.say("<handshake/>").await;
        server
    };
    let (component, server) = tokio::join!(builder.connect_over(ours), serve);
    (component.unwrap(), server)
}

/// Tells which plays there are, and who acts in one.
struct Plays;

impl DiscoItemsHandler for Plays {
    async fn get(&self, cx: Cx<'_>, _: DiscoItems) -> Result<DiscoItems, StanzaError> {
        let name = match cx.place() {
            Place::Server => "hamlet@plays.example",
            Place::Account | Place::Client => "hamlet@plays.example/ophelia",
        };
        Ok(DiscoItems {
            items: vec![Item::new(name.parse().expect("an address"))],
            ..DiscoItems::default()
        })
    }
}

/// The same service as in servers and clients, at the domain and below it.
#[tokio::test]
async fn a_service_answers_at_the_domain_and_below() {
    let (_component, mut server) = session_of(builder().service(disco_items::service(Plays))).await;
    let query = "<query xmlns='http://jabber.org/protocol/disco#items'/>";
    server
        .say(&format!(
            "<iq type='get' id='1' from='a@b.example/c' to='plays.example'>{query}</iq>"
        ))
        .await;
    let answer = server.until("</iq>").await;
    assert_eq!(
        answer,
        "<iq from='plays.example' id='1' to='a@b.example/c' type='result'>\
         <query xmlns='http://jabber.org/protocol/disco#items'><item jid='hamlet@plays.example'/></query></iq>"
    );
    // What is for contacts only is as if nobody were there (XEP-0030 §8).
    server
        .say(&format!(
            "<iq type='get' id='2' from='a@b.example/c' to='hamlet@plays.example'>{query}</iq>"
        ))
        .await;
    let answer = server.until("</iq>").await;
    assert!(answer.contains(" from='hamlet@plays.example' "), "{answer}");
    assert!(answer.contains("<service-unavailable "), "{answer}");
}

/// In a client it answers for the client.
#[tokio::test]
async fn the_same_service_answers_in_a_client() {
    let service = disco_items::service(Plays);
    let (_client, _events, mut server) = crate::server::session_of(romeo().service(service)).await;
    server
        .send(
            "<iq type='get' id='1' from='a@b.example/c' to='romeo@example.net/orchard'>\
             <query xmlns='http://jabber.org/protocol/disco#items'/></iq>",
        )
        .await;
    let answer = server.text().await;
    assert!(
        answer.contains("<item jid='hamlet@plays.example/ophelia'/>"),
        "{answer}"
    );
}

/// XEP-0030 §3, XEP-0199 §4: what every entity should answer.
#[tokio::test]
async fn a_component_says_what_it_is() {
    let (_component, mut server) = session_of(builder().service(disco_items::service(Plays))).await;
    server
        .say(
            "<iq type='get' id='1' from='a@b.example/c' to='plays.example'>\
             <query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
        )
        .await;
    let answer = server.until("</iq>").await;
    assert!(answer.contains("category='component'"), "{answer}");
    let features = answer.matches("<feature ").count();
    assert_eq!(features, 3, "{answer}");
    server
        .say(
            "<iq type='get' id='2' from='a@b.example/c' to='plays.example'>\
             <ping xmlns='urn:xmpp:ping'/></iq>",
        )
        .await;
    let pong = server.until("/>").await;
    assert_eq!(
        pong,
        "<iq from='plays.example' id='2' to='a@b.example/c' type='result'/>"
    );
}

/// A component asks in the name of its domain, and believes who was asked.
#[tokio::test]
async fn a_component_asks() {
    let (component, mut server) = session_of(builder()).await;
    let asking = tokio::spawn({
        let component = component.clone();
        async move { component.get(jid("b.example"), &DiscoInfo::default()).await }
    });
    let question = server.until("</iq>").await;
    assert!(
        question.starts_with("<iq from='plays.example' id='"),
        "{question}"
    );
    let id = question.split('\'').nth(3).unwrap();
    let answer = |from: &str, kind: &str| {
        format!(
            "<iq type='result' id='{id}' from='{from}' to='plays.example'>\
             <query xmlns='http://jabber.org/protocol/disco#info'><identity category='{kind}' type='im'/></query></iq>"
        )
    };
    server.say(&answer("evil.example", "evil")).await;
    server.say(&answer("b.example", "server")).await;
    let info = asking.await.unwrap().unwrap();
    assert_eq!(info.identities[0].category, "server");
}

/// What a component is told without a service is an event; what is for others, and what says not from whom it is, is none.
#[tokio::test]
async fn what_comes_is_an_event() {
    let (component, mut server) = session_of(builder()).await;
    let events = component.events();
    for addresses in [
        "from='a@b.example'",
        "to='plays.example'",
        "from='a@b.example' to='other.example'",
    ] {
        server
            .say(&format!("<message {addresses}><body>lost</body></message>"))
            .await;
    }
    server
        .say("<message from='a@b.example' to='hamlet@plays.example'><body>Who's there?</body></message>")
        .await;
    let message = loop {
        match heard(&events).await {
            Event::Message(message) => break message,
            Event::Invalid { .. } => {}
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(message.body(), Some("Who's there?"));
    let reply = message.reply("Nay, answer me.").unwrap();
    let reply = Message {
        from: message.to.clone(),
        ..reply
    };
    component.send(&reply).await.unwrap();
    let text = server.until("</message>").await;
    assert!(text.contains(" from='hamlet@plays.example' "), "{text}");
    // The server would end the stream for a stanza of another one's namespace (RFC 6120 §4.8.3).
    let foreign: xmpp_core::Element = "<message xmlns='jabber:client'/>".parse().unwrap();
    assert!(component.send(&foreign).await.is_err());
    component.close().await;
}

/// Keeps what it hears.
#[derive(Clone, Default)]
struct Ears(Arc<Mutex<Vec<String>>>);

impl pubsub_event::EventListener for Ears {
    async fn message(&self, cx: Cx<'_>, _: pubsub_event::Event) -> Result<(), StanzaError> {
        self.0.lock().unwrap().push(cx.from().to_string());
        Ok(())
    }
}

/// A listener hears what messages carry, of the types that carry it, before the application does.
#[tokio::test]
async fn a_listener_hears() {
    let ears = Ears::default();
    let (component, mut server) =
        session_of(builder().service(pubsub_event::listener(ears.clone()))).await;
    let events = component.events();
    let event = "<event xmlns='http://jabber.org/protocol/pubsub#event'><purge node='n'/></event>";
    for (from, type_) in [
        ("a@b.example", "headline"),
        ("c@b.example", "chat"),
        ("d@b.example", "error"),
    ] {
        server
            .say(&format!(
                "<message type='{type_}' from='{from}' to='hamlet@plays.example'>{event}</message>"
            ))
            .await;
        heard(&events).await;
    }
    assert_eq!(*ears.0.lock().unwrap(), ["a@b.example"]);
}

/// XEP-0114 §3: a server that does not believe the secret ends the stream.
#[tokio::test]
async fn a_wrong_secret_is_told() {
    let (ours, theirs) = duplex(4096);
    let serve = async {
        let mut server = Server::open(theirs).await;
        server
            .say(
                "<stream:error><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>",
            )
            .await;
        server.until("</stream:stream>").await
    };
    let (component, _) = tokio::join!(builder().connect_over(ours), serve);
    let Err(ConnectError::Stream(Closed::PeerError(error))) = component else {
        panic!("{component:?}")
    };
    assert_eq!(error.condition, streamerror::Condition::NotAuthorized);
}
