//! What a driver sees of the stream of a component, beyond what conversations show.

use std::sync::Arc;
use std::time::Instant;

use xmpp_core::BareJid;
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::schema::streams::StreamError;
use xmpp_core::stream::{Closed, ComponentEvent, ComponentSettings, ComponentStream, Output};

const HEADER: &str = "<stream:stream from='plays.example.com' id='3BF96D32' xml:lang='en' xmlns='jabber:component:accept' \
                      xmlns:stream='http://etherx.jabber.org/streams'>";

fn settings() -> Arc<ComponentSettings> {
    let domain = BareJid::new("plays.example.com").unwrap();
    Arc::new(ComponentSettings::new(domain, "mellon"))
}

/// A component that the server has accepted.
fn accepted() -> ComponentStream {
    let now = Instant::now();
    let mut stream = ComponentStream::new(settings(), [7; 32], now);
    settle(&mut stream);
    stream.receive(format!("{HEADER}<handshake/>").as_bytes(), now);
    let (_, events) = settle(&mut stream);
    assert!(
        matches!(events.as_slice(), [ComponentEvent::Accepted]),
        "{events:?}"
    );
    stream
}

fn settle(stream: &mut ComponentStream) -> (String, Vec<ComponentEvent>) {
    let (mut output, mut events) = (Vec::new(), Vec::new());
    loop {
        match stream.poll(&mut output) {
            Output::Event(event) => events.push(event),
            Output::Wait(_) => return (String::from_utf8(output).unwrap(), events),
        }
    }
}

/// XEP-0114 §3: the header names the stream, for the handshake; RFC 6120 §4.7.4: and its language.
#[test]
fn a_component_knows_its_stream() {
    let mut stream = accepted();
    assert_eq!(stream.id(), Some("3BF96D32"));
    assert_eq!(stream.lang().map(|lang| lang.as_str()), Some("en"));
    assert_eq!(stream.domain().as_str(), "plays.example.com");
    let (one, two) = (stream.generate_id(), stream.generate_id());
    assert_ne!(one, two);
    assert!(one.len() >= 16, "{one}");
}

/// RFC 6120 §4.9.1: what ends a stream with an error says so, and closes it.
#[test]
fn a_component_ends_its_stream_with_an_error() {
    let mut stream = accepted();
    stream.close_with(StreamError::new(Condition::SystemShutdown));
    let (said, _) = settle(&mut stream);
    assert!(said.contains("<system-shutdown "), "{said}");
    assert!(said.ends_with("</stream:stream>"), "{said}");
}

/// RFC 6120 §4.6.1: a server that is gone without a word has ended the stream.
#[test]
fn a_component_sees_that_the_server_is_gone() {
    let mut stream = accepted();
    stream.closed_by_peer();
    let (_, events) = settle(&mut stream);
    assert!(
        matches!(
            events.as_slice(),
            [ComponentEvent::Closed(Closed::Disconnected)]
        ),
        "{events:?}"
    );
}

/// RFC 6120 §4.6.1: white space between stanzas keeps a connection alive, and is nothing to complain about.
#[test]
fn a_component_bears_white_space() {
    let mut stream = accepted();
    stream.receive(
        b" \n<message from='a@b' to='plays.example.com'/> ",
        Instant::now(),
    );
    let (said, events) = settle(&mut stream);
    assert_eq!(said, "");
    assert!(
        matches!(events.as_slice(), [ComponentEvent::Stanza(_)]),
        "{events:?}"
    );
}

/// The secret is as good as a password.
#[test]
fn settings_are_shown_without_the_secret() {
    let shown = format!("{:?}", settings());
    assert!(shown.contains("plays.example.com"), "{shown}");
    assert!(!shown.contains("mellon"), "{shown}");
}
