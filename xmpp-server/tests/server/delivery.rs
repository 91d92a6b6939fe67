//! Where stanzas go (RFC 6121 §8.5), with resources of every priority.

use crate::support::{Client, Place};

/// Resources of juliet with these priorities.
async fn resources(place: &Place, priorities: &[i8]) -> Vec<Client> {
    let mut clients = Vec::new();
    for (number, priority) in priorities.iter().enumerate() {
        let mut client = place.login("juliet", &format!("r{number}")).await;
        client
            .send(&format!(
                "<presence><priority>{priority}</priority></presence>"
            ))
            .await;
        clients.push(client);
    }
    for client in &mut clients {
        client.settle().await;
    }
    clients
}

/// Whether each of them gets it, with its address unchanged; and what the sender hears.
async fn deliver(
    romeo: &mut Client,
    clients: &mut [Client],
    to: &str,
    type_: &str,
) -> (Vec<bool>, Vec<String>) {
    let message = format!("<message to='{to}' type='{type_}' id='m'><body>needle</body></message>");
    romeo.send(&message).await;
    let heard = romeo.settle().await;
    let mut got = Vec::new();
    for client in clients {
        let received = client.settle().await;
        let mut messages = received.iter().filter(|stanza| stanza.contains("needle"));
        let first = messages.next();
        assert_eq!(messages.next(), None, "it comes once");
        if let Some(message) = first {
            assert!(message.contains(&format!("to='{to}'")), "{message}");
        }
        got.push(first.is_some());
    }
    (got, heard)
}

fn is_error(heard: &[String], condition: &str) -> bool {
    matches!(heard, [error] if error.contains("id='m'") && error.contains(&format!("<{condition} ")))
}

/// RFC 6121 §8.5.2.1.1: `normal` and `chat` to all of the highest priority, `headline` to all that is not negative, `groupchat`
/// is refused, and `error` is dropped; nobody of a negative priority gets anything.
#[tokio::test(flavor = "multi_thread")]
async fn messages_to_an_account_go_by_priority() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let rows: [(&[i8], &[bool], &[bool]); 6] = [
        (&[1], &[true], &[true]),
        (&[-1], &[false], &[false]),
        (
            &[1, 1, -1, 1],
            &[true, true, false, true],
            &[true, true, false, true],
        ),
        (&[3, 1, 2], &[true, false, false], &[true, true, true]),
        (&[0, 0, -1], &[true, true, false], &[true, true, false]),
        (
            &[1, 0, -1, 3],
            &[false, false, false, true],
            &[true, true, false, true],
        ),
    ];
    for (priorities, conversation, news) in rows {
        let mut clients = resources(&place, priorities).await;
        let to = "juliet@localhost";
        for type_ in ["normal", "chat"] {
            let (got, heard) = deliver(&mut romeo, &mut clients, to, type_).await;
            assert_eq!(got, conversation, "{type_} {priorities:?}");
            assert_eq!(heard, Vec::<String>::new(), "{type_} {priorities:?}");
        }
        let (got, heard) = deliver(&mut romeo, &mut clients, to, "headline").await;
        assert_eq!((got.as_slice(), heard.len()), (news, 0), "{priorities:?}");
        let (got, heard) = deliver(&mut romeo, &mut clients, to, "groupchat").await;
        assert!(
            !got.contains(&true) && is_error(&heard, "service-unavailable"),
            "{heard:?}"
        );
        let (got, heard) = deliver(&mut romeo, &mut clients, to, "error").await;
        assert!(!got.contains(&true) && heard.is_empty(), "{heard:?}");
        for client in clients {
            client.close().await;
        }
    }
}

/// RFC 6121 §8.5.3.2.1: `chat` goes where it would go without the resource; `normal` and `groupchat` are returned, `headline` and
/// `error` dropped. To no account: as to one that is away, or returned (§8.5.1).
#[tokio::test(flavor = "multi_thread")]
async fn messages_to_an_absent_resource() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut clients = resources(&place, &[1, -1]).await;
    let to = "juliet@localhost/absent";
    let (got, heard) = deliver(&mut romeo, &mut clients, to, "chat").await;
    assert_eq!((got.as_slice(), heard.len()), (&[true, false][..], 0));
    for type_ in ["normal", "groupchat"] {
        let (got, heard) = deliver(&mut romeo, &mut clients, to, type_).await;
        assert!(!got.contains(&true), "{type_}");
        assert!(
            is_error(&heard, "service-unavailable"),
            "{type_}: {heard:?}"
        );
    }
    for type_ in ["headline", "error"] {
        let (got, heard) = deliver(&mut romeo, &mut clients, to, type_).await;
        assert!(
            !got.contains(&true) && heard.is_empty(),
            "{type_}: {heard:?}"
        );
    }
    for to in ["nobody@localhost", "nobody@localhost/x"] {
        for type_ in ["normal", "chat", "headline", "groupchat", "error"] {
            let (_, heard) = deliver(&mut romeo, &mut [], to, type_).await;
            assert!(
                heard.is_empty() || is_error(&heard, "service-unavailable"),
                "{to} {type_}: {heard:?}"
            );
        }
    }
}

/// RFC 6121 §8.5.3.1: a resource that is there gets every message for it, whatever its type and priority, and before its presence.
#[tokio::test(flavor = "multi_thread")]
async fn messages_to_a_resource() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut clients = resources(&place, &[-1]).await;
    clients.push(place.login("juliet", "r1").await);
    for type_ in ["normal", "chat", "headline", "groupchat", "error"] {
        for (number, expected) in [[true, false], [false, true]].iter().enumerate() {
            let to = format!("juliet@localhost/r{number}");
            let (got, heard) = deliver(&mut romeo, &mut clients, &to, type_).await;
            assert_eq!(
                (got.as_slice(), heard.len()),
                (&expected[..], 0),
                "{to} {type_}"
            );
        }
    }
}

/// RFC 6121 §8.5.1, §8.5.2, §8.5.3.2.3: the server answers for accounts; without one, or without the resource, nobody is there.
#[tokio::test(flavor = "multi_thread")]
async fn requests_are_answered_wherever_they_go() {
    let place = Place::with(&["romeo", "juliet", "nurse"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut juliet = place.online("juliet", "balcony").await;
    let unknown = "<test xmlns='urn:example:test'/>";
    let roster = "<query xmlns='jabber:iq:roster'/>";
    let rows = [
        ("juliet@localhost", unknown, "service-unavailable"),
        ("juliet@localhost", roster, "forbidden"),
        ("juliet@localhost/balcony", unknown, "service-unavailable"),
        ("juliet@localhost/absent", unknown, "service-unavailable"),
        ("nurse@localhost", unknown, "service-unavailable"),
        ("nurse@localhost", roster, "forbidden"),
        ("nobody@localhost", unknown, "service-unavailable"),
        ("nobody@localhost", roster, "service-unavailable"),
        ("nobody@localhost/x", unknown, "service-unavailable"),
        ("localhost", unknown, "service-unavailable"),
    ];
    for (to, payload, condition) in rows {
        for type_ in ["get", "set"] {
            romeo
                .send(&format!(
                    "<iq to='{to}' type='{type_}' id='m'>{payload}</iq>"
                ))
                .await;
            let heard = romeo.settle().await;
            assert!(is_error(&heard, condition), "{to} {type_}: {heard:?}");
            assert!(heard[0].contains(&format!("from='{to}'")), "{heard:?}");
        }
    }
    for type_ in ["result", "error"] {
        let content = match type_ {
            "error" => {
                "<error type='cancel'><undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
            }
            _ => "",
        };
        romeo
            .send(&format!(
                "<iq to='juliet@localhost/balcony' type='{type_}' id='answer'>{content}</iq>"
            ))
            .await;
        let got = juliet.expect("id='answer'").await;
        assert!(got.contains(&format!("type='{type_}'")), "{got}");
    }
    assert_eq!(juliet.settle().await, Vec::<String>::new());
}

/// RFC 6121 §8.5.1, §8.5.3.2.2: presence to nobody is dropped without a word, whatever its type; only a probe is answered.
#[tokio::test(flavor = "multi_thread")]
async fn presence_to_nobody_is_dropped() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut juliet = place.online("juliet", "balcony").await;
    let types = [
        "",
        " type='unavailable'",
        " type='subscribed'",
        " type='unsubscribe'",
        " type='unsubscribed'",
    ];
    for to in [
        "juliet@localhost/absent",
        "nobody@localhost",
        "nobody@localhost/x",
    ] {
        for type_ in types {
            romeo
                .send(&format!(
                    "<presence to='{to}'{type_} id='m'><status>needle</status></presence>"
                ))
                .await;
            let heard = romeo.settle().await;
            let about = heard.iter().any(|stanza| stanza.contains("id='m'"));
            assert!(!about, "{to}{type_}: {heard:?}");
        }
    }
    assert_eq!(juliet.settle().await, Vec::<String>::new());
}

/// RFC 6121 §8.5.2.1.2: presence to an account is for all its available resources.
#[tokio::test(flavor = "multi_thread")]
async fn presence_to_an_account_is_for_all_its_resources() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut clients = resources(&place, &[1, -1]).await;
    clients.push(place.login("juliet", "connected").await);
    for type_ in ["", " type='unavailable'"] {
        romeo
            .send(&format!(
                "<presence to='juliet@localhost'{type_}><status>needle</status></presence>"
            ))
            .await;
        romeo.settle().await;
        for (client, expected) in clients.iter_mut().zip([true, true, false]) {
            let got = client.settle().await;
            let mut got = got.iter().filter(|stanza| stanza.contains("needle"));
            let first = got.next();
            assert_eq!(first.is_some(), expected, "{}", client.jid);
            assert!(first.is_none_or(|stanza| stanza.contains("to='juliet@localhost'")));
        }
    }
}

/// RFC 6121 §8.5.3.1 leaves it to the server: the operator can let requests of strangers through.
#[tokio::test(flavor = "multi_thread")]
async fn requests_of_strangers_are_let_through_where_that_is_wanted() {
    let place = Place::set_up(
        &["romeo", "juliet"],
        |config| config.answer_strangers = true,
        |_| {},
    )
    .await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut juliet = place.online("juliet", "balcony").await;
    romeo
        .send("<iq to='juliet@localhost/balcony' type='get' id='q'><test xmlns='urn:example:test'/></iq>")
        .await;
    let asked = juliet.expect("id='q'").await;
    assert!(asked.contains("from='romeo@localhost/orchard'"), "{asked}");
}
