//! Requests of others (RFC 6120 §8.2.3, §8.4).

use crate::server::{Server, heard, jid, romeo, session, session_of};
use std::time::Duration;
use xmpp_client::{Event, Service};
use xmpp_core::schema::disco_info::{self, DiscoInfo};
use xmpp_core::schema::roster::Roster;
use xmpp_core::schema::stanza::Iq;
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::{Answer, Cx, Role, Senders};

/// Sends a request of juliet's, and gives the answer.
async fn ask(server: &mut Server, type_: &str, payload: &str) -> Iq {
    server.send(&format!("<iq id='q' type='{type_}' from='juliet@example.net/b' to='romeo@example.net/orchard'>{payload}</iq>")).await;
    answered(server).await
}

async fn answered(server: &mut Server) -> Iq {
    let answer = tokio::time::timeout(Duration::from_secs(5), server.stanza())
        .await
        .expect("an answer in time");
    let answer = answer.element.read::<Iq>().unwrap();
    assert_eq!(answer.id, "q");
    assert_eq!(answer.to, Some(jid("juliet@example.net/b")));
    assert_eq!(answer.from, None);
    answer
}

fn condition(answer: &Iq) -> &Condition {
    &answer.error.as_ref().unwrap().condition
}

/// XEP-0199 §4.
#[tokio::test]
async fn pings_are_answered() {
    let (_client, _events, mut server) = session().await;
    let pong = ask(&mut server, "get", "<ping xmlns='urn:xmpp:ping'/>").await;
    assert!(pong.error.is_none() && pong.payload.is_none(), "{pong:?}");
}

/// XEP-0030 §3.
#[tokio::test]
async fn the_client_says_what_it_is() {
    let builder = romeo()
        .identity(disco_info::Identity::new("client", "console"))
        .service(Lonely);
    let (_client, _events, mut server) = session_of(builder).await;
    let answer = ask(
        &mut server,
        "get",
        "<query xmlns='http://jabber.org/protocol/disco#info'/>",
    )
    .await;
    let info = answer.payload::<DiscoInfo>().unwrap().unwrap();
    assert_eq!(info.identities[0].type_, "console");
    let features: Vec<_> = info
        .features
        .iter()
        .map(|feature| feature.var.as_str())
        .collect();
    assert_eq!(
        features,
        [
            "http://jabber.org/protocol/disco#info",
            "urn:xmpp:ping",
            "urn:example:lonely"
        ]
    );
    let answer = ask(
        &mut server,
        "get",
        "<query xmlns='http://jabber.org/protocol/disco#info' node='n'/>",
    )
    .await;
    assert_eq!(condition(&answer), &Condition::ItemNotFound);
}

/// RFC 6120 §8.4: what nobody understands is refused, also when nobody looks.
#[tokio::test]
async fn unknown_requests_are_refused() {
    let (_client, events, mut server) = session().await;
    server
        .send("<iq id='q' type='get' from='juliet@example.net/b'><odd xmlns='urn:odd'/></iq>")
        .await;
    let Event::Request(request) = heard(&events).await else {
        panic!()
    };
    assert_eq!(*request.sender(), jid("juliet@example.net/b"));
    drop(request);
    assert_eq!(
        condition(&answered(&mut server).await),
        &Condition::ServiceUnavailable
    );
}

#[tokio::test]
async fn requests_are_answered_by_hand() {
    let (_client, events, mut server) = session().await;
    for number in 0..3 {
        server.send("<iq id='q' type='get' from='juliet@example.net/b'><query xmlns='jabber:iq:roster'/></iq>").await;
        let Event::Request(request) = heard(&events).await else {
            panic!()
        };
        match number {
            0 => request.reply(),
            1 => request.reply_with(&Roster::default()).unwrap(),
            _ => request.reply_error(Condition::Forbidden),
        }
        let answer = answered(&mut server).await;
        assert_eq!(answer.payload.is_some(), number == 1);
        assert_eq!(answer.error.is_some(), number == 2);
    }
}

#[tokio::test]
async fn requests_without_a_listener_are_refused() {
    let (_client, events, mut server) = session_of(romeo().queue(4, 1 << 20)).await;
    drop(events);
    for _ in 0..40 {
        server
            .send("<iq id='q' type='get' from='juliet@example.net/b'><odd xmlns='urn:odd'/></iq>")
            .await;
    }
    for _ in 0..30 {
        assert_eq!(
            condition(&answered(&mut server).await),
            &Condition::ServiceUnavailable
        );
    }
}

struct Lonely;

impl Service for Lonely {
    const NAMESPACE: &'static str = "urn:example:lonely";
    const ROLES: &'static [Role] = &[
        Role::get("slow").anywhere(),
        Role::get("panic").anywhere(),
        Role::set("error").anywhere(),
        Role::get("roster").anywhere(),
        Role::get("typed").anywhere(),
        Role::get("never").anywhere(),
        Role::get("friends").client(Senders::Contacts),
        Role::get("self").client(Senders::Owner),
        Role::get("elsewhere").server(Senders::Anyone),
    ];

    async fn answer(&self, cx: Cx<'_>) -> Answer {
        match cx.request().1 {
            "slow" => {
                tokio::time::sleep(Duration::from_millis(200)).await;
                Ok(None)
            }
            "panic" => panic!("this service panics"),
            "error" => Err(Condition::NotAllowed.into()),
            "roster" => cx.reply(Roster::default()),
            "typed" => cx.payload::<Roster>().map(|_| None),
            "friends" | "self" => Ok(None),
            _ => std::future::pending().await,
        }
    }
}

#[tokio::test]
async fn a_service_answers() {
    let (_client, _events, mut server) = session_of(romeo().service(Lonely)).await;
    let answer = ask(&mut server, "get", "<roster xmlns='urn:example:lonely'/>").await;
    assert!(answer.payload::<Roster>().unwrap().is_some());
    let answer = ask(&mut server, "set", "<error xmlns='urn:example:lonely'/>").await;
    assert_eq!(condition(&answer), &Condition::NotAllowed);
    // RFC 6120 §8.4: what nobody answers here.
    for payload in [
        "<typed xmlns='urn:example:lonely'/>",
        "<odd xmlns='urn:example:lonely'/>",
        "<elsewhere xmlns='urn:example:lonely'/>",
    ] {
        let answer = ask(&mut server, "get", payload).await;
        assert_eq!(
            condition(&answer),
            &Condition::ServiceUnavailable,
            "{payload}"
        );
    }
    let answer = ask(&mut server, "set", "<roster xmlns='urn:example:lonely'/>").await;
    assert_eq!(condition(&answer), &Condition::BadRequest);
}

/// What is for contacts, and what is for the own account, is for nobody else.
#[tokio::test]
async fn a_service_is_for_some_only() {
    let friends = "<friends xmlns='urn:example:lonely'/>";
    let (_client, _events, mut server) = session_of(romeo().service(Lonely)).await;
    let answer = ask(&mut server, "get", friends).await;
    assert_eq!(condition(&answer), &Condition::ServiceUnavailable);
    let answer = ask(&mut server, "get", "<self xmlns='urn:example:lonely'/>").await;
    assert_eq!(condition(&answer), &Condition::Forbidden);
    let builder = romeo()
        .service(Lonely)
        .contacts(|jid| jid.local() == Some("juliet"));
    let (_client, _events, mut server) = session_of(builder).await;
    let answer = ask(&mut server, "get", friends).await;
    assert_eq!(answer.error, None);
}

#[tokio::test]
async fn a_slow_service_holds_nobody_up() {
    let (_client, _events, mut server) = session_of(romeo().service(Lonely)).await;
    server.send("<iq id='slow' type='get' from='juliet@example.net/b'><slow xmlns='urn:example:lonely'/></iq>").await;
    ask(&mut server, "get", "<ping xmlns='urn:xmpp:ping'/>").await;
    assert_eq!(server.stanza().await.envelope.id.as_deref(), Some("slow"));
}

#[tokio::test]
async fn a_service_that_panics_has_failed() {
    let (_client, _events, mut server) = session_of(romeo().service(Lonely)).await;
    let answer = ask(&mut server, "get", "<panic xmlns='urn:example:lonely'/>").await;
    assert_eq!(condition(&answer), &Condition::InternalServerError);
    ask(&mut server, "get", "<ping xmlns='urn:xmpp:ping'/>").await;
}

/// A flood of requests takes no more than its share.
#[tokio::test]
async fn only_so_many_requests_are_worked_on() {
    let (_client, _events, mut server) = session_of(romeo().service(Lonely)).await;
    for _ in 0..64 {
        server.send("<iq id='p' type='get' from='juliet@example.net/b'><never xmlns='urn:example:lonely'/></iq>").await;
    }
    let answer = ask(&mut server, "get", "<roster xmlns='urn:example:lonely'/>").await;
    assert_eq!(condition(&answer), &Condition::ResourceConstraint);
}

/// RFC 6120 §8.3.1: errors are not answered, nor results that nobody asked for.
#[tokio::test]
async fn nothing_is_answered_that_must_not_be() {
    let (_client, _events, mut server) = session().await;
    server
        .send("<iq id='1' type='result' from='juliet@example.net/b'/>")
        .await;
    server
        .send("<iq id='2' type='error' from='juliet@example.net/b'/>")
        .await;
    server
        .send("<message id='3' type='error' from='juliet@example.net/b'/>")
        .await;
    server
        .send(
            "<iq id='q' type='get' from='juliet@example.net/b'><ping xmlns='urn:xmpp:ping'/></iq>",
        )
        .await;
    answered(&mut server).await;
}
