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
    tybalt.send(request).await;
    tybalt.expect("<service-unavailable").await;
}
