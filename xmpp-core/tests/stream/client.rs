//! What a driver sees of a client's stream, beyond what conversations show.

use std::sync::Arc;
use std::time::Instant;

use xmpp_core::Jid;
use xmpp_core::sasl::Mechanism;
use xmpp_core::schema::stanza::Message;
use xmpp_core::stream::{
    ClientEvent, ClientSettings, ClientStream, ClientToken, Closed, Failure, Output, TlsInfo,
    Transport,
};

const HEADER: &str = "<stream:stream from='im.example.com' id='a' version='1.0' xmlns='jabber:client' \
                      xmlns:stream='http://etherx.jabber.org/streams'>";
const MECHANISMS: &str = "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>\
                          <mechanism>PLAIN</mechanism></mechanisms></stream:features>";
const SUCCESS: &str = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
const FEATURES: &str = "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>\
                        <sm xmlns='urn:xmpp:sm:3'/></stream:features>";

fn settle(stream: &mut ClientStream) -> (String, Vec<ClientEvent>) {
    let (mut output, mut events) = (Vec::new(), Vec::new());
    loop {
        match stream.poll(&mut output) {
            Output::Event(event) => events.push(event),
            Output::Wait(_) => return (String::from_utf8(output).unwrap(), events),
        }
    }
}

/// What the server says, and what the client does then.
fn hears(stream: &mut ClientStream, xml: &str) -> (String, Vec<ClientEvent>) {
    stream.receive(xml.as_bytes(), Instant::now());
    settle(stream)
}

/// The id of the request that was said last.
fn id(said: &str) -> &str {
    said.rsplit(" id='")
        .next()
        .unwrap()
        .split('\'')
        .next()
        .unwrap()
}

/// A client that has opened its stream, and will want stanzas counted.
fn opened(address: &str) -> ClientStream {
    let mut settings = ClientSettings::new(Jid::new(address).unwrap(), "secret");
    settings.management = true;
    settings.preferences.mechanisms = vec![Mechanism::Plain];
    let tls = Transport::Tls(TlsInfo::default());
    let mut stream = ClientStream::new(Arc::new(settings), tls, [3; 32], Instant::now());
    settle(&mut stream);
    stream
}

/// A client that asks for the resource `balcony`, and what it has said.
fn binding() -> (ClientStream, String) {
    let mut stream = opened("juliet@im.example.com/balcony");
    hears(&mut stream, &format!("{HEADER}{MECHANISMS}"));
    hears(&mut stream, SUCCESS);
    let (said, _) = hears(&mut stream, &format!("{HEADER}{FEATURES}"));
    assert!(said.contains("<resource>balcony</resource>"), "{said}");
    (stream, said)
}

/// A client that is bound, behind a server that permits resumption and says where.
fn managed() -> ClientStream {
    let (mut stream, said) = binding();
    assert!(!stream.is_resumable());
    let bound = format!(
        "<iq type='result' id='{}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>\
         <jid>juliet@im.example.com/balcony</jid></bind></iq>",
        id(&said)
    );
    let (said, _) = hears(&mut stream, &bound);
    assert!(said.contains("<enable "), "{said}");
    assert!(!stream.is_resumable());
    let enabled =
        "<enabled xmlns='urn:xmpp:sm:3' id='some' resume='true' location='[2001:db8::1]:5222'/>";
    hears(&mut stream, enabled);
    stream
}

/// XEP-0198 §5: what the next connection is told.
#[test]
fn a_stream_knows_whether_and_where_it_goes_on() {
    let mut stream = managed();
    assert!(stream.is_resumable());
    let remote: Vec<_> = stream
        .identities()
        .iter()
        .map(|identity| identity.remote.to_string())
        .collect();
    assert_eq!(remote, ["im.example.com"]);
    let suspended = stream.suspend().unwrap();
    assert_eq!(suspended.location(), Some("[2001:db8::1]:5222"));
    assert_eq!(suspended.jid().as_str(), "juliet@im.example.com/balcony");
}

/// What is kept for a server that acknowledges nothing is bounded: it is resumable no more then.
#[test]
fn a_client_does_not_keep_without_end() {
    let mut stream = managed();
    let message = Message::chat("romeo@example.net".parse::<Jid>().unwrap(), "hi");
    for _ in 0..10_000 {
        stream.send(&message).unwrap();
    }
    assert!(stream.is_resumable());
    stream.send(&message).unwrap();
    assert!(!stream.is_resumable());
    assert!(stream.suspend().is_none());
}

/// RFC 6120 §4.9.3.24 is for servers: a client passes over what it does not know.
#[test]
fn a_client_passes_over_what_is_no_stanza() {
    let mut stream = managed();
    let (said, events) = hears(&mut stream, "<unknown xmlns='urn:example:unknown'/>");
    assert_eq!((said.as_str(), events.as_slice()), ("", &[][..]));
    let (_, events) = hears(
        &mut stream,
        "<message from='romeo@example.net'><body>hi</body></message>",
    );
    assert!(
        matches!(events.as_slice(), [ClientEvent::Stanza(_)]),
        "{events:?}"
    );
}

/// RFC 6120 §7.7.2.2: another resource helps where this one is the trouble, and only there.
#[test]
fn only_a_resource_that_is_refused_is_given_up() {
    let refusal = |condition: &str, said: &str| {
        format!(
            "<iq type='error' id='{}'><error type='cancel'>\
             <{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
            id(said)
        )
    };
    let (mut stream, said) = binding();
    let (said, events) = hears(&mut stream, &refusal("conflict", &said));
    assert!(
        said.contains("<bind ") && !said.contains("balcony"),
        "{said}"
    );
    assert_eq!(events, []);
    let (mut stream, said) = binding();
    let (said, events) = hears(&mut stream, &refusal("resource-constraint", &said));
    assert!(!said.contains("<bind "), "{said}");
    assert!(
        matches!(
            events.as_slice(),
            [ClientEvent::Closed(Closed::Failed(Failure::Bind(_)))]
        ),
        "{events:?}"
    );
}

/// RFC 6120 §4.4: behind our closing tag the server still finishes what it says, and a header is nothing to complain about.
#[test]
fn a_close_is_orderly_whatever_the_header_says() {
    let mut stream = opened("juliet@im.example.com");
    stream.close();
    let other = HEADER.replace("jabber:client", "jabber:server");
    let (_, events) = hears(&mut stream, &format!("{other}</stream:stream>"));
    assert_eq!(events, [ClientEvent::Closed(Closed::Orderly)]);
}

/// RFC 6120 §4.4: a peer that goes without closing its stream has not answered our close.
#[test]
fn a_close_that_is_not_answered_is_told() {
    let mut stream = managed();
    stream.close();
    stream.closed_by_peer();
    let (_, events) = settle(&mut stream);
    assert_eq!(events, [ClientEvent::Closed(Closed::Unanswered)]);
}

/// XEP-0386 §3.2, XEP-0198 §10.1: stanzas are counted where the server says that it can do so while it binds, and once.
#[test]
fn a_client_is_managed_while_it_binds() {
    let features = |feature: &str| {
        format!(
            "{HEADER}<stream:features><authentication xmlns='urn:xmpp:sasl:2'><mechanism>PLAIN</mechanism><inline>\
             <bind xmlns='urn:xmpp:bind:0'><inline><feature var='{feature}'/></inline></bind></inline></authentication>\
             </stream:features>"
        )
    };
    let client = || opened("juliet@im.example.com");
    let (said, _) = hears(&mut client(), &features("urn:xmpp:carbons:2"));
    assert!(
        said.contains("<bind ") && !said.contains("<enable "),
        "{said}"
    );
    let mut managed = client();
    let (said, _) = hears(&mut managed, &features("urn:xmpp:sm:3"));
    assert!(said.contains("<enable "), "{said}");
    let success = "<success xmlns='urn:xmpp:sasl:2'>\
                   <authorization-identifier>juliet@im.example.com/a</authorization-identifier>\
                   <bound xmlns='urn:xmpp:bind:0'><enabled xmlns='urn:xmpp:sm:3' id='some' resume='true'/></bound></success>\
                   <stream:features><sm xmlns='urn:xmpp:sm:3'/></stream:features>";
    let (said, _) = hears(&mut managed, success);
    assert!(!said.contains("<enable "), "{said}");
    assert!(managed.is_resumable());
}

/// XEP-0484: a token is as good as a password.
#[test]
fn a_token_is_not_shown() {
    let token = ClientToken {
        mechanism: "HT-SHA-256-NONE".parse().unwrap(),
        secret: "s3cr3t".to_owned(),
        expiry: None,
    };
    let shown = format!("{token:?}");
    assert!(
        shown.contains("Sha256") && !shown.contains("s3cr3t"),
        "{shown}"
    );
}
