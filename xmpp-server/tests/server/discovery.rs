//! What the server answers itself.

use crate::support::Place;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_says_what_it_is() {
    let place = Place::with(&["romeo"]).await;
    let mut romeo = place.online("romeo", "orchard").await;
    romeo
        .send("<iq to='localhost' type='get' id='i'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>")
        .await;
    let answer = romeo.receive().await;
    assert!(
        answer
            .starts_with("<iq from='localhost' id='i' to='romeo@localhost/orchard' type='result'>"),
        "{answer}"
    );
    for part in [
        "<identity category='server' type='im'/>",
        "var='urn:xmpp:ping'",
        "var='jabber:iq:roster'",
    ] {
        assert!(answer.contains(part), "{answer}");
    }
    romeo
        .send("<iq type='get' id='a'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>")
        .await;
    let answer = romeo.receive().await;
    assert!(
        answer.contains("<identity category='account' type='registered'/>"),
        "{answer}"
    );
    romeo
        .send("<iq type='get' id='a'><query xmlns='http://jabber.org/protocol/disco#info' node='x'/></iq>")
        .await;
    romeo.expect("<item-not-found").await;
}

/// XEP-0030 §8: who is online is said to those who may see it.
#[tokio::test(flavor = "multi_thread")]
async fn resources_are_listed_for_those_who_see_them() {
    let place = Place::with(&["romeo", "juliet", "tybalt"]).await;
    let (mut romeo, _juliet) = place.friends().await;
    let mut tybalt = place.online("tybalt", "street").await;
    let request = "<iq to='juliet@localhost' type='get' id='i'>\
                   <query xmlns='http://jabber.org/protocol/disco#items'/></iq>";
    romeo.send(request).await;
    let answer = romeo.expect("id='i'").await;
    assert!(
        answer.contains("<item jid='juliet@localhost/balcony'/>"),
        "{answer}"
    );
    // XEP-0030 §8: who may not see it hears that there is nothing, as where there is nobody.
    for (to, node) in [
        ("juliet@localhost", ""),
        ("juliet@localhost", " node='n'"),
        ("nobody@localhost", ""),
        ("nobody@localhost", " node='n'"),
    ] {
        let query = format!("<query xmlns='http://jabber.org/protocol/disco#items'{node}/>");
        tybalt
            .send(&format!("<iq to='{to}' type='get' id='i'>{query}</iq>"))
            .await;
        let answer = tybalt.expect("id='i'").await;
        assert!(
            answer.contains("type='result'") && answer.contains(&query),
            "{to}: {answer}"
        );
        let asked = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
        tybalt
            .send(&format!("<iq to='{to}' type='get' id='i'>{asked}</iq>"))
            .await;
        tybalt.expect("<service-unavailable ").await;
    }
}

/// XEP-0092 §2: the server says what it is called and which version it is; accounts do not answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_says_which_software_it_is() {
    let place = Place::with(&["juliet", "romeo"]).await;
    let mut juliet = place.login("juliet", "balcony").await;
    let ask = |to: &str| {
        format!("<iq type='get' id='v' to='{to}'><query xmlns='jabber:iq:version'/></iq>")
    };
    juliet.send(&ask("localhost")).await;
    let answer = juliet.receive().await;
    assert!(answer.contains("<name>xmpp-server</name>"), "{answer}");
    assert!(answer.contains("<version>"), "{answer}");
    juliet.send(&ask("romeo@localhost")).await;
    juliet.expect("<service-unavailable ").await;
}

/// XEP-0115 §6.2, §6.3: the hash that is announced is that of what the server says when it is asked by it.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_announces_its_capabilities() {
    let place = Place::with(&["juliet"]).await;
    let mut juliet = place.secure("localhost").await;
    juliet.open("localhost").await;
    juliet
        .authenticate("juliet", crate::support::PASSWORD)
        .await
        .unwrap();
    let features: xmpp_core::Element = juliet
        .open("localhost")
        .await
        .replace("stream:", "")
        .parse()
        .unwrap();
    let caps = features
        .child("http://jabber.org/protocol/caps", "c")
        .unwrap();
    let value = |name| caps.attribute(name).unwrap();
    assert_eq!(value("hash"), "sha-1");
    let node = format!("{}#{}", value("node"), value("ver"));
    juliet.bind("balcony").await;
    let ask = |node: &str| {
        format!(
            "<iq type='get' id='i' to='localhost'><query xmlns='http://jabber.org/protocol/disco#info' node='{node}'/></iq>"
        )
    };
    juliet.send(&ask(&node)).await;
    let answer = juliet.receive().await;
    assert!(answer.contains(&format!("node='{node}'")), "{answer}");
    let answer: xmpp_core::Element = answer.parse().unwrap();
    let query = answer
        .child("http://jabber.org/protocol/disco#info", "query")
        .unwrap();
    let hash = xmpp_core::rules::caps::verification(&query.read().unwrap());
    assert_eq!(hash, value("ver"));
    juliet.send(&ask("urn:x-xmpp-server#other")).await;
    juliet.expect("<item-not-found ").await;
}
