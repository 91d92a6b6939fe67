//! Authentication in the extensible profile, with what comes together with it (XEP-0388, XEP-0386).

use xmpp_core::sasl::{
    Advertisement, Channel, ClientCredentials, ClientNegotiation, ClientPreferences, Nonce,
    encoding,
};

use crate::support::{Client, DOMAIN, PASSWORD, Place};

/// What an installation of a client is called.
const PHONE: &str = "d4565fa7-4d72-4749-b3d3-740edbf87770";

/// A client that has logged in, and what it was told. `rest` stands behind the initial response.
async fn enter(place: &Place, name: &str, rest: &str) -> (Client, String) {
    let mut client = place.secure(DOMAIN).await;
    client.open(DOMAIN).await;
    let data = encoding::encode(format!("\0{name}\0{PASSWORD}").as_bytes());
    client
        .send(&format!(
            "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'>\
             <initial-response>{data}</initial-response>{rest}</authenticate>"
        ))
        .await;
    let success = client.receive().await;
    if let Some((_, jid)) = success.split_once("<authorization-identifier>") {
        client.jid = jid.split('<').next().unwrap_or_default().to_owned();
    }
    (client, success)
}

/// Who the client is, for its server.
fn agent(id: &str) -> String {
    format!("<user-agent id='{id}'><software>secret software</software></user-agent>")
}

/// The value of an attribute.
fn attribute<'t>(text: &'t str, name: &str) -> &'t str {
    let start = format!(" {name}='");
    let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("{text}"));
    rest.split('\'').next().unwrap_or_default()
}

/// XEP-0388 §2.1, XEP-0386 §3.1, XEP-0440 §2: what is offered under TLS, and nothing before it.
#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_negotiated_together_is_announced() {
    let place = Place::with(&[]).await;
    let mut plain = Client::over(place.connect().await);
    let features = plain.open(DOMAIN).await;
    assert!(!features.contains("urn:xmpp:sasl:2"), "{features}");
    let mut client = place.secure(DOMAIN).await;
    let features = client.open(DOMAIN).await;
    for part in [
        "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>SCRAM-SHA-512-PLUS</mechanism>",
        "<bind xmlns='urn:xmpp:bind:0'><inline><feature var='urn:xmpp:carbons:2'/>\
         <feature var='urn:xmpp:csi:0'/><feature var='urn:xmpp:sm:3'/></inline></bind>",
        "<sm xmlns='urn:xmpp:sm:3'/>",
        "<channel-binding type='tls-exporter'/>",
        "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>",
    ] {
        assert!(features.contains(part), "{part} in {features}");
    }
}

/// XEP-0386 §3.2: a session that begins with copies gets copies.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_begins_with_copies() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let carbons = "<bind xmlns='urn:xmpp:bind:0'><tag>Awesome</tag><enable xmlns='urn:xmpp:carbons:2'/></bind>";
    let (mut phone, success) = enter(&place, "juliet", carbons).await;
    assert!(
        success.contains("<bound xmlns='urn:xmpp:bind:0'/>"),
        "{success}"
    );
    assert!(
        phone.jid.starts_with("juliet@localhost/Awesome/"),
        "{success}"
    );
    assert!(phone.receive().await.starts_with("<stream:features"));
    phone.send("<presence/>").await;
    phone.settle().await;
    let _tablet = place.online("juliet", "tablet").await;
    phone.settle().await;
    let mut romeo = place.online("romeo", "orchard").await;
    romeo
        .send("<message to='juliet@localhost/tablet' type='chat'><body>hi</body></message>")
        .await;
    let copy = phone.expect("<received xmlns='urn:xmpp:carbons:2'").await;
    assert!(copy.contains("<body>hi</body>"), "{copy}");
}

/// XEP-0198 §10.2, XEP-0386 §3.2: an earlier stream goes on in one round trip, no features follow, and nothing is bound.
#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_stream_goes_on() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let managed =
        "<bind xmlns='urn:xmpp:bind:0'><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>";
    let (mut phone, success) = enter(&place, "juliet", managed).await;
    let id = attribute(&success, "id").to_owned();
    phone.expect("<stream:features").await;
    phone.send("<presence/>").await;
    phone.expect("<presence from=").await;
    let jid = phone.jid.clone();
    drop(phone);
    let mut romeo = place.login("romeo", "orchard").await;
    romeo
        .send(&format!(
            "<message to='{jid}' type='chat'><body>1</body></message>"
        ))
        .await;
    romeo.settle().await;
    let resume = format!("<resume xmlns='urn:xmpp:sm:3' h='1' previd='{id}'/>{managed}");
    let (mut phone, success) = enter(&place, "juliet", &resume).await;
    let expected = format!("<resumed xmlns='urn:xmpp:sm:3' previd='{id}' h='1'/></success>");
    assert!(success.ends_with(&expected), "{success}");
    assert!(!success.contains("urn:xmpp:bind:0"), "{success}");
    assert_eq!(phone.jid, jid);
    let next = phone.receive().await;
    assert!(next.contains("<body>1</body>"), "{next}");
    assert_eq!(place.server().sessions().await, 2);
}

/// XEP-0198 §10.2: what cannot be resumed is told, and a new session begins.
#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_gone_makes_room_for_a_new_session() {
    let place = Place::with(&["juliet"]).await;
    let rest = "<resume xmlns='urn:xmpp:sm:3' h='1' previd='gone'/><bind xmlns='urn:xmpp:bind:0'/>";
    let (mut phone, success) = enter(&place, "juliet", rest).await;
    assert!(
        success.contains("<bound xmlns='urn:xmpp:bind:0'/>"),
        "{success}"
    );
    assert!(
        success.contains("<failed xmlns='urn:xmpp:sm:3'><item-not-found "),
        "{success}"
    );
    phone.expect("<stream:features").await;
    assert_eq!(phone.settle().await, Vec::<String>::new());
}

/// XEP-0386 §3.2: the same installation has one session. Another one is not disturbed, and nobody sees what they are called.
#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_session_of_the_same_client_ends() {
    let place = Place::with(&["juliet"]).await;
    let bind = "<bind xmlns='urn:xmpp:bind:0'><tag>Awesome</tag></bind>";
    let (mut old, _) = enter(&place, "juliet", &(agent(PHONE) + bind)).await;
    let tablet = agent("7f2d1c1e-9a0b-4c43-8d0e-5a1f6f3f2b10") + bind;
    let (mut tablet, _) = enter(&place, "juliet", &tablet).await;
    tablet.expect("<stream:features").await;
    tablet.send("<presence/>").await;
    let (mut new, success) = enter(&place, "juliet", &(agent(PHONE) + bind)).await;
    assert!(
        !success.contains(PHONE) && !success.contains("secret software"),
        "{success}"
    );
    old.expect("<conflict ").await;
    new.expect("<stream:features").await;
    new.send("<presence/>").await;
    let seen = tablet.expect(&format!("from='{}'", new.jid)).await;
    assert!(
        !seen.contains(PHONE) && !seen.contains("secret software"),
        "{seen}"
    );
    assert_eq!(place.server().sessions().await, 2);
}

/// XEP-0474 §3: the challenge carries a hash over what was offered, and a client that has seen the same finds it right.
#[tokio::test(flavor = "multi_thread")]
async fn the_offer_is_protected() {
    let place = Place::with(&["juliet"]).await;
    let mut client = place.secure(DOMAIN).await;
    let features = client.open(DOMAIN).await;
    let (_, offer) = features.split_once("<authentication ").unwrap();
    let (offer, _) = offer.split_once("<inline>").unwrap();
    let texts = |text: &str, start: &str, end: &str| -> Vec<String> {
        let parts = text.split(start).skip(1);
        parts
            .filter_map(|part| Some(part.split_once(end)?.0.to_owned()))
            .collect()
    };
    let mechanisms = texts(offer, "<mechanism>", "</mechanism>");
    let types = texts(&features, "<channel-binding type='", "'");
    assert!(mechanisms.len() > 6 && types.len() > 1, "{features}");
    for (types, good) in [(types, true), (Vec::new(), false)] {
        let advertisement = Advertisement::new(mechanisms.clone()).with_channel_bindings(types);
        let credentials = ClientCredentials::password("juliet", PASSWORD);
        let preferences = ClientPreferences::default();
        let selected = advertisement.select(&preferences, &credentials, &Channel::tls([]));
        let nonce = Nonce::from_random(&[7; 18]);
        let (mut scram, first) =
            ClientNegotiation::start(&selected.unwrap(), &credentials, &preferences, nonce)
                .unwrap();
        let data = encoding::encode(&first);
        client
            .send(&format!(
                "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='{}'>\
                 <initial-response>{data}</initial-response></authenticate>",
                scram.mechanism()
            ))
            .await;
        let challenge = client.receive().await;
        let data = texts(&challenge, "<challenge xmlns='urn:xmpp:sasl:2'>", "<").remove(0);
        let answer = scram.challenge(&encoding::decode(&data).unwrap());
        assert_eq!(answer.is_ok(), good, "{answer:?}");
        client.send("<abort xmlns='urn:xmpp:sasl:2'/>").await;
        client.expect("<aborted ").await;
    }
}

/// XEP-0160, RFC 6121 §8.5.2.2.1: what was kept comes to a session that began managed, too, and does not keep it from anything.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_comes_to_a_managed_session() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.login("romeo", "orchard").await;
    for number in 0..50 {
        romeo
            .send(&format!(
                "<message to='juliet@localhost' type='chat'><body>{number}</body></message>"
            ))
            .await;
    }
    romeo.settle().await;
    let managed =
        "<bind xmlns='urn:xmpp:bind:0'><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>";
    let (mut phone, _) = enter(&place, "juliet", managed).await;
    phone.expect("<stream:features").await;
    phone.send("<presence/>").await;
    for number in 0..50 {
        phone.expect(&format!("<body>{number}<")).await;
    }
    phone.send("<a xmlns='urn:xmpp:sm:3' h='51'/>").await;
    phone.settle().await;
    phone.close().await;
    let mut again = place.online("juliet", "tablet").await;
    assert_eq!(again.settle().await, Vec::<String>::new());
}

/// XEP-0198 §4: a client that has counted one stanza too few is not asked for ever, and hears what comes behind what was kept.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_counts_too_little_is_served() {
    let place = Place::with(&["romeo", "juliet"]).await;
    let mut romeo = place.login("romeo", "orchard").await;
    romeo
        .send("<message to='juliet@localhost' type='chat'><body>kept</body></message>")
        .await;
    romeo.settle().await;
    let managed =
        "<bind xmlns='urn:xmpp:bind:0'><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>";
    let (mut phone, _) = enter(&place, "juliet", managed).await;
    phone.expect("<stream:features").await;
    phone.send("<presence/>").await;
    phone.expect("<body>kept<").await;
    phone
        .send("<a xmlns='urn:xmpp:sm:3' h='1'/><a xmlns='urn:xmpp:sm:3' h='1'/>")
        .await;
    phone
        .send("<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>")
        .await;
    phone.expect("id='p'").await;
    romeo
        .send("<message to='juliet@localhost' type='chat'><body>live</body></message>")
        .await;
    phone.expect("<body>live<").await;
    let mut asked = 0;
    for _ in 0..20 {
        phone
            .send("<a xmlns='urn:xmpp:sm:3' h='3'/><r xmlns='urn:xmpp:sm:3'/>")
            .await;
        loop {
            match phone.receive().await {
                answer if answer.starts_with("<a ") => break,
                question if question.starts_with("<r ") => asked += 1,
                other => panic!("{other}"),
            }
        }
    }
    assert!(asked < 4, "{asked} times");
}
