//! Blocking (XEP-0191).

use xmpp_server::storage::Storage as _;

use crate::support::{Client, Place};

fn block(name: &str, jid: &str) -> String {
    format!(
        "<iq type='set' id='{name}'><{name} xmlns='urn:xmpp:blocking'><item jid='{jid}'/></{name}></iq>"
    )
}

const LIST: &str = "<iq type='get' id='list'><blocklist xmlns='urn:xmpp:blocking'/></iq>";

async fn list(client: &mut Client) -> String {
    client.send(LIST).await;
    client.expect("id='list'").await
}

/// XEP-0191 §3.1 to §3.4: announced, listed, changed, pushed to those who have asked, and still there after a restart.
#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_kept_and_pushed() {
    let mut place = Place::with(&["juliet", "romeo"]).await;
    let mut balcony = place.login("juliet", "balcony").await;
    let mut chamber = place.login("juliet", "chamber").await;
    let mut deaf = place.login("juliet", "deaf").await;
    let info = "<iq type='get' id='info' to='localhost'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";
    balcony.send(info).await;
    let features = balcony.receive().await;
    assert!(
        features.contains("<feature var='urn:xmpp:blocking'/>"),
        "{features}"
    );
    for client in [&mut balcony, &mut chamber] {
        let empty = list(client).await;
        assert!(
            empty.contains("<blocklist xmlns='urn:xmpp:blocking'/>"),
            "{empty}"
        );
    }
    balcony.send(&block("block", "romeo@localhost")).await;
    assert_eq!(
        balcony.receive().await,
        format!("<iq id='block' to='{}' type='result'/>", balcony.jid)
    );
    for client in [&mut balcony, &mut chamber] {
        let push = client.receive().await;
        let item = "<block xmlns='urn:xmpp:blocking'><item jid='romeo@localhost'/></block>";
        assert!(push.contains(item) && push.contains("type='set'"), "{push}");
    }
    assert_eq!(deaf.settle().await, Vec::<String>::new());
    place.stop().await;
    place.start().await;
    let mut balcony = place.login("juliet", "balcony").await;
    assert!(list(&mut balcony).await.contains("romeo@localhost"));
    balcony
        .send("<iq type='set' id='u'><unblock xmlns='urn:xmpp:blocking'/></iq>")
        .await;
    balcony.expect("<unblock xmlns='urn:xmpp:blocking'/>").await;
    assert!(!list(&mut balcony).await.contains("item"));
}

/// XEP-0191 §3.3, and nobody's list but the own.
#[tokio::test(flavor = "multi_thread")]
async fn bad_requests_are_refused() {
    let place = Place::with(&["juliet", "romeo"]).await;
    let mut juliet = place.login("juliet", "balcony").await;
    let cases = [
        ("", "<block xmlns='urn:xmpp:blocking'/>", "bad-request"),
        (
            "",
            "<block xmlns='urn:xmpp:blocking'><item jid='@'/></block>",
            "jid-malformed",
        ),
        (
            " to='romeo@localhost'",
            "<block xmlns='urn:xmpp:blocking'><item jid='a@b'/></block>",
            "forbidden",
        ),
    ];
    for (to, payload, condition) in cases {
        juliet
            .send(&format!("<iq type='set' id='b'{to}>{payload}</iq>"))
            .await;
        let answer = juliet.receive().await;
        assert!(
            answer.contains(&format!("<{condition} ")),
            "{payload}: {answer}"
        );
    }
}

/// XEP-0191 §3.3, §3.5: who is blocked sees the account go, and finds nobody any more.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_blocked_finds_nobody() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (mut romeo, mut juliet) = place.friends().await;
    juliet.settle().await;
    romeo.settle().await;
    juliet.send(&block("block", "romeo@localhost")).await;
    juliet.expect("id='block'").await;
    let gone = romeo.receive().await;
    assert!(
        gone.contains("from='juliet@localhost/balcony'") && gone.contains("type='unavailable'"),
        "{gone}"
    );
    let bounced = [
        "<message to='juliet@localhost' type='chat' id='x'><body>hi</body></message>",
        "<message to='juliet@localhost/balcony' type='chat' id='x'><body>hi</body></message>",
        "<iq to='juliet@localhost/balcony' type='get' id='x'><ping xmlns='urn:xmpp:ping'/></iq>",
        "<iq to='juliet@localhost' type='get' id='x'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
    ];
    for stanza in bounced {
        romeo.send(stanza).await;
        let answer = romeo.receive().await;
        assert!(answer.contains("<service-unavailable "), "{answer}");
    }
    let silent = "<presence to='juliet@localhost'/><presence type='probe' to='juliet@localhost'/>\
                  <presence type='unsubscribe' to='juliet@localhost'/><presence><status>still here</status></presence>\
                  <iq to='juliet@localhost/balcony' type='result' id='x'/>\
                  <message to='juliet@localhost' type='error'/>";
    romeo.send(silent).await;
    let heard = romeo.settle().await;
    assert!(
        heard
            .iter()
            .all(|stanza| !stanza.contains("juliet@localhost/")),
        "{heard:#?}"
    );
    juliet
        .send("<presence><status>busy</status></presence>")
        .await;
    let heard = juliet.settle().await;
    assert!(
        heard.iter().all(|stanza| !stanza.contains("from='romeo")),
        "{heard:#?}"
    );
    assert_eq!(romeo.settle().await, Vec::<String>::new());
}

/// XEP-0191 §3.4: who is unblocked sees the account again, and is seen.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_unblocked_is_there_again() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (mut romeo, mut juliet) = place.friends().await;
    juliet.send(&block("block", "localhost")).await;
    juliet.expect("id='block'").await;
    romeo.expect("type='unavailable'").await;
    romeo
        .send("<presence><status>alone</status></presence>")
        .await;
    romeo.settle().await;
    juliet.settle().await;
    juliet.send(&block("unblock", "localhost")).await;
    let seen = romeo.receive().await;
    assert!(seen.contains("from='juliet@localhost/balcony'"), "{seen}");
    juliet.expect("<status>alone</status>").await;
    romeo
        .send("<message to='juliet@localhost' type='chat'><body>again</body></message>")
        .await;
    juliet.expect("<body>again</body>").await;
}

/// XEP-0191 §3.5: to who sends to somebody whom they have blocked.
#[tokio::test(flavor = "multi_thread")]
async fn senders_are_told_whom_they_have_blocked() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut juliet = place.online("juliet", "balcony").await;
    juliet.send(&block("block", "romeo@localhost")).await;
    juliet.expect("id='block'").await;
    for stanza in [
        "<message to='romeo@localhost' id='x'><body>hi</body></message>",
        "<presence to='romeo@localhost/orchard' id='x'/>",
        "<presence type='subscribe' to='romeo@localhost' id='x'/>",
        "<iq to='romeo@localhost' type='get' id='x'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
    ] {
        juliet.send(stanza).await;
        let answer = juliet.receive().await;
        assert!(
            answer.contains("id='x'")
                && answer.contains("<not-acceptable ")
                && answer.contains("<blocked xmlns='urn:xmpp:blocking:errors'/>"),
            "{answer}"
        );
    }
    assert_eq!(romeo.settle().await, Vec::<String>::new());
}

/// XEP-0191 §3.3: what was shown by directed presence is taken back; an account that is away keeps no messages of those it blocks.
#[tokio::test(flavor = "multi_thread")]
async fn it_reaches_directed_presence_and_those_who_are_away() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut juliet = place.online("juliet", "balcony").await;
    juliet
        .send("<presence to='romeo@localhost/orchard'/>")
        .await;
    romeo.expect("from='juliet@localhost/balcony'").await;
    juliet
        .send(&block("block", "romeo@localhost/orchard"))
        .await;
    let gone = romeo.receive().await;
    assert!(gone.contains("type='unavailable'"), "{gone}");
    juliet.close().await;
    assert_eq!(romeo.settle().await, Vec::<String>::new());
    romeo
        .send("<message to='juliet@localhost' type='chat'><body>hi</body></message>")
        .await;
    romeo.expect("<service-unavailable ").await;
    let juliet = "juliet@localhost".parse().unwrap();
    let kept = place.server().storage().offline_count(&juliet).await;
    assert_eq!(kept.unwrap(), 0);
}
