//! The roster (RFC 6121 §2).

use crate::support::Place;

const GET: &str = "<iq type='get' id='g'><query xmlns='jabber:iq:roster'/></iq>";

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_pushed_to_those_who_asked() {
    let mut place = Place::with(&["juliet"]).await;
    let mut balcony = place.login("juliet", "balcony").await;
    let mut chamber = place.login("juliet", "chamber").await;
    let mut deaf = place.online("juliet", "deaf").await;
    for client in [&mut balcony, &mut chamber] {
        client.send(GET).await;
        client.expect("<query xmlns='jabber:iq:roster'").await;
    }
    let set = "<iq type='set' id='s'><query xmlns='jabber:iq:roster'>\
               <item jid='nurse@localhost' name='Nurse'><group>Servants</group></item></query></iq>";
    balcony.send(set).await;
    assert_eq!(
        balcony.receive().await,
        "<iq id='s' to='juliet@localhost/balcony' type='result'/>"
    );
    for client in [&mut balcony, &mut chamber] {
        let push = client.receive().await;
        assert!(
            push.contains(&format!("to='{}' type='set'", client.jid)),
            "{push}"
        );
        assert!(
            push.contains("jid='nurse@localhost' name='Nurse'"),
            "{push}"
        );
        assert!(push.contains("<group>Servants</group>"), "{push}");
    }
    assert_eq!(deaf.settle().await, Vec::<String>::new());

    let remove = "<iq type='set' id='d'><query xmlns='jabber:iq:roster'>\
                  <item jid='nurse@localhost' subscription='remove'/></query></iq>";
    chamber.send(remove).await;
    for client in [&mut balcony, &mut chamber] {
        client.expect("subscription='remove'").await;
    }
    chamber.send(remove).await;
    chamber.expect("<item-not-found").await;
    balcony.send(set).await;
    balcony.settle().await;
    place.stop().await;
    place.start().await;
    let mut balcony = place.login("juliet", "balcony").await;
    balcony.send(GET).await;
    balcony.expect("name='Nurse'").await;
}

/// RFC 6121 §2.3.3: bad requests, and the business of others.
#[tokio::test(flavor = "multi_thread")]
async fn bad_requests_are_refused() {
    let place = Place::with(&["juliet", "romeo"]).await;
    let mut juliet = place.login("juliet", "balcony").await;
    let item = "<item jid='nurse@localhost'/>";
    let cases = [
        ("", String::new(), "bad-request"),
        ("", format!("{item}{item}"), "bad-request"),
        ("", "<item/>".to_owned(), "bad-request"),
        ("", "<item jid='@'/>".to_owned(), "jid-malformed"),
        (" to='romeo@localhost'", item.to_owned(), "forbidden"),
    ];
    for (to, items, condition) in cases {
        juliet
            .send(&format!(
                "<iq type='set' id='s'{to}><query xmlns='jabber:iq:roster'>{items}</query></iq>"
            ))
            .await;
        let answer = juliet.receive().await;
        assert!(
            answer.contains(&format!("<{condition} ")),
            "{items}: {answer}"
        );
    }
}

/// RFC 6121 §2.1.5: what only the server may say is ignored, whatever it is.
#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_server_may_say_is_ignored() {
    let place = Place::with(&["juliet"]).await;
    let mut juliet = place.login("juliet", "balcony").await;
    juliet.send(GET).await;
    juliet.expect("id='g'").await;
    for said in [
        "subscription='both'",
        "subscription='foobar'",
        "ask='subscribe' approved='true'",
        "ask='whatever' approved='perhaps'",
    ] {
        let set = format!(
            "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='nurse@localhost' {said}/></query></iq>"
        );
        juliet.send(&set).await;
        let answer = juliet.receive().await;
        assert!(answer.contains("type='result'"), "{said}: {answer}");
        let push = juliet.receive().await;
        assert!(
            push.contains("subscription='none'")
                && !push.contains("ask=")
                && !push.contains("approved="),
            "{said}: {push}"
        );
    }
}

/// RFC 6121 §2.6: a client that names its version gets nothing, the changes, or the whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_catches_up_by_version() {
    let place = Place::with(&["juliet"]).await;
    let mut juliet = place.login("juliet", "balcony").await;
    let set = |contact: &str, rest: &str| {
        format!(
            "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='{contact}@localhost'{rest}/></query></iq>"
        )
    };
    for number in 0..8 {
        juliet.send(&set(&format!("contact{number}"), "")).await;
        juliet.expect("id='s'").await;
    }
    let ask = |ver: &str| {
        format!("<iq type='get' id='g'><query xmlns='jabber:iq:roster' ver='{ver}'/></iq>")
    };
    let version = |text: &str| {
        let (_, rest) = text.split_once("ver='").unwrap();
        rest.split('\'').next().unwrap().to_owned()
    };
    juliet.send(&ask("")).await;
    let whole = juliet.receive().await;
    assert_eq!(whole.matches("<item ").count(), 8, "{whole}");
    let first = version(&whole);
    juliet.send(&ask(&first)).await;
    assert_eq!(
        juliet.settle().await,
        ["<iq id='g' to='juliet@localhost/balcony' type='result'/>"]
    );
    juliet.send(&set("contact3", " name='Nurse'")).await;
    juliet.settle().await;
    let mut later = place.login("juliet", "chamber").await;
    later.send(&ask(&first)).await;
    let heard = later.settle().await;
    assert_eq!(heard.len(), 2, "nothing, then what has changed: {heard:#?}");
    assert!(!heard[0].contains("<query"), "{heard:#?}");
    assert!(heard[1].contains("name='Nurse'"), "{heard:#?}");
    let second = version(&heard[1]);
    juliet
        .send(&set("contact5", " subscription='remove'"))
        .await;
    juliet.settle().await;
    let mut last = place.login("juliet", "garden").await;
    last.send(&ask(&first)).await;
    let heard = last.settle().await;
    assert_eq!(
        heard.len(),
        1,
        "seven contacts are shorter than two pushes: {heard:#?}"
    );
    assert_eq!(heard[0].matches("<item ").count(), 7, "{heard:#?}");
    assert_ne!(second, version(&heard[0]));
}
