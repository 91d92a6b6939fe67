//! Privacy lists (XEP-0016).

use crate::support::{Client, Place};

/// Changes something; gives the answer.
async fn set(client: &mut Client, content: &str) -> String {
    let query = format!("<query xmlns='jabber:iq:privacy'>{content}</query>");
    client
        .send(&format!("<iq type='set' id='set'>{query}</iq>"))
        .await;
    client.expect("id='set'").await
}

/// The same, which is done.
async fn done(client: &mut Client, content: &str) {
    let answer = set(client, content).await;
    assert!(answer.contains("type='result'"), "{content}: {answer}");
}

/// Asks for something.
async fn get(client: &mut Client, content: &str) -> String {
    let query = format!("<query xmlns='jabber:iq:privacy'>{content}</query>");
    client
        .send(&format!("<iq type='get' id='get'>{query}</iq>"))
        .await;
    client.expect("id='get'").await
}

const TYBALT: &str = "<item action='deny' order='3' type='jid' value='tybalt@localhost'/>";

/// XEP-0016 §2.2, §2.3, §2.6 to §2.8, §3: announced, made, told to all sessions, retrieved, still there after a restart, removed.
#[tokio::test(flavor = "multi_thread")]
async fn lists_are_kept_and_pushed() {
    let mut place = Place::with(&["romeo", "tybalt"]).await;
    let mut orchard = place.login("romeo", "orchard").await;
    let mut home = place.login("romeo", "home").await;
    let info = "<iq type='get' id='info' to='localhost'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";
    orchard.send(info).await;
    let features = orchard.receive().await;
    assert!(
        features.contains("<feature var='jabber:iq:privacy'/>"),
        "{features}"
    );
    let list = format!(
        "<list name='public'>{TYBALT}<item action='allow' order='68'><message/></item></list>"
    );
    let push = "<query xmlns='jabber:iq:privacy'><list name='public'/></query>";
    for content in [&list, "<list name='public'/>", &list] {
        done(&mut orchard, content).await;
        for client in [&mut orchard, &mut home] {
            let pushed = client.receive().await;
            let to = format!("to='{}'", client.jid);
            assert!(
                pushed.contains(push) && pushed.contains("type='set'") && pushed.contains(&to),
                "{pushed}"
            );
        }
    }
    done(&mut orchard, "<default name='public'/>").await;
    place.stop().await;
    place.start().await;
    let mut orchard = place.login("romeo", "orchard").await;
    let names = get(&mut orchard, "").await;
    assert!(
        names.contains("<default name='public'/><list name='public'/>"),
        "{names}"
    );
    let told = get(&mut orchard, "<list name='public'/>").await;
    assert!(told.contains(&list), "{told}");
    let mut tybalt = place.login("tybalt", "square").await;
    tybalt
        .send("<message to='romeo@localhost' type='chat'><body>hi</body></message>")
        .await;
    tybalt.expect("<service-unavailable ").await;
    done(&mut orchard, "<list name='public'/>").await;
    let names = get(&mut orchard, "").await;
    assert!(
        names.contains("<query xmlns='jabber:iq:privacy'/>"),
        "{names}"
    );
}

/// XEP-0016 §2.1 to §2.8.
#[tokio::test(flavor = "multi_thread")]
async fn bad_requests_are_refused() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.login("romeo", "orchard").await;
    let mut home = place.login("romeo", "home").await;
    done(&mut romeo, &format!("<list name='public'>{TYBALT}</list>")).await;
    done(&mut romeo, &format!("<list name='private'>{TYBALT}</list>")).await;
    done(&mut romeo, "<default name='public'/>").await;
    done(&mut home, "<active name='private'/>").await;
    let away = place.login("romeo", "away").await;
    let item = |attributes: &str| format!("<list name='x'><item {attributes}/></list>");
    let cases = [
        ("<active name='The Empty Set'/>".into(), "item-not-found"),
        ("<default name='The Empty Set'/>".into(), "item-not-found"),
        ("<list name='The Empty Set'/>".into(), "item-not-found"),
        (
            item("type='group' value='Enemies' action='deny' order='1'"),
            "item-not-found",
        ),
        (
            item("type='jid' value='a@' action='deny' order='1'"),
            "jid-malformed",
        ),
        (item("action='deny'"), "bad-request"),
        (item("order='1'"), "bad-request"),
        (item("action='deny' order='-1'"), "bad-request"),
        (
            item("type='name' value='x' action='deny' order='1'"),
            "bad-request",
        ),
        (
            format!("<list name='x'>{TYBALT}{TYBALT}</list>"),
            "bad-request",
        ),
        ("<active/><default/>".into(), "bad-request"),
        (
            "<list name='public'/><list name='private'/>".into(),
            "bad-request",
        ),
        (String::new(), "bad-request"),
        ("<list name='private'/>".into(), "conflict"),
        ("<list name='public'/>".into(), "conflict"),
        ("<default name='private'/>".into(), "conflict"),
        ("<default/>".into(), "conflict"),
    ];
    for (content, condition) in cases {
        let answer = set(&mut romeo, &content).await;
        assert!(
            answer.contains(&format!("<{condition} ")),
            "{content}: {answer}"
        );
    }
    for (content, condition) in [
        ("<list name='The Empty Set'/>", "item-not-found"),
        ("<list name='public'/><list name='private'/>", "bad-request"),
    ] {
        let answer = get(&mut romeo, content).await;
        assert!(answer.contains(&format!("<{condition} ")), "{answer}");
    }
    away.close().await;
    home.close().await;
    done(&mut romeo, "<default/>").await;
    romeo
        .send("<iq type='get' id='g' to='juliet@localhost'><query xmlns='jabber:iq:privacy'/></iq>")
        .await;
    let answer = romeo.expect("id='g'").await;
    assert!(answer.contains("<forbidden "), "{answer}");
}

/// XEP-0016 §2.4, §2.9 to §2.14: an active list is of one session alone, and applies at once.
#[tokio::test(flavor = "multi_thread")]
async fn an_active_list_is_of_one_session() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut home = place.online("romeo", "home").await;
    let mut juliet = place.online("juliet", "balcony").await;
    romeo.settle().await;
    let messages = "<list name='quiet'><item type='subscription' value='none' action='deny' order='1'><message/></item></list>";
    done(&mut romeo, messages).await;
    done(&mut romeo, "<active name='quiet'/>").await;
    home.settle().await;
    let message =
        |to: &str| format!("<message to='{to}' type='chat' id='x'><body>hi</body></message>");
    juliet.send(&message("romeo@localhost/orchard")).await;
    juliet.expect("<service-unavailable ").await;
    juliet.send(&message("romeo@localhost")).await;
    home.expect("<body>hi</body>").await;
    juliet.send(&message("romeo@localhost/home")).await;
    home.expect("<body>hi</body>").await;
    juliet
        .send("<presence to='romeo@localhost/orchard'><status>here</status></presence>")
        .await;
    romeo.expect("<status>here</status>").await;
    romeo.send(&message("juliet@localhost/balcony")).await;
    juliet.expect("<body>hi</body>").await;
    done(&mut romeo, "<active/>").await;
    juliet.send(&message("romeo@localhost/orchard")).await;
    romeo.expect("<body>hi</body>").await;
}

/// XEP-0016 §2.14: what is blocked is returned or dropped; what the user sends to whom nothing goes is not acceptable.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_denied_everything_finds_nobody() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (mut romeo, mut juliet) = place.friends().await;
    romeo.settle().await;
    juliet.settle().await;
    done(
        &mut juliet,
        "<list name='nobody'><item action='deny' order='7'/></list>",
    )
    .await;
    done(&mut juliet, "<active name='nobody'/>").await;
    let gone = romeo.receive().await;
    assert!(
        gone.contains("from='juliet@localhost/balcony'") && gone.contains("type='unavailable'"),
        "{gone}"
    );
    let lost = juliet.settle().await;
    let lost = lost
        .iter()
        .filter(|stanza| stanza.contains("<presence"))
        .count();
    assert_eq!(lost, 1, "romeo is gone for her as well (§2.10)");
    for stanza in [
        "<message to='juliet@localhost/balcony' type='chat' id='x'><body>hi</body></message>",
        "<iq to='juliet@localhost/balcony' type='get' id='x'><ping xmlns='urn:xmpp:ping'/></iq>",
    ] {
        romeo.send(stanza).await;
        let answer = romeo.receive().await;
        assert!(answer.contains("<service-unavailable "), "{answer}");
    }
    let silent = "<presence to='juliet@localhost/balcony'/>\
                  <iq to='juliet@localhost/balcony' type='result' id='x'/>";
    romeo.send(silent).await;
    romeo.settle().await;
    for stanza in [
        "<message to='romeo@localhost' id='y'><body>hi</body></message>",
        "<presence to='romeo@localhost/orchard' id='y'/>",
        "<iq to='romeo@localhost' type='get' id='y'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
    ] {
        juliet.send(stanza).await;
        let answer = juliet.expect("id='y'").await;
        assert!(answer.contains("<not-acceptable "), "{answer}");
    }
    // Neither the server nor the own account is out of reach (§2.1).
    for to in ["localhost", "juliet@localhost", "juliet@localhost/balcony"] {
        juliet
            .send(&format!(
                "<iq to='{to}' type='get' id='z'><ping xmlns='urn:xmpp:ping'/></iq>"
            ))
            .await;
        let answer = juliet.expect("id='z'").await;
        assert!(!answer.contains("not-acceptable"), "{answer}");
    }
    done(&mut juliet, "<active/>").await;
    romeo.expect("from='juliet@localhost/balcony'").await;
    juliet.expect("from='romeo@localhost/orchard'").await;
}

/// XEP-0016 §2.10, §2.11: presence alone, in either direction; subscriptions and messages go on.
#[tokio::test(flavor = "multi_thread")]
async fn presence_is_held_back_in_either_direction() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (mut romeo, mut juliet) = place.friends().await;
    romeo.settle().await;
    juliet.settle().await;
    let list = |name: &str| {
        format!("<list name='{name}'><item action='deny' order='1'><{name}/></item></list>")
    };
    done(&mut juliet, &list("presence-out")).await;
    done(&mut juliet, "<active name='presence-out'/>").await;
    romeo.expect("type='unavailable'").await;
    juliet
        .send("<presence><status>hidden</status></presence>")
        .await;
    juliet.expect("<status>hidden</status>").await;
    romeo
        .send("<presence type='probe' to='juliet@localhost'/>")
        .await;
    romeo
        .send("<presence><status>seen</status></presence>")
        .await;
    juliet.expect("<status>seen</status>").await;
    let heard = romeo.settle().await;
    assert!(
        heard.iter().all(|stanza| !stanza.contains("from='juliet")),
        "{heard:#?}"
    );
    done(&mut juliet, &list("presence-in")).await;
    done(&mut juliet, "<active name='presence-in'/>").await;
    romeo.expect("<status>hidden</status>").await;
    juliet.expect("type='unavailable'").await;
    romeo
        .send("<presence><status>unseen</status></presence>")
        .await;
    romeo
        .send("<message to='juliet@localhost/balcony' type='chat'><body>hi</body></message>")
        .await;
    juliet.expect("<body>hi</body>").await;
    let heard = juliet.settle().await;
    assert_eq!(heard, Vec::<String>::new());
}

/// XEP-0016 §2.2: who is moved to another group is judged by that group from then on, and so is an edited list.
#[tokio::test(flavor = "multi_thread")]
async fn changes_of_roster_and_list_count_at_once() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let (mut romeo, mut juliet) = place.friends().await;
    let group = |name: &str| {
        format!(
            "<iq type='set' id='r'><query xmlns='jabber:iq:roster'>\
             <item jid='romeo@localhost'><group>{name}</group></item></query></iq>"
        )
    };
    let deny = |kind: &str| {
        format!(
            "<list name='x'><item type='group' value='Enemies' action='deny' order='4'><{kind}/></item></list>"
        )
    };
    juliet.send(&group("Enemies")).await;
    juliet.expect("id='r'").await;
    done(&mut juliet, &deny("message")).await;
    done(&mut juliet, "<default name='x'/>").await;
    let message = "<message to='juliet@localhost' type='chat' id='m'><body>hi</body></message>";
    romeo.settle().await;
    romeo.send(message).await;
    romeo.expect("<service-unavailable ").await;
    juliet.send(&group("Friends")).await;
    juliet.expect("id='r'").await;
    romeo.send(message).await;
    juliet.expect("<body>hi</body>").await;
    juliet.send(&group("Enemies")).await;
    juliet.expect("id='r'").await;
    done(&mut juliet, &deny("iq")).await;
    romeo.send(message).await;
    juliet.expect("<body>hi</body>").await;
}

/// XEP-0191 §4: those who are blocked are rules of the list that applies by default, whichever way they came there.
#[tokio::test(flavor = "multi_thread")]
async fn blocking_is_a_view_of_the_default_list() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut juliet = place.online("juliet", "balcony").await;
    let block = "<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='romeo@localhost'/></block></iq>";
    let asked = "<iq type='get' id='l'><blocklist xmlns='urn:xmpp:blocking'/></iq>";
    juliet.send(asked).await;
    juliet.expect("id='l'").await;
    juliet.send(block).await;
    juliet.expect("id='b'").await;
    let list = get(&mut juliet, "<list name='blocked'/>").await;
    let rule = "<item action='deny' order='1' type='jid' value='romeo@localhost'/>";
    assert!(list.contains(rule), "{list}");
    let more = "<list name='blocked'><item type='jid' value='example.org' action='deny' order='1'/>\
                <item action='deny' order='2'><message/></item></list>";
    done(&mut juliet, more).await;
    juliet
        .expect("<unblock xmlns='urn:xmpp:blocking'><item jid='romeo@localhost'/></unblock>")
        .await;
    juliet
        .expect("<block xmlns='urn:xmpp:blocking'><item jid='example.org'/></block>")
        .await;
    juliet.send(asked).await;
    let listed = juliet.expect("id='l'").await;
    assert!(
        listed
            .contains("<blocklist xmlns='urn:xmpp:blocking'><item jid='example.org'/></blocklist>"),
        "{listed}"
    );
    juliet.send(block).await;
    juliet.expect("id='b'").await;
    let list = get(&mut juliet, "<list name='blocked'/>").await;
    let place_of = |text: &str| list.find(text).unwrap();
    assert!(
        place_of("value='romeo@localhost'") < place_of("value='example.org'"),
        "{list}"
    );
    assert!(
        list.contains("<item action='deny' order='3'><message/></item>"),
        "{list}"
    );
}
