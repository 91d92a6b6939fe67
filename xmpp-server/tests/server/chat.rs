//! Messages and IQs between those who are online (RFC 6121 §8).

use crate::support::Place;

#[tokio::test(flavor = "multi_thread")]
async fn two_chat() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut juliet = place.online("juliet", "balcony").await;
    for number in 0..100 {
        let body = format!(
            "<message to='juliet@localhost' type='chat' id='{number}'><body>{number}</body></message>"
        );
        romeo.send(&body).await;
    }
    for number in 0..100 {
        let expected = format!(
            "<message from='romeo@localhost/orchard' to='juliet@localhost' type='chat' id='{number}'>\
             <body>{number}</body></message>"
        );
        assert_eq!(juliet.receive().await, expected);
    }
}

/// What nobody has compiled in travels byte for byte; only `from` is the server's (RFC 6120 §8.1.2.1).
#[tokio::test(flavor = "multi_thread")]
async fn what_is_unknown_travels_unchanged() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut juliet = place.online("juliet", "balcony").await;
    let inside = "<p:x  xmlns:p = \"urn:x\"\n p:a='&#x9;'><![CDATA[<]]><y xmlns=''/><z xmlns='urn:z'></z ></p:x>";
    romeo
        .send(&format!("<message\tto=\"juliet@localhost/balcony\" from='mercutio@localhost' >{inside}</message>"))
        .await;
    let expected = format!(
        "<message\tto=\"juliet@localhost/balcony\" from='romeo@localhost/orchard' >{inside}</message>"
    );
    assert_eq!(juliet.receive().await, expected);
}

/// RFC 6121 §8.5.2.1.1: to the most available resources; §8.5.3: to the one that is addressed, whatever its priority.
#[tokio::test(flavor = "multi_thread")]
async fn messages_go_where_the_rules_say() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut balcony = place.online("juliet", "balcony").await;
    let mut chamber = place.login("juliet", "chamber").await;
    chamber
        .send("<presence><priority>5</priority></presence>")
        .await;
    chamber.settle().await;
    balcony.settle().await;

    romeo
        .send("<message to='juliet@localhost' type='chat'><body>1</body></message>")
        .await;
    romeo
        .send("<message to='juliet@localhost/balcony' type='chat'><body>2</body></message>")
        .await;
    romeo
        .send("<message to='juliet@localhost/tomb' type='chat'><body>3</body></message>")
        .await;
    romeo
        .send("<message to='juliet@localhost/tomb' id='4'><body>4</body></message>")
        .await;
    romeo
        .send("<message to='juliet@localhost' type='headline'><body>5</body></message>")
        .await;
    let returned = romeo.settle().await;
    assert_eq!(returned.len(), 1, "{returned:#?}");
    assert!(
        returned[0].contains("id='4'") && returned[0].contains("<service-unavailable"),
        "{returned:#?}"
    );
    let bodies = |received: Vec<String>| -> Vec<String> {
        let body = |stanza: &String| {
            stanza
                .split("<body>")
                .nth(1)
                .map(|rest| rest[..1].to_owned())
        };
        received.iter().filter_map(body).collect()
    };
    assert_eq!(bodies(chamber.settle().await), ["1", "3", "5"]);
    assert_eq!(bodies(balcony.settle().await), ["2", "5"]);
}

/// RFC 6120 §10.4, §8.3.3: one bad stanza is answered, and the stream lives.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_delivered_is_answered() {
    let place = Place::with(&["romeo"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let cases = [
        (
            "<message to='juliet@elsewhere.example' id='a'/>",
            "remote-server-not-found",
        ),
        (
            "<iq to='elsewhere.example' type='get' id='a'><q xmlns='urn:q'/></iq>",
            "remote-server-not-found",
        ),
        (
            "<presence to='juliet@elsewhere.example' id='a'/>",
            "remote-server-not-found",
        ),
        ("<message to='@localhost' id='a'/>", "jid-malformed"),
        ("<message to='localhost' id='a'/>", "service-unavailable"),
        (
            "<iq to='localhost' type='get' id='a'><q xmlns='urn:q'/></iq>",
            "service-unavailable",
        ),
        (
            "<iq to='nobody@localhost' type='get' id='a'><q xmlns='urn:q'/></iq>",
            "service-unavailable",
        ),
        (
            "<iq to='nobody@localhost/x' type='get' id='a'><q xmlns='urn:q'/></iq>",
            "service-unavailable",
        ),
        (
            "<iq to='localhost/x' type='get' id='a'><q xmlns='urn:q'/></iq>",
            "service-unavailable",
        ),
        ("<iq type='get' id='a'/>", "bad-request"),
        (
            "<iq type='ask' id='a'><q xmlns='urn:q'/></iq>",
            "bad-request",
        ),
        ("<presence type='here' id='a'/>", "bad-request"),
        (
            "<presence id='a'><priority>high</priority></presence>",
            "bad-request",
        ),
        ("<presence type='subscribe' id='a'/>", "bad-request"),
    ];
    for (stanza, condition) in cases {
        romeo.send(stanza).await;
        let answer = romeo.receive().await;
        assert!(
            answer.contains(" type='error'") && answer.contains(" id='a'"),
            "{stanza}: {answer}"
        );
        assert!(
            answer.contains(&format!("<{condition} ")),
            "{stanza}: {answer}"
        );
    }
    let silent = [
        "<iq to='localhost' type='result' id='a'/>",
        "<iq to='nobody@localhost/x' type='error' id='a'><error type='cancel'/></iq>",
        "<message to='nobody@localhost' type='error' id='a'/>",
        "<message to='nobody@localhost' id='a'><body>x</body></message>",
        "<presence to='nobody@localhost' id='a'/>",
    ];
    for stanza in silent {
        romeo.send(stanza).await;
    }
    assert_eq!(romeo.settle().await, Vec::<String>::new());
}

/// RFC 6121 §8.5.3.1: who does not see the presence of a resource cannot ask it anything.
#[tokio::test(flavor = "multi_thread")]
async fn requests_reach_those_who_show_themselves() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let mut juliet = place.online("juliet", "balcony").await;
    let request =
        "<iq to='juliet@localhost/balcony' type='get' id='q'><ping xmlns='urn:xmpp:ping'/></iq>";
    romeo.send(request).await;
    romeo.expect("<service-unavailable").await;
    juliet
        .send("<presence to='romeo@localhost/orchard'/>")
        .await;
    romeo
        .expect("<presence from='juliet@localhost/balcony'")
        .await;
    romeo.send(request).await;
    let asked = juliet.receive().await;
    assert!(asked.contains("from='romeo@localhost/orchard'"), "{asked}");
    juliet
        .send("<iq to='romeo@localhost/orchard' type='result' id='q'/>")
        .await;
    let answer = romeo.receive().await;
    assert_eq!(
        answer,
        "<iq from='juliet@localhost/balcony' to='romeo@localhost/orchard' type='result' id='q'/>"
    );
}

/// RFC 6120 §8.1.5: what declares no language has that of its sender's stream, wherever it goes.
#[tokio::test(flavor = "multi_thread")]
async fn the_language_of_the_stream_is_that_of_its_stanzas() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut juliet = place.online("juliet", "balcony").await;
    let mut romeo = place.secure("localhost").await;
    romeo.open("localhost").await;
    romeo
        .authenticate("romeo", crate::support::PASSWORD)
        .await
        .unwrap();
    romeo.open("localhost' xml:lang='it").await;
    romeo.bind("orchard").await;
    let message = |lang: &str| {
        format!("<message to='juliet@localhost/balcony'{lang}><body>ciao</body></message>")
    };
    romeo.send(&message("")).await;
    let got = juliet.expect("<body>ciao</body>").await;
    assert!(got.contains("xml:lang='it'"), "{got}");
    romeo.send(&message(" xml:lang='de'")).await;
    let got = juliet.expect("<body>ciao</body>").await;
    assert!(
        got.contains("xml:lang='de'") && !got.contains("'it'"),
        "{got}"
    );
    juliet
        .send("<message to='romeo@localhost/orchard'><body>hi</body></message>")
        .await;
    let got = romeo.expect("<body>hi</body>").await;
    assert!(!got.contains("xml:lang"), "{got}");
}

/// RFC 6120 §8.3.1: a message comes back with all that was in it, a request does not.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_delivered_comes_back() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    let content = "<subject>news</subject><body xml:lang='en'>hi &amp; ho</body><x xmlns='urn:x' y='z'><w/></x>";
    for (to, condition) in [
        ("juliet@localhost", "service-unavailable"),
        ("juliet@localhost/nowhere", "service-unavailable"),
        ("juliet@example.org", "remote-server-not-found"),
    ] {
        romeo
            .send(&format!(
                "<message to='{to}' type='groupchat' id='m' xml:lang='it'>{content}</message>"
            ))
            .await;
        let back = romeo.expect("id='m'").await;
        for expected in [
            format!("from='{to}'"),
            format!("to='{}'", romeo.jid),
            "type='error'".into(),
            "xml:lang='it'".into(),
            "<subject>news</subject><body xml:lang='en'>hi &amp; ho</body>".into(),
            "<x xmlns='urn:x' y='z'><w/></x>".into(),
            format!("<{condition} "),
        ] {
            assert!(back.contains(&expected), "{expected} in {back}");
        }
    }
    romeo
        .send("<iq to='juliet@localhost' type='set' id='i'><x xmlns='urn:x'>secret</x></iq>")
        .await;
    let answer = romeo.expect("id='i'").await;
    assert!(!answer.contains("secret"), "{answer}");
}
