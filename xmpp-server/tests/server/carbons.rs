//! Message carbons (XEP-0280).

use crate::support::{Client, Place};

async fn enable(client: &mut Client) {
    client
        .send("<iq type='set' id='carbons'><enable xmlns='urn:xmpp:carbons:2'/></iq>")
        .await;
    client.expect("<iq id='carbons' ").await;
}

/// XEP-0280 §6, §7: who did not get or send it sees it, once, with who did.
#[tokio::test(flavor = "multi_thread")]
async fn the_other_clients_see_both_sides_of_a_conversation() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut phone = place.online("juliet", "phone").await;
    let mut desk = place.online("juliet", "desk").await;
    phone.settle().await;
    enable(&mut phone).await;
    enable(&mut desk).await;
    romeo
        .send("<message to='juliet@localhost/phone' type='chat' id='1'><body>hi</body><x xmlns='urn:x'/></message>")
        .await;
    let received = phone.receive().await;
    assert!(
        received.starts_with("<message from='romeo@localhost/orchard' to='juliet@localhost/phone'"),
        "{received}"
    );
    assert_eq!(phone.settle().await, Vec::<String>::new());
    let copies = desk.settle().await;
    let expected = "<message from='juliet@localhost' to='juliet@localhost/desk' type='chat'>\
                    <received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>";
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert!(copies[0].starts_with(expected), "{}", copies[0]);
    assert!(
        copies[0].contains("from='romeo@localhost/orchard'"),
        "{}",
        copies[0]
    );
    assert!(
        copies[0].contains("<body>hi</body><x xmlns='urn:x'/></message>"),
        "{}",
        copies[0]
    );

    phone
        .send("<message to='romeo@localhost/orchard' type='chat'><body>ho</body></message>")
        .await;
    phone.settle().await;
    romeo.expect("<body>ho<").await;
    let copies = desk.settle().await;
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert!(
        copies[0].contains("<sent xmlns='urn:xmpp:carbons:2'>"),
        "{}",
        copies[0]
    );
    assert!(
        copies[0].contains("from='juliet@localhost/phone'"),
        "{}",
        copies[0]
    );
}

/// XEP-0280 §5, §6.1, §9: nobody gets copies of what is not wanted, not meant, or delivered to all of them anyway.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_copied() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut phone = place.online("juliet", "phone").await;
    let mut desk = place.online("juliet", "desk").await;
    phone.settle().await;
    enable(&mut desk).await;
    for content in [
        "type='chat'><body>secret</body><private xmlns='urn:xmpp:carbons:2'/>",
        "type='chat'><body>secret</body><no-copy xmlns='urn:xmpp:hints'/>",
        "type='normal'><x xmlns='urn:x'/>",
        "type='headline'><body>news</body>",
    ] {
        romeo
            .send(&format!(
                "<message to='juliet@localhost/phone' {content}</message>"
            ))
            .await;
    }
    romeo.settle().await;
    assert_eq!(phone.settle().await.len(), 4);
    assert_eq!(desk.settle().await, Vec::<String>::new());
    romeo
        .send("<message to='juliet@localhost' type='chat'><body>to both</body></message>")
        .await;
    romeo.settle().await;
    assert_eq!(desk.settle().await.len(), 1);
    desk.send("<iq type='set' id='off'><disable xmlns='urn:xmpp:carbons:2'/></iq>")
        .await;
    desk.expect("id='off'").await;
    romeo
        .send("<message to='juliet@localhost/phone' type='chat'><body>hi</body></message>")
        .await;
    romeo.settle().await;
    assert_eq!(desk.settle().await, Vec::<String>::new());
}
