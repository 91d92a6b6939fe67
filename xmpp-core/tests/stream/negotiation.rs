//! What a driver sees of a server's stream before stanzas are exchanged, beyond what conversations show.

use std::sync::Arc;
use std::time::Instant;

use xmpp_core::BareJid;
use xmpp_core::sasl::{Channel, Mechanism, SaslCondition, TokenMechanism, encoding, token_message};
use xmpp_core::schema::stanza::{Iq, IqType};
use xmpp_core::schema::stanzaerror;
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::stream::{
    Host, ServerEvent, ServerPolicy, ServerStream, TlsInfo, TlsUse, Transport,
};

use super::{HEADER, SECOND, asked, auth, bound, closed, condition, credentials, settle};

/// A stream of a server of this policy.
fn stream(policy: impl FnOnce(&mut ServerPolicy), transport: Transport) -> ServerStream {
    let mut host = Host::new(BareJid::new("im.example.com").unwrap());
    host.mechanisms = vec![Mechanism::Plain];
    let mut all = ServerPolicy::new([host]);
    policy(&mut all);
    ServerStream::new(Arc::new(all), transport, [0; 32], Instant::now())
}

fn tls() -> Transport {
    Transport::Tls(TlsInfo::default())
}

/// What the client says, and what the server does then.
fn hears(stream: &mut ServerStream, xml: &str) -> (String, Vec<ServerEvent>) {
    stream.receive(xml.as_bytes(), Instant::now());
    let (said, events, _) = settle(stream);
    (said, events)
}

/// A request to log in by the extensible profile (XEP-0388 §2.2), with what else is asked for.
fn authenticate(inline: &str) -> String {
    let message = encoding::encode(b"\0juliet\0secret");
    format!(
        "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'>\
         <initial-response>{message}</initial-response>{inline}</authenticate>"
    )
}

/// Somebody who has logged in, and is bound as it likes.
fn bind_as_preferred(server: &mut ServerStream, events: &[ServerEvent]) {
    let [.., ServerEvent::Bind(request)] = events else {
        panic!("{events:?}")
    };
    server.bind(request.preferred().clone(), Instant::now());
}

/// RFC 6120 §8.3.3.11: requests of somebody who has not authenticated are answered, but not without end.
#[test]
fn ten_early_requests_are_answered() {
    let mut server = stream(|_| {}, tls());
    hears(&mut server, HEADER);
    let request = "<iq type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>";
    for _ in 0..10 {
        let (said, events) = hears(&mut server, request);
        assert!(said.contains("<not-authorized "), "{said}");
        assert_eq!(events, []);
    }
    let (_, events) = hears(&mut server, request);
    assert_eq!(condition(closed(&events)), &Condition::PolicyViolation);
}

/// RFC 6120 §7.1: only requests are answered; every other stanza ends the stream.
#[test]
fn an_early_message_is_no_request_whatever_its_type() {
    for stanza in [
        "<message type='get' id='1'><query xmlns='jabber:iq:register'/></message>",
        "<iq type='result' id='1'><query xmlns='jabber:iq:register'/></iq>",
    ] {
        let mut server = stream(|policy| policy.registration = true, tls());
        hears(&mut server, HEADER);
        let (_, events) = hears(&mut server, stanza);
        assert_eq!(
            condition(closed(&events)),
            &Condition::NotAuthorized,
            "{stanza}"
        );
    }
}

/// XEP-0077 §3.1: who may register asks for that, and for nothing else; and not without end.
#[test]
fn registrations_before_login_are_counted() {
    let mut server = stream(|policy| policy.registration = true, tls());
    hears(&mut server, HEADER);
    let (said, events) = hears(
        &mut server,
        "<iq type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>",
    );
    assert!(
        said.contains("<not-authorized ") && events.is_empty(),
        "{said}"
    );
    let mut answered = 0;
    loop {
        let (_, events) = hears(
            &mut server,
            "<iq type='get' id='2'><query xmlns='jabber:iq:register'/></iq>",
        );
        let [ServerEvent::Register(_)] = events.as_slice() else {
            assert_eq!(condition(closed(&events)), &Condition::PolicyViolation);
            break;
        };
        let answer = Iq::new("2", IqType::Result);
        server.answer_registration(&answer, Instant::now());
        settle(&mut server);
        answered += 1;
        assert!(answered < 100, "there is no end");
    }
    assert!(answered >= 3, "{answered}");
}

/// XEP-0388 §2.2, RFC 6120 §13.8.4: where login wants encryption, the extensible profile does so too.
#[test]
fn the_extensible_profile_wants_encryption() {
    let mut server = stream(
        |policy| {
            policy.extensible_sasl = true;
            policy.hosts[0].tls = TlsUse::Required;
        },
        Transport::Plain,
    );
    hears(&mut server, HEADER);
    let (said, events) = hears(&mut server, &authenticate(""));
    assert!(said.contains("<encryption-required "), "{said}");
    assert_eq!(events, []);
}

/// XEP-0388 §2.4, §2.6.2: an answer or an abort belongs to an exchange.
#[test]
fn the_extensible_profile_answers_only_what_was_asked() {
    for stray in [
        "<response xmlns='urn:xmpp:sasl:2'/>",
        "<abort xmlns='urn:xmpp:sasl:2'/>",
    ] {
        let mut server = stream(|policy| policy.extensible_sasl = true, tls());
        hears(&mut server, HEADER);
        let (_, events) = hears(&mut server, stray);
        assert_eq!(
            condition(closed(&events)),
            &Condition::UnsupportedStanzaType,
            "{stray}"
        );
    }
}

/// XEP-0388 §2.6.1: no new stream follows, but what is allowed is what is allowed to somebody known.
#[test]
fn limits_are_lifted_without_a_new_stream() {
    let mut server = stream(
        |policy| {
            policy.extensible_sasl = true;
            policy.unauthenticated.bytes = 2_000;
        },
        tls(),
    );
    hears(&mut server, HEADER);
    let bind = "<bind xmlns='urn:xmpp:bind:0'><tag>x</tag></bind>";
    let (_, events) = hears(&mut server, &authenticate(bind));
    server.authenticate(asked(&events), credentials(), Instant::now());
    let (_, events, _) = settle(&mut server);
    bind_as_preferred(&mut server, &events);
    settle(&mut server);
    let body = "a".repeat(4_000);
    let (_, events) = hears(
        &mut server,
        &format!("<message to='romeo@example.net'><body>{body}</body></message>"),
    );
    assert!(
        matches!(events.as_slice(), [ServerEvent::Stanza(_)]),
        "{events:?}"
    );
}

/// XEP-0352 §4: a state that was not asked for is no element of the stream.
#[test]
fn client_states_are_taken_where_they_are_offered() {
    let now = Instant::now();
    let mut silent = bound(now);
    let (_, events) = hears(&mut silent, "<active xmlns='urn:xmpp:csi:0'/>");
    assert_eq!(
        condition(closed(&events)),
        &Condition::UnsupportedStanzaType
    );
    let mut server = stream(|policy| policy.client_state = true, tls());
    let (_, events) = hears(&mut server, &format!("{HEADER}{}", auth("secret")));
    server.authenticate(asked(&events), credentials(), now);
    settle(&mut server);
    hears(&mut server, HEADER);
    let (_, events) = hears(&mut server, super::BIND);
    bind_as_preferred(&mut server, &events);
    settle(&mut server);
    for (state, attention) in [("inactive", false), ("active", true)] {
        let (_, events) = hears(&mut server, &format!("<{state} xmlns='urn:xmpp:csi:0'/>"));
        assert_eq!(events, [ServerEvent::Attention(attention)], "{state}");
    }
}

/// RFC 6120 §13.12: an account is looked up by its name as it is prepared, and what is no name by itself.
#[test]
fn an_account_is_looked_up_by_its_prepared_name() {
    for (claimed, name) in [("JULIET", "juliet"), ("a b", "a b")] {
        let mut server = stream(|_| {}, tls());
        let message = encoding::encode(format!("\0{claimed}\0secret").as_bytes());
        let auth = format!(
            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{message}</auth>"
        );
        let (_, events) = hears(&mut server, &format!("{HEADER}{auth}"));
        let [ServerEvent::Authenticate(request)] = events.as_slice() else {
            panic!("{events:?}")
        };
        assert_eq!(request.lookup_name(), name);
    }
}

/// XEP-0198 §4, §5: what a stream is resumed by, and that nothing is told where nothing is acknowledged.
#[test]
fn a_stream_is_resumed_by_its_identifier() {
    let now = Instant::now();
    let managed = || {
        let mut server = stream(|policy| policy.management = true, tls());
        let (_, events) = hears(&mut server, &format!("{HEADER}{}", auth("secret")));
        server.authenticate(asked(&events), credentials(), now);
        settle(&mut server);
        hears(&mut server, HEADER);
        server
    };
    let mut first = managed();
    let (_, events) = hears(&mut first, super::BIND);
    bind_as_preferred(&mut first, &events);
    settle(&mut first);
    assert_eq!(first.resumption(), None);
    hears(&mut first, "<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
    first.manage(Some(("some".to_owned(), 300)), now);
    settle(&mut first);
    assert_eq!(first.resumption(), Some("some"));
    let suspended = first.suspend().unwrap();
    let mut second = managed();
    hears(
        &mut second,
        "<resume xmlns='urn:xmpp:sm:3' previd='some' h='0'/>",
    );
    second.resume(suspended, now + SECOND);
    let (said, events, _) = settle(&mut second);
    assert!(said.contains("<resumed "), "{said}");
    assert!(
        matches!(events.as_slice(), [ServerEvent::Resumed(_)]),
        "{events:?}"
    );
}

/// XEP-0484 §4.4: a token that cannot be looked up is refused with the driver's reason, and only the answer to this question counts.
#[test]
fn a_token_that_cannot_be_looked_up_is_refused() {
    let now = Instant::now();
    let mut server = stream(
        |policy| {
            policy.extensible_sasl = true;
            policy.tokens = true;
        },
        tls(),
    );
    hears(&mut server, HEADER);
    let mechanism: TokenMechanism = "HT-SHA-256-NONE".parse().unwrap();
    let message = token_message(mechanism, "juliet", "s3cr3t", &Channel::tls([])).unwrap();
    let message = encoding::encode(&message);
    let login = format!(
        "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='HT-SHA-256-NONE'>\
         <initial-response>{message}</initial-response>\
         <user-agent id='d4565fa7-4d72-4749-b3d3-740edbf87770'/><fast xmlns='urn:xmpp:fast:0'/></authenticate>"
    );
    let (_, events) = hears(&mut server, &login);
    let [ServerEvent::Redeem(first)] = events.as_slice() else {
        panic!("{events:?}")
    };
    let condition = SaslCondition::TemporaryAuthFailure;
    server.refuse_authentication(first.id, condition, now);
    let (said, events, _) = settle(&mut server);
    assert!(said.contains("<temporary-auth-failure "), "{said}");
    assert_eq!(events, []);
    let (_, events) = hears(&mut server, &login);
    let [ServerEvent::Redeem(second)] = events.as_slice() else {
        panic!("{events:?}")
    };
    server.refuse_authentication(first.id, condition, now);
    assert_eq!(settle(&mut server).0, "");
    server.refuse_authentication(second.id, condition, now);
    let (said, _, _) = settle(&mut server);
    assert!(said.contains("<temporary-auth-failure "), "{said}");
}

/// XEP-0198 §10.1: where stanzas cannot be counted, the session is bound all the same, and says so where it is bound.
#[test]
fn a_session_is_bound_where_management_fails() {
    let now = Instant::now();
    let mut server = stream(
        |policy| {
            policy.extensible_sasl = true;
            policy.management = true;
        },
        tls(),
    );
    hears(&mut server, HEADER);
    let bind = "<bind xmlns='urn:xmpp:bind:0'><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>";
    let (_, events) = hears(&mut server, &authenticate(bind));
    server.authenticate(asked(&events), credentials(), now);
    let (_, events, _) = settle(&mut server);
    bind_as_preferred(&mut server, &events);
    let (_, events, _) = settle(&mut server);
    assert!(
        matches!(events.as_slice(), [ServerEvent::Manage(_)]),
        "{events:?}"
    );
    server.refuse_management(stanzaerror::Condition::InternalServerError, now);
    let (said, _, _) = settle(&mut server);
    let bound = said.split_once("<bound ").unwrap().1;
    let bound = bound.split_once("</bound>").unwrap().0;
    assert!(bound.contains("<failed "), "{said}");
}

/// XEP-0198 §3, §5: what asks for management before login fails, but not without end.
#[test]
fn ten_early_requests_for_management_fail() {
    let mut server = stream(|policy| policy.management = true, tls());
    hears(&mut server, HEADER);
    for _ in 0..10 {
        let (said, events) = hears(&mut server, "<enable xmlns='urn:xmpp:sm:3'/>");
        assert!(said.contains("<unexpected-request "), "{said}");
        assert_eq!(events, []);
    }
    let (_, events) = hears(&mut server, "<enable xmlns='urn:xmpp:sm:3'/>");
    assert_eq!(condition(closed(&events)), &Condition::NotAuthorized);
}

/// XEP-0078 §3.1: a login without SASL is a request, and where accounts cannot be reached that is no fault of the client.
#[test]
fn a_login_without_sasl_is_answered() {
    let now = Instant::now();
    let header = HEADER.replace(" version='1.0'", "");
    let fields = "<username>juliet</username><password>secret</password><resource>r</resource>";
    let login = |type_: &str| {
        format!("<iq type='{type_}' id='1'><query xmlns='jabber:iq:auth'>{fields}</query></iq>")
    };
    let mut server = stream(|policy| policy.legacy_login = true, tls());
    hears(&mut server, &header);
    let (_, events) = hears(&mut server, &login("set"));
    server.refuse_authentication(asked(&events), SaslCondition::TemporaryAuthFailure, now);
    let (said, events, _) = settle(&mut server);
    assert!(said.contains("<internal-server-error "), "{said}");
    assert_eq!(events, []);
    let (_, events) = hears(&mut server, &login("result"));
    assert_eq!(condition(closed(&events)), &Condition::NotAuthorized);
}
