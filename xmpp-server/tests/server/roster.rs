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
