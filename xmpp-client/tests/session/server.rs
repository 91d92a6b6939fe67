//! The other side: a server's stream over a pipe, told by the test what to do.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, duplex};
use tokio_rustls::TlsAcceptor;
use xmpp_client::{Builder, Client, Event, Events, Fingerprint};
use xmpp_core::sasl::{ChannelBinding, Credentials, Mechanism, ScramHash, ScramKeys};
use xmpp_core::stream::{
    Host, Output, ServerEvent, ServerPolicy, ServerStream, Stanza, TlsInfo, TlsUse, Transport,
};
use xmpp_core::{BareJid, Element, FullJid, Jid};

pub(crate) const PASSWORD: &str = "r0m30myr0m30";

trait Pipe: AsyncRead + AsyncWrite + Send + Unpin {}
impl<P: AsyncRead + AsyncWrite + Send + Unpin> Pipe for P {}

/// What the server is like.
pub(crate) struct Options {
    pub(crate) tls: TlsUse,
    pub(crate) direct_tls: bool,
    pub(crate) certificate: Certificate,
    pub(crate) mechanisms: Vec<Mechanism>,
    /// Whether streams can be managed (XEP-0198).
    pub(crate) management: bool,
    /// The token that the client was given; with it, the extensible profile of SASL is there (XEP-0388, XEP-0484).
    pub(crate) token: Option<&'static str>,
}

impl Options {
    /// No TLS: for tests in which it is of no interest.
    pub(crate) fn plain() -> Self {
        Self {
            tls: TlsUse::Unavailable,
            direct_tls: false,
            certificate: Certificate::of("example.net"),
            mechanisms: vec![Mechanism::Scram(ScramHash::Sha256)],
            management: false,
            token: None,
        }
    }

    pub(crate) fn starttls(certificate: &Certificate) -> Self {
        Self {
            tls: TlsUse::Required,
            certificate: certificate.clone(),
            mechanisms: vec![
                Mechanism::ScramPlus(ScramHash::Sha256),
                Mechanism::Scram(ScramHash::Sha256),
                Mechanism::Plain,
            ],
            ..Self::plain()
        }
    }
}

/// A self-signed certificate and its key.
#[derive(Clone)]
pub(crate) struct Certificate {
    pub(crate) pem: String,
    pub(crate) fingerprint: Fingerprint,
    config: Arc<ServerConfig>,
}

impl Certificate {
    pub(crate) fn of(name: &str) -> Self {
        Self::with(CertificateParams::new([name.to_owned()]).unwrap())
    }

    pub(crate) fn of_authority(name: &str) -> Self {
        let mut parameters = CertificateParams::new([name.to_owned()]).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self::with(parameters)
    }

    fn with(parameters: CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let cert = parameters.self_signed(&key).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let chain = vec![CertificateDer::from(cert.der().to_vec())];
        let mut config =
            ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(chain, key)
                .unwrap();
        config.alpn_protocols = vec![b"xmpp-client".to_vec()];
        Self {
            pem: cert.pem(),
            fingerprint: Fingerprint::of(cert.der()),
            config: Arc::new(config),
        }
    }
}

/// A server with one client.
pub(crate) struct Server {
    stream: ServerStream,
    pipe: Box<dyn Pipe>,
    certificate: Certificate,
    token: Option<&'static str>,
    output: Vec<u8>,
    /// What has come while the test was talking.
    waiting: VecDeque<ServerEvent>,
}

impl Server {
    pub(crate) async fn accept<P>(pipe: P, options: &Options) -> Self
    where
        P: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let mut host = Host::new("example.net".parse().unwrap());
        host.tls = options.tls;
        host.mechanisms.clone_from(&options.mechanisms);
        let mut policy = ServerPolicy::new([host]);
        policy.management = options.management;
        policy.extensible_sasl = options.token.is_some();
        policy.tokens = options.token.is_some();
        let policy = Arc::new(policy);
        let mut pipe: Box<dyn Pipe> = Box::new(pipe);
        let mut transport = Transport::Plain;
        if options.direct_tls {
            let (encrypted, info) = accept_tls(pipe, &options.certificate).await.unwrap();
            pipe = encrypted;
            transport = Transport::Tls(info);
        }
        Self {
            stream: ServerStream::new(policy, transport, [7; 32], Instant::now()),
            pipe,
            certificate: options.certificate.clone(),
            token: options.token,
            output: Vec::new(),
            waiting: VecDeque::new(),
        }
    }

    /// Does what the stream asks for until something comes that is for the test.
    pub(crate) async fn next_event(&mut self) -> ServerEvent {
        loop {
            let waiting = self.waiting.pop_front().map(Output::Event);
            match waiting.unwrap_or_else(|| self.stream.poll(&mut self.output)) {
                Output::Event(event) => {
                    self.flush().await;
                    if let Some(event) = self.obey(event).await {
                        return event;
                    }
                }
                Output::Wait(_) => {
                    self.flush().await;
                    let mut input = [0; 512];
                    match self.pipe.read(&mut input).await {
                        Ok(0) | Err(_) => self.stream.closed_by_peer(),
                        Ok(count) => self.stream.receive(&input[..count], Instant::now()),
                    }
                }
            }
        }
    }

    async fn obey(&mut self, event: ServerEvent) -> Option<ServerEvent> {
        let now = Instant::now();
        match event {
            ServerEvent::StartTls { .. } => {
                let nothing: Box<dyn Pipe> = Box::new(duplex(1).0);
                let pipe = std::mem::replace(&mut self.pipe, nothing);
                if let Some((pipe, info)) = accept_tls(pipe, &self.certificate).await {
                    self.pipe = pipe;
                    self.stream.tls_established(info, Instant::now());
                }
            }
            ServerEvent::Authenticate(request) => {
                let credentials = Credentials::new(keys(&request.username));
                self.stream.authenticate(request.id, credentials, now);
            }
            ServerEvent::Redeem(lookup) => {
                let known: Vec<String> = self.token.iter().map(|&token| token.to_owned()).collect();
                self.stream.redeem(lookup.id, &known, now);
            }
            ServerEvent::IssueToken(order) => {
                let expiry = "2040-01-01T00:00:00Z".parse().unwrap();
                let fresh = order.requested.map(|_| ("fresh".to_owned(), expiry));
                self.stream.issue_token(fresh, now);
            }
            ServerEvent::Bind(request) => {
                let jid = request.preferred().clone();
                self.stream.bind(jid, now);
            }
            ServerEvent::Authenticated(_) => {}
            other => return Some(other),
        }
        None
    }

    /// The next stanza of the client.
    pub(crate) async fn stanza(&mut self) -> Stanza {
        match self.next_event().await {
            ServerEvent::Stanza(stanza) => *stanza,
            other => panic!("expected a stanza: {other:?}"),
        }
    }

    /// The next stanza of the client, as text, in the language of its stream (RFC 6120 §8.1.5).
    pub(crate) async fn text(&mut self) -> String {
        self.stanza().await.element.as_fragment().xml().to_owned()
    }

    /// Sends a stanza.
    pub(crate) async fn send(&mut self, xml: &str) {
        let element: Element = xml
            .replacen(' ', " xmlns='jabber:client' ", 1)
            .parse()
            .unwrap();
        self.stream.forward(&element, None).unwrap();
        self.pump().await;
    }

    /// Sends bytes.
    pub(crate) async fn send_bytes(&mut self, bytes: &str) {
        self.pump().await;
        self.pipe.write_all(bytes.as_bytes()).await.unwrap();
        self.pipe.flush().await.unwrap();
    }

    pub(crate) fn stream(&mut self) -> &mut ServerStream {
        &mut self.stream
    }

    /// Writes what the stream has to say.
    pub(crate) async fn pump(&mut self) {
        while let Output::Event(event) = self.stream.poll(&mut self.output) {
            self.waiting.push_back(event);
        }
        self.flush().await;
    }

    async fn flush(&mut self) {
        // The client may be gone.
        let _ = self.pipe.write_all(&self.output).await;
        let _ = self.pipe.flush().await;
        self.output.clear();
    }
}

/// What is known of an account: hashing takes its time, so it is done once.
fn keys(username: &str) -> ScramKeys {
    static ROMEO: LazyLock<ScramKeys> = LazyLock::new(|| derive(PASSWORD));
    match username {
        "romeo" => ROMEO.clone(),
        _ => derive("nobody knows"),
    }
}

fn derive(password: &str) -> ScramKeys {
    ScramKeys::derive(ScramHash::Sha256, password, b"sixteen octets..", 4096).unwrap()
}

async fn accept_tls(
    pipe: Box<dyn Pipe>,
    certificate: &Certificate,
) -> Option<(Box<dyn Pipe>, TlsInfo)> {
    let stream = TlsAcceptor::from(Arc::clone(&certificate.config))
        .accept(pipe)
        .await
        .ok()?;
    let exporter = stream
        .get_ref()
        .1
        .export_keying_material([0; 32], b"EXPORTER-Channel-Binding", Some(&[]))
        .unwrap();
    let info = TlsInfo::new([ChannelBinding::tls_exporter(exporter)]);
    Some((Box::new(stream), info))
}

/// A client of the account that the server knows.
pub(crate) fn romeo() -> Builder {
    let romeo: Jid = "romeo@example.net/orchard".parse().unwrap();
    Client::builder(romeo, PASSWORD).connect_timeout(Duration::from_secs(10))
}

/// Lets a client and a server meet.
pub(crate) async fn meet(
    builder: Builder,
    options: Options,
) -> (
    Result<Client, xmpp_client::ConnectError>,
    ServerEvent,
    Server,
) {
    let (ours, theirs) = duplex(64 * 1024);
    let serve = async {
        let mut server = Server::accept(theirs, &options).await;
        let event = server.next_event().await;
        server.pump_if_bound(&event).await;
        (event, server)
    };
    let (client, (event, server)) = tokio::join!(builder.connect_over(ours), serve);
    (client, event, server)
}

impl Server {
    async fn pump_if_bound(&mut self, event: &ServerEvent) {
        if matches!(event, ServerEvent::Bound(_)) {
            self.pump().await;
        }
    }
}

/// A session, a listener, and the server: without TLS.
pub(crate) async fn session() -> (Client, Events, Server) {
    session_of(romeo()).await
}

pub(crate) async fn session_of(builder: Builder) -> (Client, Events, Server) {
    let (client, event, server) = meet(builder.allow_plain_on_loopback(), Options::plain()).await;
    assert!(matches!(event, ServerEvent::Bound(_)), "{event:?}");
    let client = client.unwrap();
    let events = client.events();
    (client, events, server)
}

/// The next event, soon.
pub(crate) async fn heard(events: &Events) -> Event {
    let event = tokio::time::timeout(Duration::from_secs(5), events.next()).await;
    event.expect("an event in time").expect("an event")
}

pub(crate) fn bare(text: &str) -> BareJid {
    text.parse().unwrap()
}

pub(crate) fn full(text: &str) -> FullJid {
    text.parse().unwrap()
}

pub(crate) fn jid(text: &str) -> Jid {
    text.parse().unwrap()
}
