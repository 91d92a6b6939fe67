//! The client's stream against the server's, with the bytes between them cut at random; and both against garbage.

use std::sync::Arc;
use std::time::Instant;

use proptest::collection::vec;
use proptest::prelude::*;
use xmpp_core::sasl::{ChannelBinding, Credentials, Mechanism, ScramHash, ScramKeys};
use xmpp_core::stream::{
    ClientEvent, ClientSettings, ClientStream, Closed, Host, Output, ServerEvent, ServerPolicy,
    ServerStream, TlsInfo, TlsUse, Transport,
};
use xmpp_core::{BareJid, Element, FullJid, Jid};

/// Both ends of a connection, and what is on its way between them.
struct Pair {
    client: ClientStream,
    server: ServerStream,
    to_server: Vec<u8>,
    to_client: Vec<u8>,
    heard: Heard,
    now: Instant,
}

/// What the drivers were told.
#[derive(Debug, Default, PartialEq)]
struct Heard {
    tls: (bool, bool),
    mechanism: Option<Mechanism>,
    bound: (Option<FullJid>, Option<Jid>),
    stanzas: (Vec<String>, Vec<String>),
    closed: (Option<Closed>, Option<Closed>),
}

const PASSWORD: &str = "r0m30myr0m30";
const ITERATIONS: u32 = 2;

/// The exporter's secret of both ends of one TLS connection.
fn tls() -> TlsInfo {
    TlsInfo::new([ChannelBinding::tls_exporter([8; 32])])
}

impl Pair {
    fn new(
        mechanisms: &[Mechanism],
        use_of_tls: TlsUse,
        transport: &Transport,
        seeds: [u8; 2],
    ) -> Self {
        let now = Instant::now();
        let mut host = Host::new(BareJid::new("im.example.com").expect("a domain"));
        host.tls = use_of_tls;
        host.mechanisms = mechanisms.to_vec();
        let policy = Arc::new(ServerPolicy::new([host]));
        let address = Jid::new("juliet@im.example.com/balcony").expect("an address");
        let mut settings = ClientSettings::new(address, PASSWORD);
        settings.tls = use_of_tls;
        settings.preferences.iterations = ITERATIONS..=ITERATIONS;
        Self {
            client: ClientStream::new(Arc::new(settings), transport.clone(), [seeds[0]; 32], now),
            server: ServerStream::new(policy, transport.clone(), [seeds[1]; 32], now),
            to_server: Vec::new(),
            to_client: Vec::new(),
            heard: Heard::default(),
            now,
        }
    }

    /// Carries bytes until neither side has more to say; `sizes` says in which pieces, over and over.
    fn run(&mut self, sizes: &[usize]) {
        let mut sizes = sizes.iter().copied().cycle();
        loop {
            self.poll_client();
            self.poll_server();
            if self.to_server.is_empty() && self.to_client.is_empty() {
                return;
            }
            let piece = take(&mut self.to_server, sizes.next().expect("there are sizes"));
            self.server.receive(&piece, self.now);
            self.poll_server();
            let piece = take(&mut self.to_client, sizes.next().expect("there are sizes"));
            self.client.receive(&piece, self.now);
        }
    }

    fn poll_client(&mut self) {
        loop {
            match self.client.poll(&mut self.to_server) {
                Output::Wait(_) => return,
                Output::Event(ClientEvent::StartTls { domain }) => {
                    assert_eq!(domain, "im.example.com");
                    self.heard.tls.0 = true;
                    self.client.tls_established(tls(), self.now);
                }
                Output::Event(ClientEvent::Authenticated(mechanism)) => {
                    self.heard.mechanism = Some(mechanism)
                }
                Output::Event(ClientEvent::Bound(jid)) => self.heard.bound.0 = Some(jid),
                Output::Event(ClientEvent::Stanza(stanza)) => {
                    self.heard.stanzas.0.push(stanza.element.to_string())
                }
                Output::Event(ClientEvent::Closed(closed)) => self.heard.closed.0 = Some(closed),
                Output::Event(_) => {}
            }
        }
    }

    fn poll_server(&mut self) {
        loop {
            match self.server.poll(&mut self.to_client) {
                Output::Wait(_) => return,
                Output::Event(ServerEvent::StartTls { .. }) => {
                    self.heard.tls.1 = true;
                    self.server.tls_established(tls(), self.now);
                }
                Output::Event(ServerEvent::Authenticate(request)) => {
                    let hash = request.hash.unwrap_or(ScramHash::Sha1);
                    let keys = ScramKeys::derive(hash, PASSWORD, &[3; 16], ITERATIONS)
                        .expect("a password");
                    self.server
                        .authenticate(request.id, Credentials::new(keys), self.now);
                }
                Output::Event(ServerEvent::Bind(request)) => {
                    self.server.bind(request.preferred().clone(), self.now);
                }
                Output::Event(ServerEvent::Bound(identity)) => {
                    self.heard.bound.1 = Some(identity.remote.clone());
                }
                Output::Event(ServerEvent::Stanza(stanza)) => {
                    self.heard.stanzas.1.push(stanza.element.to_string())
                }
                Output::Event(ServerEvent::Closed(closed)) => self.heard.closed.1 = Some(closed),
                Output::Event(_) => {}
            }
        }
    }
}

fn take(bytes: &mut Vec<u8>, count: usize) -> Vec<u8> {
    bytes.drain(..count.min(bytes.len())).collect()
}

fn mechanism() -> impl Strategy<Value = Mechanism> {
    use ScramHash::{Sha1, Sha256, Sha512};
    prop::sample::select(vec![
        Mechanism::Plain,
        Mechanism::Scram(Sha1),
        Mechanism::Scram(Sha256),
        Mechanism::Scram(Sha512),
        Mechanism::ScramPlus(Sha1),
        Mechanism::ScramPlus(Sha256),
        Mechanism::ScramPlus(Sha512),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// RFC 6120 §4.3: however the bytes are cut, the client gets in, stanzas go both ways, and both sides close.
    #[test]
    fn client_and_server_understand_each_other(
        sizes in vec(1_usize..300, 1..20),
        mechanisms in vec(mechanism(), 1..4),
        direct in any::<bool>(),
        seeds in any::<[u8; 2]>(),
        body in "[ -~]{0,80}",
    ) {
        let transport = if direct { Transport::Tls(tls()) } else { Transport::Plain };
        let mut pair = Pair::new(&mechanisms, TlsUse::Required, &transport, seeds);
        pair.run(&sizes);
        prop_assert_eq!(pair.heard.tls, (!direct, !direct));
        // The client prefers what is stronger (RFC 6120 §6.3.3).
        prop_assert_eq!(pair.heard.mechanism, mechanisms.iter().copied().max());
        let address = FullJid::new("juliet@im.example.com/balcony").expect("an address");
        prop_assert_eq!(&pair.heard.bound, &(Some(address.clone()), Some(address.into_jid())));
        let message = Element::builder("jabber:client", "message")
            .attribute("to", "romeo@example.net")
            .child(Element::builder("jabber:client", "body").text(body.clone()))
            .child(Element::builder("urn:example:unknown", "x").attribute("a", body))
            .build()
            .unwrap();
        for _ in 0..3 {
            pair.client.send(&message).unwrap();
            pair.server.send(&message).unwrap();
        }
        pair.run(&sizes);
        pair.client.close();
        pair.run(&sizes);
        let sent = vec![message.to_string(); 3];
        // The server says in which language the client's stream is (RFC 6120 §8.1.5), and changes nothing else.
        let marked = message.to_string().replacen("<message ", "<message xml:lang='en' ", 1);
        prop_assert_eq!(&pair.heard.stanzas.0, &sent);
        prop_assert_eq!(&pair.heard.stanzas.1, &vec![marked; 3]);
        prop_assert_eq!(&pair.heard.closed, &(Some(Closed::Orderly), Some(Closed::Orderly)));
    }

    /// RFC 6120 §13.9.4, attack B10: a channel that is not the same at both ends is one with somebody in the middle.
    #[test]
    fn a_channel_with_somebody_in_the_middle_is_noticed(sizes in vec(1_usize..300, 1..9), hash in 0_usize..3) {
        let mechanism = Mechanism::ScramPlus(ScramHash::ALL[hash]);
        let transport = Transport::Tls(tls());
        let mut pair = Pair::new(&[mechanism], TlsUse::Required, &transport, [1, 2]);
        let mut settings = ClientSettings::new(Jid::new("juliet@im.example.com").unwrap(), PASSWORD);
        settings.preferences.iterations = ITERATIONS..=ITERATIONS;
        let other = Transport::Tls(TlsInfo::new([ChannelBinding::tls_exporter([9; 32])]));
        pair.client = ClientStream::new(Arc::new(settings), other, [1; 32], pair.now);
        pair.run(&sizes);
        prop_assert_eq!(pair.heard.bound.0, None);
        prop_assert!(matches!(pair.heard.closed.0, Some(Closed::Failed(_))), "{:?}", pair.heard.closed);
    }

    /// RFC 6120 §11, attack A16: whatever comes, and however it is cut, a machine answers or waits; it does not panic, and
    /// says the same.
    #[test]
    fn garbage_is_answered_the_same_however_it_is_cut(
        pieces in vec(piece(), 0..12),
        sizes in vec(1_usize..40, 1..20),
    ) {
        let bytes = pieces.concat();
        let whole = said_by_server(&bytes, &[bytes.len().max(1)]);
        prop_assert_eq!(&said_by_server(&bytes, &sizes), &whole);
        let whole = said_by_client(&bytes, &[bytes.len().max(1)]);
        prop_assert_eq!(&said_by_client(&bytes, &sizes), &whole);
    }
}

/// Pieces of streams, whole and broken.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "<?xml version='1.0'?>",
        "<stream:stream to='im.example.com' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
        "<stream:stream from='im.example.com' id='1' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
        "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>",
        "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>",
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGp1bGlldAByMG0zMG15cjBtMzA=</auth>",
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'/>",
        "<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
        "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
        "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
        "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>=</response>",
        "<abort xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
        "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
        "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>",
        "<message to='@@'><body>&lt;</body></message>",
        "<stream:error><reset xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>",
        "</stream:stream>",
        " ",
    ]);
    prop_oneof![
        8 => known.prop_map(|known| known.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..9),
        1 => "[<>/='a-z:! ]{0,9}".prop_map(String::into_bytes),
    ]
}

/// What a server says to this, with what it tells its driver.
fn said_by_server(bytes: &[u8], sizes: &[usize]) -> String {
    let mut pair = Pair::new(
        &[Mechanism::Plain, Mechanism::Scram(ScramHash::Sha1)],
        TlsUse::Required,
        &Transport::Tls(tls()),
        [1, 2],
    );
    let mut bytes = bytes.to_vec();
    for size in sizes.iter().cycle() {
        if bytes.is_empty() {
            break;
        }
        let piece = take(&mut bytes, *size);
        pair.server.receive(&piece, pair.now);
        pair.poll_server();
    }
    pair.server.closed_by_peer();
    pair.poll_server();
    assert!(
        pair.heard.closed.1.is_some(),
        "a stream without a peer has ended"
    );
    format!(
        "{} {:?}",
        String::from_utf8_lossy(&pair.to_client),
        pair.heard
    )
}

/// What a client says to this, with what it tells its driver.
fn said_by_client(bytes: &[u8], sizes: &[usize]) -> String {
    let mut pair = Pair::new(&[], TlsUse::Required, &Transport::Tls(tls()), [1, 2]);
    let mut bytes = bytes.to_vec();
    for size in sizes.iter().cycle() {
        if bytes.is_empty() {
            break;
        }
        let piece = take(&mut bytes, *size);
        pair.client.receive(&piece, pair.now);
        pair.poll_client();
    }
    pair.client.closed_by_peer();
    pair.poll_client();
    assert!(
        pair.heard.closed.0.is_some(),
        "a stream without a peer has ended"
    );
    format!(
        "{} {:?}",
        String::from_utf8_lossy(&pair.to_server),
        pair.heard
    )
}
