//! Clients of the time before XMPP 1.0 (XEP-0078, XEP-0086).

use xmpp_core::xml::{Limits, Reader};

use crate::support::{Client, DOMAIN, PASSWORD, Place};

/// A client that names no version, logged in.
async fn old_client(place: &Place, name: &str) -> Client {
    let mut client = place.secure(DOMAIN).await;
    client.reset(Reader::stream(Limits::SERVER));
    client
        .send(&format!(
            "<stream:stream to='{DOMAIN}' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
        ))
        .await;
    client
        .send(&format!(
            "<iq type='set' id='auth'><query xmlns='jabber:iq:auth'><username>{name}</username>\
             <password>{PASSWORD}</password><resource>old</resource></query></iq>"
        ))
        .await;
    assert_eq!(client.receive().await, "<iq id='auth' type='result'/>");
    client
}

/// XEP-0078 §3.1, XEP-0086 §2: it talks with clients of today; the errors that it gets have codes, from the server and from others,
/// and those of the others have none.
#[tokio::test(flavor = "multi_thread")]
async fn old_clients_know_errors_by_numbers() {
    let configure = |config: &mut xmpp_server::config::Config| config.legacy_login = true;
    let place = Place::set_up(&["juliet", "romeo"], configure, |_| {}).await;
    let mut old = old_client(&place, "juliet").await;
    let mut romeo = place.online("romeo", "orchard").await;
    let lost = "<message to='romeo@localhost/nowhere' id='m'><body>hi</body></message>";
    let code = "<error code='503' type='cancel'><service-unavailable ";
    old.send(lost).await;
    let answer = old.expect("id='m'").await;
    assert!(answer.contains(code), "{answer}");
    romeo.send(&lost.replace("romeo", "juliet")).await;
    let answer = romeo.expect("id='m'").await;
    assert!(
        answer.contains("<error type='cancel'><service-unavailable "),
        "{answer}"
    );
    romeo
        .send(
            "<message type='error' id='e' to='juliet@localhost/old'><error type='cancel'>\
             <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error><x xmlns='urn:x' y='z'/></message>",
        )
        .await;
    let heard = old.expect("id='e'").await;
    assert!(
        heard.contains("<error code='404' type='cancel'><item-not-found ")
            && heard.contains("<x xmlns='urn:x' y='z'/>"),
        "{heard}"
    );
    old.send("<presence/>").await;
    old.expect("<presence ").await;
    romeo
        .send("<message to='juliet@localhost' type='chat'><body>well met</body></message>")
        .await;
    old.expect("<body>well met</body>").await;
}

/// XEP-0086 §2: for every client, where the operator wants it.
#[tokio::test(flavor = "multi_thread")]
async fn codes_are_for_everybody_if_wanted() {
    let configure = |config: &mut xmpp_server::config::Config| config.error_codes = true;
    let place = Place::set_up(&["romeo"], configure, |_| {}).await;
    let mut romeo = place.online("romeo", "orchard").await;
    romeo
        .send("<iq type='get' id='x' to='localhost'><query xmlns='urn:x'/></iq>")
        .await;
    let answer = romeo.expect("id='x'").await;
    assert!(
        answer.contains("<error code='503' type='cancel'><service-unavailable "),
        "{answer}"
    );
}
