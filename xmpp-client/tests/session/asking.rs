//! Requests and their answers (RFC 6120 §8.2.3).

use std::collections::HashSet;
use std::time::Duration;

use crate::server::{Server, bare, jid, session};
use xmpp_client::{Client, RequestError, Requester};
use xmpp_core::Element;
use xmpp_core::request::Request as _;
use xmpp_core::schema::disco_info::DiscoInfo;
use xmpp_core::schema::ping::Ping;
use xmpp_core::schema::roster::{Item, Roster, Subscription};
use xmpp_core::schema::stanza::{Iq, IqType};
use xmpp_core::schema::stanzaerror::Condition;

const SOON: Duration = Duration::from_millis(200);

/// The `id` of the next request.
async fn id(server: &mut Server) -> String {
    server.stanza().await.envelope.id.unwrap()
}

#[tokio::test]
async fn the_roster_is_asked_for_and_read() {
    let (client, _events, mut server) = session().await;
    let serve = async {
        let request = server.stanza().await;
        assert!(request.envelope.is_type("get"));
        assert_eq!(request.envelope.to, None);
        assert!(request.element.child("jabber:iq:roster", "query").is_some());
        let id = request.envelope.id.unwrap();
        let answer = format!(
            "<iq id='{id}' type='result'><query xmlns='jabber:iq:roster' ver='3'>\
            <item jid='juliet@example.net' subscription='both'/></query></iq>"
        );
        server.send(&answer).await;
    };
    let (roster, ()) = tokio::join!(client.roster().into_future(), serve);
    let roster = roster.unwrap();
    assert_eq!(roster.ver.as_deref(), Some("3"));
    assert_eq!(roster.items[0].subscription, Subscription::Both);
}

#[tokio::test]
async fn changes_of_the_roster() {
    let (client, _events, mut server) = session().await;
    let serve = async {
        let mut texts = Vec::new();
        for _ in 0..2 {
            let request = server.stanza().await;
            let id = request.envelope.id.clone().unwrap();
            texts.push(
                request
                    .element
                    .child("jabber:iq:roster", "query")
                    .unwrap()
                    .to_string(),
            );
            server.send(&format!("<iq id='{id}' type='result'/>")).await;
        }
        texts
    };
    let change = async {
        let nurse = Item {
            name: Some("Nurse".into()),
            ..Item::new(bare("nurse@example.net"))
        };
        client.set_contact(nurse).await.unwrap();
        client
            .remove_contact(bare("nurse@example.net"))
            .await
            .unwrap();
    };
    let (texts, ()) = tokio::join!(serve, change);
    assert!(
        texts[0].contains("<item jid='nurse@example.net' name='Nurse'"),
        "{}",
        texts[0]
    );
    assert!(
        texts[1].contains("<item jid='nurse@example.net' subscription='remove'/>"),
        "{}",
        texts[1]
    );
}

#[tokio::test]
async fn an_error_is_the_answer() {
    let (client, _events, mut server) = session().await;
    let serve = async {
        let id = id(&mut server).await;
        server
            .send(&format!(
                "<iq id='{id}' type='error' from='juliet@example.net/balcony'><error type='cancel'>\
                <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
            ))
            .await;
    };
    let (answer, ()) = tokio::join!(
        client.ping(jid("juliet@example.net/balcony")).into_future(),
        serve
    );
    let Err(RequestError::Stanza(error)) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(error.condition, Condition::ServiceUnavailable);
}

/// RFC 6120 §8.3.2: an error without a condition is an error all the same.
#[tokio::test]
async fn an_error_that_says_nothing_is_an_error() {
    let (client, _events, mut server) = session().await;
    let serve = async {
        let id = id(&mut server).await;
        server.send(&format!("<iq id='{id}' type='error'/>")).await;
    };
    let (answer, ()) = tokio::join!(client.roster().into_future(), serve);
    let Err(RequestError::Stanza(error)) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(error.condition, Condition::UndefinedCondition);
}

#[tokio::test]
async fn an_answer_that_breaks_its_schema_is_told() {
    let (client, _events, mut server) = session().await;
    let serve = async {
        let id = id(&mut server).await;
        server
            .send(&format!("<iq id='{id}' type='result'><query xmlns='jabber:iq:roster'><item name='Nurse'/></query></iq>"))
            .await;
    };
    let (answer, ()) = tokio::join!(client.roster().into_future(), serve);
    let Err(RequestError::Invalid(report)) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(report.findings()[0].rule.name(), "missing-attribute");
}

#[tokio::test]
async fn nobody_answers() {
    let (client, _events, mut server) = session().await;
    let answer = client.roster().timeout(SOON).await;
    assert_eq!(answer, Err(RequestError::Timeout));
    // The late answer disturbs nobody, and the next question has its own.
    let late = id(&mut server).await;
    server
        .send(&format!("<iq id='{late}' type='result'/>"))
        .await;
    let serve = async {
        let id = id(&mut server).await;
        assert_ne!(id, late);
        server
            .send(&format!("<iq id='{id}' type='result' from='example.net'/>"))
            .await;
    };
    let (answer, ()) = tokio::join!(client.ping(None).into_future(), serve);
    assert_eq!(answer, Ok(()));
}

/// Attack C05: an answer counts only if it comes from who was asked.
#[tokio::test]
async fn answers_of_others_are_ignored() {
    let (client, _events, mut server) = session().await;
    let question = client.get(jid("juliet@example.net/balcony"), &DiscoInfo::default());
    let serve = async {
        let id = id(&mut server).await;
        let senders = [
            "from='evil.example'",
            "from='juliet@example.net'",
            "from='example.net'",
            "from='a@b@c'",
            "",
        ];
        for from in senders {
            let forged = format!(
                "<iq id='{id}' type='result' {from}><query xmlns='http://jabber.org/protocol/disco#info'>\
                <feature var='forged'/></query></iq>"
            );
            server.send(&forged).await;
        }
        let real = format!(
            "<iq id='{id}' type='result' from='juliet@example.net/balcony'>\
            <query xmlns='http://jabber.org/protocol/disco#info'><feature var='real'/></query></iq>"
        );
        server.send(&real).await;
    };
    let (info, ()) = tokio::join!(question.into_future(), serve);
    assert_eq!(info.unwrap().features[0].var, "real");
}

/// RFC 6120 §8.1.2.1: without `from` it is the own account, which strangers cannot be.
#[tokio::test]
async fn who_may_answer_for_the_own_account() {
    for from in [
        "",
        "from='romeo@example.net'",
        "from='example.net'",
        "from='romeo@example.net/orchard'",
    ] {
        let (client, _events, mut server) = session().await;
        let serve = async {
            let id = id(&mut server).await;
            server
                .send(&format!(
                    "<iq id='{id}' type='result' from='evil.example'/>"
                ))
                .await;
            server
                .send(&format!(
                    "<iq id='{id}' type='result' {from}><query xmlns='jabber:iq:roster'/></iq>"
                ))
                .await;
        };
        let (roster, ()) = tokio::join!(client.roster().into_future(), serve);
        assert_eq!(roster, Ok(Roster::default()), "{from}");
    }
}

/// Attack C05: ids cannot be foreseen.
#[tokio::test]
async fn ids_differ_and_are_long() {
    let (client, _events, mut server) = session().await;
    let mut ids = HashSet::new();
    for _ in 0..20 {
        assert!(client.roster().timeout(Duration::ZERO).await.is_err());
    }
    client
        .send(&xmpp_core::schema::stanza::Presence::available())
        .await
        .unwrap();
    loop {
        let stanza = server.stanza().await;
        if stanza.element.name() == "presence" {
            break;
        }
        let id = stanza.envelope.id.unwrap();
        assert!(id.len() >= 16, "{id}");
        ids.insert(id);
    }
    assert!(ids.len() >= 2 || ids.is_empty(), "{ids:?}");
    let generated: HashSet<String> = (0..100).map(|_| client.generate_id()).collect();
    assert_eq!(generated.len(), 100);
}

#[tokio::test]
async fn many_questions_at_once_find_their_answers() {
    let (client, _events, mut server) = session().await;
    let questions = (0..50).map(|number| {
        let client = client.clone();
        tokio::spawn(async move {
            let to = jid(&format!("juliet@example.net/{number}"));
            let info = client.get(to, &DiscoInfo::default()).await.unwrap();
            assert_eq!(info.features[0].var, number.to_string());
        })
    });
    let questions: Vec<_> = questions.collect();
    let mut requests = Vec::new();
    for _ in 0..50 {
        requests.push(server.stanza().await.envelope);
    }
    for request in requests.into_iter().rev() {
        let (id, to) = (request.id.unwrap(), request.to.unwrap());
        let answer = format!(
            "<iq id='{id}' type='result' from='{to}'><query xmlns='http://jabber.org/protocol/disco#info'>\
            <feature var='{}'/></query></iq>",
            to.resource().unwrap()
        );
        server.send(&answer).await;
    }
    for question in questions {
        question.await.unwrap();
    }
}

#[tokio::test]
async fn the_end_of_the_session_is_an_answer() {
    let (client, _events, mut server) = session().await;
    let serve = async {
        server.stanza().await;
        drop(server);
    };
    let (answer, ()) = tokio::join!(client.roster().into_future(), serve);
    assert_eq!(answer, Err(RequestError::Closed));
    assert_eq!(client.roster().await, Err(RequestError::Closed));
}

#[tokio::test]
async fn a_question_that_cannot_be_asked() {
    let (client, _events, _server) = session().await;
    let answer = client.request::<()>(Iq::new("1", IqType::Result)).await;
    assert!(
        matches!(answer, Err(RequestError::Unsendable(_))),
        "{answer:?}"
    );
    let answer = client.request::<()>(Iq::new("1", IqType::Get)).await;
    let Err(RequestError::Unsendable(report)) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(report.findings()[0].rule.name(), "iq-one-child");
}

/// What is written for a requester works with a client.
#[tokio::test]
async fn a_client_is_a_requester() {
    async fn is_there(requester: &impl Requester) -> bool {
        let question = requester.begin::<Element>(Iq::get(None, "", &Ping::default()));
        question.timeout(SOON).await.is_ok()
    }
    fn client_is_sync<T: Send + Sync + Clone>(_: &T) {}
    let (client, _events, _server) = session().await;
    client_is_sync::<Client>(&client);
    assert!(!is_there(&client).await);
}
