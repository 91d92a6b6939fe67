//! What a driver sees of the streams, beyond what conversations show.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]
#![cfg(feature = "stream")]

mod client;
mod component;
mod negotiation;

use std::sync::Arc;
use std::time::{Duration, Instant};

use xmpp_core::sasl::{Credentials, Mechanism, SaslCondition, ScramHash, ScramKeys, encoding};
use xmpp_core::schema::stanza::{ErrorType, StanzaError};
use xmpp_core::schema::stanzaerror;
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::stream::{
    ClientEvent, ClientSettings, ClientStream, Closed, Deadlines, Encoded, Envelope, Host, Output,
    ServerEvent, ServerPolicy, ServerStream, StanzaKind, TlsInfo, TlsUse, Transport,
};
use xmpp_core::{Answer, BareJid, Element, Jid};

const HEADER: &str = "<stream:stream to='im.example.com' version='1.0' xml:lang='it' xmlns='jabber:client' \
                      xmlns:stream='http://etherx.jabber.org/streams'>";
const BIND: &str = "<iq id='1' type='set'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
const SECOND: Duration = Duration::from_secs(1);

fn server(now: Instant) -> ServerStream {
    let mut host = Host::new(BareJid::new("im.example.com").unwrap());
    host.mechanisms = vec![Mechanism::Plain];
    let policy = Arc::new(ServerPolicy::new([host]));
    ServerStream::new(policy, Transport::Tls(TlsInfo::default()), [0; 32], now)
}

fn auth(password: &str) -> String {
    let message = encoding::encode(format!("\0juliet\0{password}").as_bytes());
    format!("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{message}</auth>")
}

fn credentials() -> Credentials {
    Credentials::new(ScramKeys::derive(ScramHash::Sha256, "secret", &[1; 16], 1).unwrap())
}

/// Polls until there is nothing to do: what was said, what was told, and when to come back.
fn settle(stream: &mut ServerStream) -> (String, Vec<ServerEvent>, Option<Instant>) {
    let (mut output, mut events) = (Vec::new(), Vec::new());
    loop {
        match stream.poll(&mut output) {
            Output::Event(event) => events.push(event),
            Output::Wait(moment) => return (String::from_utf8(output).unwrap(), events, moment),
        }
    }
}

fn asked(events: &[ServerEvent]) -> xmpp_core::stream::AuthenticationId {
    match events {
        [ServerEvent::Authenticate(request)] => request.id,
        other => panic!("{other:?}"),
    }
}

/// A stream on which a client is authenticated and about to bind.
fn authenticated(now: Instant) -> ServerStream {
    let mut stream = server(now);
    stream.receive(format!("{HEADER}{}", auth("secret")).as_bytes(), now);
    let id = asked(&settle(&mut stream).1);
    stream.authenticate(id, credentials(), now);
    settle(&mut stream);
    stream.receive(HEADER.as_bytes(), now);
    settle(&mut stream);
    stream
}

fn bound(now: Instant) -> ServerStream {
    let mut stream = authenticated(now);
    stream.receive(BIND.as_bytes(), now);
    let (_, events, _) = settle(&mut stream);
    let [ServerEvent::Bind(request)] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(request.requested, None);
    stream.bind(request.preferred().clone(), now);
    settle(&mut stream);
    stream
}

fn closed(events: &[ServerEvent]) -> &Closed {
    match events.last() {
        Some(ServerEvent::Closed(closed)) => closed,
        other => panic!("{other:?}"),
    }
}

fn condition(closed: &Closed) -> &Condition {
    match closed {
        Closed::Error(error) | Closed::PeerError(error) => &error.condition,
        other => panic!("{other:?}"),
    }
}

/// Attack B16: while the driver looks an account up, a client cannot make the server keep more than one element.
#[test]
fn a_flood_while_the_driver_thinks_ends_the_stream() {
    let now = Instant::now();
    let mut stream = server(now);
    stream.receive(format!("{HEADER}{}", auth("secret")).as_bytes(), now);
    let (_, events, _) = settle(&mut stream);
    let id = asked(&events);
    stream.receive(&[b' '; 16 * 1024], now);
    assert_eq!(settle(&mut stream).1, []);
    stream.receive(b" ", now);
    let (said, events, moment) = settle(&mut stream);
    assert!(said.contains("<policy-violation "), "{said}");
    assert_eq!(condition(closed(&events)), &Condition::PolicyViolation);
    assert_eq!(moment, None);
    // The answer comes too late, and does nothing.
    stream.authenticate(id, credentials(), now);
    assert_eq!(settle(&mut stream), (String::new(), vec![], None));
}

/// RFC 6120 §13.12: once the client has authenticated, the limit is that of stanzas, also while the driver thinks.
#[test]
fn an_authenticated_client_may_say_more_while_the_driver_thinks() {
    let now = Instant::now();
    let mut stream = authenticated(now);
    stream.receive(BIND.as_bytes(), now);
    assert!(matches!(
        settle(&mut stream).1.as_slice(),
        [ServerEvent::Bind(_)]
    ));
    stream.receive(&[b' '; 100_000], now);
    assert_eq!(settle(&mut stream).1, []);
    stream.receive(&[b' '; 200_000], now);
    assert_eq!(
        condition(closed(&settle(&mut stream).1)),
        &Condition::PolicyViolation
    );
}

/// An answer belongs to one question: one to an earlier attempt does nothing.
#[test]
fn an_answer_to_an_earlier_question_does_nothing() {
    let now = Instant::now();
    let mut stream = server(now);
    stream.receive(format!("{HEADER}{}", auth("wrong")).as_bytes(), now);
    let first = asked(&settle(&mut stream).1);
    stream.refuse_authentication(first, SaslCondition::TemporaryAuthFailure, now);
    assert!(settle(&mut stream).0.contains("<temporary-auth-failure/>"));
    stream.refuse_authentication(first, SaslCondition::TemporaryAuthFailure, now);
    assert_eq!(settle(&mut stream).0, "");
    stream.receive(auth("wrong").as_bytes(), now);
    let second = asked(&settle(&mut stream).1);
    assert_ne!(first, second);
    stream.authenticate(first, credentials(), now);
    stream.refuse_authentication(first, SaslCondition::NotAuthorized, now);
    stream.authorize(first, BareJid::new("juliet@im.example.com").unwrap(), now);
    assert_eq!(settle(&mut stream).0, "");
    stream.authenticate(second, credentials(), now);
    assert!(settle(&mut stream).0.contains("<not-authorized/>"));
}

/// Answers that nobody asked for do nothing.
#[test]
fn an_answer_without_a_question_does_nothing() {
    let now = Instant::now();
    let mut stream = authenticated(now);
    stream.bind("juliet@im.example.com/x".parse().unwrap(), now);
    let error = StanzaError::new(ErrorType::Cancel, stanzaerror::Condition::NotAllowed);
    stream.refuse_bind(error.clone(), now);
    stream.tls_established(TlsInfo::default(), now);
    assert_eq!(settle(&mut stream).0, "");
    let mut stream = bound(now);
    stream.bind("juliet@im.example.com/x".parse().unwrap(), now);
    stream.refuse_bind(error, now);
    assert_eq!(settle(&mut stream), (String::new(), vec![], None));
}

/// `Wait` names the deadline that comes next, counted from the moments that the driver tells.
#[test]
fn deadlines_are_counted_from_what_the_driver_says() {
    let now = Instant::now();
    let mut stream = server(now);
    assert_eq!(settle(&mut stream).2, Some(now + 60 * SECOND));
    stream.receive(b"<stream:stream", now + 10 * SECOND);
    assert_eq!(
        settle(&mut stream).2,
        Some(now + 60 * SECOND),
        "the negotiation ends first"
    );
    let mut stream = bound(now);
    assert_eq!(settle(&mut stream).2, None);
    stream.receive(b"<message>", now + 10 * SECOND);
    assert_eq!(settle(&mut stream).2, Some(now + 70 * SECOND));
    stream.handle_timeout(now + 69 * SECOND);
    assert_eq!(
        settle(&mut stream),
        (String::new(), vec![], Some(now + 70 * SECOND))
    );
    stream.close();
    assert_eq!(settle(&mut stream).2, Some(now + 74 * SECOND));
}

/// The time that an answer takes counts: the element behind it is timed from then on.
#[test]
fn an_answer_says_what_time_it_is() {
    let now = Instant::now();
    let mut stream = authenticated(now);
    stream.receive(BIND.as_bytes(), now);
    let (_, events, _) = settle(&mut stream);
    let [ServerEvent::Bind(request)] = events.as_slice() else {
        panic!("{events:?}")
    };
    stream.receive(b"<message>", now);
    stream.bind(request.preferred().clone(), now + 20 * SECOND);
    assert_eq!(settle(&mut stream).2, Some(now + 80 * SECOND));
}

/// What comes behind the end of the input was never said.
#[test]
fn nothing_is_taken_behind_the_end_of_the_input() {
    let now = Instant::now();
    let mut stream = bound(now);
    stream.closed_by_peer();
    stream.receive(b"<presence/>", now);
    assert_eq!(
        settle(&mut stream).1,
        [ServerEvent::Closed(Closed::Disconnected)]
    );
    stream.receive(b"<presence/>", now);
    stream.handle_timeout(now + 600 * SECOND);
    assert_eq!(settle(&mut stream), (String::new(), vec![], None));
}

/// The client is gone while the driver looks its account up: there is nobody to answer.
#[test]
fn the_end_of_the_input_ends_a_question() {
    let now = Instant::now();
    let mut stream = server(now);
    stream.receive(format!("{HEADER}{}", auth("secret")).as_bytes(), now);
    let id = asked(&settle(&mut stream).1);
    stream.closed_by_peer();
    assert_eq!(
        settle(&mut stream).1,
        [ServerEvent::Closed(Closed::Disconnected)]
    );
    stream.authenticate(id, credentials(), now);
    assert_eq!(settle(&mut stream), (String::new(), vec![], None));
}

/// The stream is closed while the driver looks the account up: the client's close is heard nevertheless.
#[test]
fn a_close_ends_a_question() {
    let now = Instant::now();
    let mut stream = server(now);
    stream.receive(format!("{HEADER}{}", auth("secret")).as_bytes(), now);
    settle(&mut stream);
    stream.close();
    stream.receive(b"</stream:stream>", now);
    let (said, events, _) = settle(&mut stream);
    assert_eq!(
        (said.as_str(), events.as_slice()),
        (
            "</stream:stream>",
            &[ServerEvent::Closed(Closed::Orderly)][..]
        )
    );
}

/// What a server's stream knows of its client (R13, RFC 6120 §4.7.4).
#[test]
fn a_stream_says_who_is_there() {
    let now = Instant::now();
    let mut stream = server(now);
    assert!(stream.identities().is_empty() && stream.lang().is_none() && stream.is_encrypted());
    stream.receive(HEADER.as_bytes(), now);
    settle(&mut stream);
    assert_eq!(stream.lang().unwrap().as_str(), "it");
    let mut stream = bound(now);
    let [identity] = stream.identities() else {
        panic!("{:?}", stream.identities())
    };
    assert_eq!(identity.local, "im.example.com");
    assert!(
        identity
            .remote
            .as_str()
            .starts_with("juliet@im.example.com/")
    );
    assert_ne!(stream.generate_id(), stream.generate_id());
    let plain = ServerStream::new(
        Arc::new(ServerPolicy::new([])),
        Transport::Plain,
        [0; 32],
        now,
    );
    assert!(!plain.is_encrypted());
}

/// A policy knows its domains by name.
#[test]
fn a_policy_finds_its_domains() {
    let names = ["im.example.com", "example.net"];
    let policy = ServerPolicy::new(names.map(|name| Host::new(BareJid::new(name).unwrap())));
    for name in names {
        assert_eq!(policy.host(name).unwrap().domain, name);
    }
    assert!(policy.host("elsewhere.example").is_none());
}

/// A server without domains cannot serve, and says so.
#[test]
fn a_server_without_domains_knows_none() {
    let now = Instant::now();
    let mut stream = ServerStream::new(
        Arc::new(ServerPolicy::new([])),
        Transport::Plain,
        [0; 32],
        now,
    );
    stream.receive(HEADER.as_bytes(), now);
    let (said, events, _) = settle(&mut stream);
    assert!(said.contains("from='' "), "{said}");
    assert_eq!(condition(closed(&events)), &Condition::HostUnknown);
}

/// Where neither TLS nor a mechanism is to be had, nobody is left guessing.
#[test]
fn a_domain_that_nobody_can_log_in_to_says_so() {
    let now = Instant::now();
    let mut host = Host::new(BareJid::new("im.example.com").unwrap());
    host.tls = TlsUse::Unavailable;
    host.mechanisms = vec![Mechanism::Plain];
    let policy = Arc::new(ServerPolicy::new([host]));
    let mut stream = ServerStream::new(policy, Transport::Plain, [0; 32], now);
    stream.receive(HEADER.as_bytes(), now);
    assert_eq!(
        condition(closed(&settle(&mut stream).1)),
        &Condition::InternalServerError
    );
}

/// RFC 6120 §8.1: the envelope of a stanza; RFC 6120 §8.3.3.8 for an address that is none.
#[test]
fn envelopes_are_read() {
    let now = Instant::now();
    let mut stream = bound(now);
    let xml = "<message xml:lang='it' type='chat' id='a&amp;b' from='X@Y/z' to='@@' x:to='q' xmlns:x='urn:x'/>";
    stream.receive(xml.as_bytes(), now);
    let (_, events, _) = settle(&mut stream);
    let [ServerEvent::Stanza(stanza)] = events.as_slice() else {
        panic!("{events:?}")
    };
    let envelope = &stanza.envelope;
    assert_eq!(envelope.kind, StanzaKind::Message);
    assert_eq!(envelope.kind.name(), "message");
    assert_eq!(envelope.to, None);
    assert_eq!(envelope.from.as_ref().unwrap().as_str(), "x@y/z");
    assert_eq!(envelope.id.as_deref(), Some("a&b"));
    assert!(envelope.is_type("chat") && !envelope.is_type(""));
    assert_eq!(envelope.lang.as_ref().unwrap().as_str(), "it");
    assert_eq!(envelope.answer, Answer::JID_MALFORMED);
    assert_eq!(stanza.identity, stream.identities()[0]);
    assert_eq!(stanza.element.as_fragment().xml(), xml);
}

/// RFC 6120 §8.3.1: an error goes back to where the stanza came from, and never answers an error or a result.
#[test]
fn errors_go_back() {
    let error = || {
        StanzaError::new(
            ErrorType::Cancel,
            stanzaerror::Condition::ServiceUnavailable,
        )
    };
    for (kind, type_) in [
        (StanzaKind::Message, "chat"),
        (StanzaKind::Presence, "probe"),
        (StanzaKind::Iq, "get"),
    ] {
        let envelope = Envelope {
            to: Some(Jid::new("b.example").unwrap()),
            from: Some(Jid::new("a@c.example/d").unwrap()),
            id: Some("7".to_owned()),
            type_: Some(type_.to_owned()),
            ..Envelope::new(kind)
        };
        let reply = envelope.error(error()).unwrap().unwrap();
        let expected = format!(
            "<{0} xmlns='jabber:client' from='b.example' id='7' to='a@c.example/d' type='error'><error type='cancel'>\
             <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></{0}>",
            kind.name()
        );
        assert_eq!(reply, Element::parse(&expected).unwrap());
        let answered = |type_: &str| {
            let envelope = Envelope {
                type_: Some(type_.to_owned()),
                ..envelope.clone()
            };
            envelope.error(error()).unwrap().is_some()
        };
        assert!(!answered("error"));
        assert_eq!(answered("result"), kind != StanzaKind::Iq);
    }
}

/// What a client's stream knows of its server.
#[test]
fn a_client_says_what_it_knows() {
    let now = Instant::now();
    let mut settings = ClientSettings::new(Jid::new("juliet@im.example.com").unwrap(), "secret");
    settings.tls = TlsUse::Optional;
    settings.deadlines = Deadlines::SERVER;
    let mut stream = ClientStream::new(Arc::new(settings), Transport::Plain, [0; 32], now);
    assert!(!stream.is_encrypted() && stream.id().is_none() && stream.lang().is_none());
    assert!(stream.identities().is_empty());
    assert_ne!(stream.generate_id(), stream.generate_id());
    let header = "<stream:stream from='im.example.com' id='some' version='1.0' xml:lang='de' xmlns='jabber:client' \
                  xmlns:stream='http://etherx.jabber.org/streams'>";
    let features =
        "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>";
    stream.receive(format!("{header}{features}").as_bytes(), now);
    let mut output = Vec::new();
    let Output::Event(ClientEvent::Features(announced)) = stream.poll(&mut output) else {
        panic!("no features")
    };
    assert!(announced.starttls.is_some());
    assert_eq!(stream.id(), Some("some"));
    assert_eq!(stream.lang().unwrap().as_str(), "de");
    assert_eq!(
        stream.poll(&mut output),
        Output::Wait(Some(now + 60 * SECOND))
    );
    stream.receive(b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", now);
    assert!(matches!(
        stream.poll(&mut output),
        Output::Event(ClientEvent::StartTls { .. })
    ));
    stream.tls_established(TlsInfo::default(), now);
    assert!(stream.is_encrypted());
    stream.close_with(xmpp_core::schema::streams::StreamError::new(
        Condition::Reset,
    ));
    assert!(matches!(
        stream.poll(&mut output),
        Output::Event(ClientEvent::Closed(Closed::Error(_)))
    ));
}

/// RFC 6120 §4.9.3.19: where to go instead.
#[test]
fn a_redirection_says_where_to() {
    let error = |condition| Box::new(xmpp_core::schema::streams::StreamError::new(condition));
    let host = |text: &str| Condition::SeeOtherHost(text.to_owned());
    assert_eq!(
        Closed::PeerError(error(host(" a.example:5223\n"))).see_other_host(),
        Some("a.example:5223")
    );
    assert_eq!(Closed::PeerError(error(host(" "))).see_other_host(), None);
    assert_eq!(
        Closed::PeerError(error(Condition::Reset)).see_other_host(),
        None
    );
    assert_eq!(
        Closed::Error(error(host("a.example"))).see_other_host(),
        None
    );
    let shown = Closed::PeerError(error(Condition::Reset)).to_string();
    assert_eq!(shown, "the peer ended the stream: reset");
}

/// Neither the seed nor a password is shown, on its way or where it is kept.
#[test]
fn debugging_shows_no_secrets() {
    let now = Instant::now();
    let mut settings = ClientSettings::new(Jid::new("juliet@im.example.com").unwrap(), "secret");
    settings.preferences.mechanisms = vec![Mechanism::Plain];
    let tls = Transport::Tls(TlsInfo::default());
    let mut client = ClientStream::new(Arc::new(settings), tls, [77; 32], now);
    let features = "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism>\
                    </mechanisms></stream:features>";
    client.receive(format!("{HEADER}{features}").as_bytes(), now);
    let mut output = Vec::new();
    assert!(matches!(
        client.poll(&mut output),
        Output::Event(ClientEvent::Features(_))
    ));
    let mut server = server(now);
    server.receive(format!("{HEADER}{}", auth("secret")).as_bytes(), now);
    settle(&mut server);
    let message = encoding::encode(b"\0juliet\0secret");
    for shown in [format!("{client:?}"), format!("{server:?}")] {
        assert!(shown.contains("Connection { role: "), "{shown}");
        for secret in ["secret", message.as_str(), "77, 77", "0, 0"] {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
    }
}

/// What was encoded once is written at once, but never before what waits to be written.
#[test]
fn what_was_encoded_keeps_its_place() {
    let now = Instant::now();
    let mut stream = bound(now);
    let text = |body: &str| format!("<message xmlns='jabber:client'><body>{body}</body></message>");
    let encoded = |body: &str| Encoded::of(&Element::parse(&text(body)).unwrap()).unwrap();
    let mut output = Vec::new();
    stream.write_encoded(&encoded("one"), &mut output).unwrap();
    let written = String::from_utf8(output).unwrap();
    assert_eq!(written.matches("<body>one</body>").count(), 1, "{written}");
    stream.send_encoded(&encoded("two")).unwrap();
    let mut output = Vec::new();
    stream
        .write_encoded(&encoded("three"), &mut output)
        .unwrap();
    assert_eq!(output, b"", "two waits");
    let (said, ..) = settle(&mut stream);
    let (two, three) = (said.find("two"), said.find("three"));
    assert!(two.is_some() && two < three, "{said}");
}
