//! Tokens that clients log in with in place of a password (XEP-0484).

use xmpp_core::sasl::{Channel, TokenMechanism, encoding, token_answer_is_right, token_message};
use xmpp_server::config::Config;

use crate::support::{Client, DOMAIN, PASSWORD, Place};

const PHONE: &str = "d4565fa7-4d72-4749-b3d3-740edbf87770";
const TABLET: &str = "7f2d1c1e-9a0b-4c43-8d0e-5a1f6f3f2b10";
const NONE: &str = "HT-SHA-256-NONE";

/// Why a token does not let anybody in.
const EXPIRED: &str = "<failure xmlns='urn:xmpp:sasl:2'><credentials-expired \
                       xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>";

/// A client that has opened a stream.
async fn opened(place: &Place) -> Client {
    let mut client = place.secure(DOMAIN).await;
    client.open(DOMAIN).await;
    client
}

async fn ask(client: &mut Client, mechanism: &str, data: &[u8], agent: &str, rest: &str) -> String {
    let data = encoding::encode(data);
    client
        .send(&format!(
            "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='{mechanism}'>\
             <initial-response>{data}</initial-response><user-agent id='{agent}'/>{rest}</authenticate>"
        ))
        .await;
    client.receive().await
}

/// What a client hears that logs in with a password and wants a token.
async fn request(place: &Place, agent: &str, mechanism: &str) -> String {
    let data = format!("\0juliet\0{PASSWORD}");
    let wanted = format!("<request-token xmlns='urn:xmpp:fast:0' mechanism='{mechanism}'/>");
    let mut client = opened(place).await;
    ask(&mut client, "PLAIN", data.as_bytes(), agent, &wanted).await
}

/// The same for one that logs in with a token.
async fn redeem(place: &Place, agent: &str, mechanism: &str, token: &str, rest: &str) -> String {
    let known: TokenMechanism = mechanism.parse().unwrap();
    let data = token_message(known, "juliet", token, &Channel::tls([])).unwrap();
    let mut client = opened(place).await;
    ask(&mut client, mechanism, &data, agent, rest).await
}

const FAST: &str = "<fast xmlns='urn:xmpp:fast:0'/>";
const INVALIDATE: &str = "<fast xmlns='urn:xmpp:fast:0' invalidate='true'/>";

/// The token in `<success/>`.
fn token(success: &str) -> String {
    let (_, token) = success
        .split_once("<token xmlns='urn:xmpp:fast:0' token='")
        .unwrap_or_else(|| panic!("{success}"));
    assert!(token.contains("' expiry='20"), "{success}");
    token.split('\'').next().unwrap_or_default().to_owned()
}

/// XEP-0484 §4.1: mechanisms with channel binding and without, and nothing with the first data of TLS.
#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_announced() {
    let place = Place::with(&[]).await;
    let features = place.secure(DOMAIN).await.open(DOMAIN).await;
    let fast = "<fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-512-EXPR</mechanism>";
    assert!(features.contains(fast), "{features}");
    for mechanism in TokenMechanism::ALL {
        let listed = format!("<mechanism>{mechanism}</mechanism>");
        assert!(features.contains(&listed), "{mechanism} in {features}");
    }
    let off = |config: &mut Config| config.limits.token_days = 0;
    let place = Place::set_up(&[], off, |_| {}).await;
    let features = place.secure(DOMAIN).await.open(DOMAIN).await;
    assert!(!features.contains("urn:xmpp:fast:0"), "{features}");
}

/// XEP-0484 §4.3, §4.4: the token lets its client in, for each mechanism, and the server proves that it knows it.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_logs_in_with_its_token() {
    let place = Place::with(&["juliet"]).await;
    for mechanism in [NONE, "HT-SHA-512-NONE"] {
        let secret = token(&request(&place, PHONE, mechanism).await);
        let rest = format!("{FAST}<bind xmlns='urn:xmpp:bind:0'/>");
        let success = redeem(&place, PHONE, mechanism, &secret, &rest).await;
        assert!(
            success.contains("<bound xmlns='urn:xmpp:bind:0'/>"),
            "{success}"
        );
        assert!(!success.contains("<token "), "it is not old: {success}");
        let (_, data) = success.split_once("<additional-data>").unwrap();
        let data = encoding::decode(data.split('<').next().unwrap()).unwrap();
        let known = mechanism.parse().unwrap();
        assert!(token_answer_is_right(
            known,
            &secret,
            &Channel::tls([]),
            &data
        ));
        // It is good for more than one login.
        let success = redeem(&place, PHONE, mechanism, &secret, FAST).await;
        assert!(success.starts_with("<success"), "{success}");
    }
}

/// XEP-0484 §4.4: a token is good for its mechanism, its client and its account only.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_good_for_nothing_else() {
    let place = Place::with(&["juliet"]).await;
    let secret = token(&request(&place, PHONE, NONE).await);
    let other = redeem(&place, PHONE, "HT-SHA-512-NONE", &secret, FAST).await;
    assert_eq!(other, EXPIRED, "another mechanism");
    assert_eq!(redeem(&place, TABLET, NONE, &secret, FAST).await, EXPIRED);
    assert_eq!(redeem(&place, PHONE, NONE, "guess", FAST).await, EXPIRED);
    let known: TokenMechanism = NONE.parse().unwrap();
    let data = token_message(known, "nobody", &secret, &Channel::tls([])).unwrap();
    let mut client = opened(&place).await;
    let unknown = ask(&mut client, NONE, &data, PHONE, FAST).await;
    assert_eq!(
        unknown, EXPIRED,
        "nobody learns whether there is an account"
    );
    // The stream lives on, and so does the token.
    let data = format!("\0juliet\0{PASSWORD}");
    let success = ask(&mut client, "PLAIN", data.as_bytes(), PHONE, "").await;
    assert!(success.starts_with("<success"), "{success}");
    let success = redeem(&place, PHONE, NONE, &secret, FAST).await;
    assert!(success.starts_with("<success"), "{success}");
}

/// XEP-0484 §4.4, §5.1: the client has to say who it is, and that it logs in with a token.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_says_that_it_has_a_token() {
    let place = Place::with(&["juliet"]).await;
    let secret = token(&request(&place, PHONE, NONE).await);
    for (agent, rest) in [(PHONE, ""), ("", FAST)] {
        let refused = redeem(&place, agent, NONE, &secret, rest).await;
        assert!(refused.contains("<malformed-request "), "{refused}");
    }
    let data = format!("\0juliet\0{PASSWORD}");
    let wanted = format!("<request-token xmlns='urn:xmpp:fast:0' mechanism='{NONE}'/>");
    let mut client = opened(&place).await;
    let success = ask(&mut client, "PLAIN", data.as_bytes(), "", &wanted).await;
    assert!(success.starts_with("<success"), "{success}");
    assert!(
        !success.contains("<token "),
        "nobody knows whose it is: {success}"
    );
}

/// XEP-0484 §4.6: what the client gives up is good for nothing from then on; there is a new one only for who asks for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_gives_its_token_up() {
    let place = Place::with(&["juliet"]).await;
    let secret = token(&request(&place, PHONE, NONE).await);
    let success = redeem(&place, PHONE, NONE, &secret, INVALIDATE).await;
    assert!(
        success.starts_with("<success") && !success.contains("<token "),
        "{success}"
    );
    assert_eq!(redeem(&place, PHONE, NONE, &secret, FAST).await, EXPIRED);
    let secret = token(&request(&place, PHONE, NONE).await);
    let rest = format!("{INVALIDATE}<request-token xmlns='urn:xmpp:fast:0' mechanism='{NONE}'/>");
    let next = token(&redeem(&place, PHONE, NONE, &secret, &rest).await);
    assert_eq!(redeem(&place, PHONE, NONE, &secret, FAST).await, EXPIRED);
    let success = redeem(&place, PHONE, NONE, &next, FAST).await;
    assert!(success.starts_with("<success"), "{success}");
}

/// XEP-0484 §4.5: the old token is good until the new one was used, and one that was never used gives way.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_token_takes_the_place_of_the_old_one() {
    let place = Place::with(&["juliet"]).await;
    let first = token(&request(&place, PHONE, NONE).await);
    let success = redeem(&place, PHONE, NONE, &first, FAST).await;
    assert!(success.starts_with("<success"), "{success}");
    let lost = token(&request(&place, PHONE, NONE).await);
    let second = token(&request(&place, PHONE, NONE).await);
    assert_eq!(redeem(&place, PHONE, NONE, &lost, FAST).await, EXPIRED);
    let success = redeem(&place, PHONE, NONE, &first, FAST).await;
    assert!(success.starts_with("<success"), "still good: {success}");
    let success = redeem(&place, PHONE, NONE, &second, FAST).await;
    assert!(success.starts_with("<success"), "{success}");
    assert_eq!(redeem(&place, PHONE, NONE, &first, FAST).await, EXPIRED);
}

/// XEP-0484 §5.2: a new password, a disabled account and an account that is made anew do not know the tokens of before.
#[tokio::test(flavor = "multi_thread")]
async fn tokens_end_with_what_they_stand_for() {
    let place = Place::with(&["juliet"]).await;
    let juliet = "juliet@localhost".parse().unwrap();
    let accounts = place.server().accounts();
    let secret = token(&request(&place, PHONE, NONE).await);
    accounts.set_disabled(&juliet, true).await.unwrap();
    assert_eq!(redeem(&place, PHONE, NONE, &secret, FAST).await, EXPIRED);
    accounts.set_disabled(&juliet, false).await.unwrap();
    let success = redeem(&place, PHONE, NONE, &secret, FAST).await;
    assert!(success.starts_with("<success"), "{success}");
    accounts.set_password(&juliet, PASSWORD).await.unwrap();
    assert_eq!(redeem(&place, PHONE, NONE, &secret, FAST).await, EXPIRED);
    let secret = token(&request(&place, PHONE, NONE).await);
    accounts.remove(&juliet).await.unwrap();
    accounts.add(&juliet, PASSWORD).await.unwrap();
    assert_eq!(redeem(&place, PHONE, NONE, &secret, FAST).await, EXPIRED);
}
