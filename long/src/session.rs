//! A client's session: the state machine of `xmpp-core` on a socket, and nothing around it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use xmpp_core::schema::ping::Ping;
use xmpp_core::schema::stanza::{Iq, IqType, Presence};
use xmpp_core::stream::{
    ClientEvent, ClientSettings, ClientStream, Output, Stanza, StanzaKind, TlsInfo, TlsUse,
    Transport,
};
use xmpp_core::{BareJid, Element, FullJid, Jid, ToXml, Validate};

use crate::accounts::PASSWORD;
use crate::failure::Failure;
use crate::server::{DOMAIN, Place};

/// How long any answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// As much as is read at once.
const READ: usize = 4096;

/// How sessions reach the server.
#[derive(Clone)]
pub(crate) struct Way {
    place: Arc<Place>,
    /// With STARTTLS, or else without TLS.
    tls: Option<Arc<ClientConfig>>,
}

/// A bound session.
pub(crate) struct Session {
    stream: ClientStream,
    wire: Wire,
    output: Vec<u8>,
    /// What came while something was sent.
    waiting: VecDeque<ClientEvent>,
    address: Option<FullJid>,
}

/// How far a client comes in logging in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Both headers are said.
    Header,
    /// TLS is there.
    Tls,
    /// The server has asked its question.
    Sasl,
}

enum Wire {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    /// Between the two.
    None,
}

impl Way {
    /// The way without TLS.
    pub(crate) const fn plain(place: Arc<Place>) -> Self {
        Self { place, tls: None }
    }

    /// The way with TLS; the server must have run, so that it has a certificate.
    pub(crate) fn tls(place: Arc<Place>) -> Result<Self, Failure> {
        let certificate = CertificateDer::from_pem_file(place.certificate())
            .map_err(|error| format!("the server's certificate cannot be read: {error}"))?;
        let mut roots = RootCertStore::empty();
        roots.add(certificate)?;
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let mut config = ClientConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        // Each session makes the whole handshake, as clients of their own would.
        config.resumption = rustls::client::Resumption::disabled();
        Ok(Self {
            place,
            tls: Some(Arc::new(config)),
        })
    }

    /// Logs in, and binds a resource.
    pub(crate) async fn log_in(&self, account: &BareJid) -> Result<Session, Failure> {
        let mut session = self.connect(account).await?;
        loop {
            match session.event().await? {
                ClientEvent::StartTls { .. } => session.begin_tls(self.tls.as_ref()).await?,
                ClientEvent::Bound(address) => {
                    session.address = Some(address);
                    return Ok(session);
                }
                ClientEvent::Closed(closed) => return Err(closed.to_string().into()),
                _ => {}
            }
        }
    }

    /// Goes as far as a stage of logging in, and drops the connection there, without a word.
    pub(crate) async fn drop_at(&self, account: &BareJid, stage: Stage) -> Result<(), Failure> {
        let mut session = self.connect(account).await?;
        loop {
            match session.event().await? {
                ClientEvent::Features(_) if stage == Stage::Header => return Ok(()),
                ClientEvent::StartTls { .. } => session.begin_tls(self.tls.as_ref()).await?,
                ClientEvent::Features(features) if features.mechanisms.is_some() => break,
                ClientEvent::Closed(closed) => return Err(closed.to_string().into()),
                _ => {}
            }
        }
        if stage == Stage::Sasl {
            // What the machine says next is the first message of SASL, and the server has an answer to it.
            session.exchange().await?;
        }
        Ok(())
    }

    /// A connection on which nothing has been said.
    async fn connect(&self, account: &BareJid) -> Result<Session, Failure> {
        let (address, tls) = match &self.tls {
            Some(_) => (self.place.starttls, TlsUse::Required),
            None => (self.place.without_tls, TlsUse::Unavailable),
        };
        let mut settings = ClientSettings::new(Jid::from(account), PASSWORD);
        settings.tls = tls;
        let tcp = TcpStream::connect(address).await?;
        tcp.set_nodelay(true)?;
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| error.to_string())?;
        let stream = ClientStream::new(Arc::new(settings), Transport::Plain, seed, Instant::now());
        Ok(Session {
            stream,
            wire: Wire::Plain(tcp),
            output: Vec::new(),
            waiting: VecDeque::new(),
            address: None,
        })
    }
}

impl Session {
    /// Asks for the roster, becomes available, and waits until its own presence has come back.
    pub(crate) async fn appear(&mut self) -> Result<(), Failure> {
        let roster = Element::of(&xmpp_core::schema::roster::Roster::default());
        let roster = roster.map_err(|report| report.to_string())?;
        self.send(&Iq {
            payload: Some(roster),
            ..Iq::new("roster", IqType::Get)
        })
        .await?;
        self.send(&Presence::default()).await?;
        let own = self.address.clone().map(FullJid::into_jid);
        loop {
            let stanza = self.next().await?;
            if stanza.envelope.kind == StanzaKind::Presence && stanza.envelope.from == own {
                return Ok(());
            }
        }
    }

    /// Sends a stanza.
    pub(crate) async fn send<T: ToXml + Validate>(&mut self, stanza: &T) -> Result<(), Failure> {
        self.stream
            .send(stanza)
            .map_err(|error| error.to_string())?;
        while let Output::Event(event) = self.stream.poll(&mut self.output) {
            self.waiting.push_back(event);
        }
        self.write().await
    }

    /// The next stanza.
    pub(crate) async fn next(&mut self) -> Result<Box<Stanza>, Failure> {
        loop {
            match self.event().await? {
                ClientEvent::Stanza(stanza) => return Ok(stanza),
                ClientEvent::Closed(closed) => return Err(closed.to_string().into()),
                _ => {}
            }
        }
    }

    /// Pings the server, and gives back the messages that came before the answer.
    pub(crate) async fn ping(&mut self) -> Result<Vec<Stanza>, Failure> {
        let ping = Element::of(&Ping::default()).map_err(|report| report.to_string())?;
        let to = BareJid::new(DOMAIN).map_err(|error| error.to_string())?;
        self.send(&Iq {
            to: Some(to.into()),
            payload: Some(ping),
            ..Iq::new("ping", IqType::Get)
        })
        .await?;
        let mut messages = Vec::new();
        loop {
            let stanza = self.next().await?;
            match stanza.envelope.kind {
                StanzaKind::Iq if stanza.envelope.id.as_deref() == Some("ping") => {
                    return Ok(messages);
                }
                StanzaKind::Message => messages.push(*stanza),
                _ => {}
            }
        }
    }

    /// Its address.
    pub(crate) fn address(&self) -> Result<Jid, Failure> {
        let address = self.address.as_ref().ok_or("the session is not bound")?;
        Ok(Jid::from(address))
    }

    /// Ends the stream in order.
    pub(crate) async fn log_out(mut self) -> Result<(), Failure> {
        self.stream.close();
        loop {
            if let ClientEvent::Closed(_) = self.event().await? {
                return Ok(());
            }
        }
    }

    async fn event(&mut self) -> Result<ClientEvent, Failure> {
        if let Some(event) = self.waiting.pop_front() {
            return Ok(event);
        }
        loop {
            let next = self.stream.poll(&mut self.output);
            self.write().await?;
            match next {
                Output::Event(event) => return Ok(event),
                Output::Wait(_) => self.read().await?,
            }
        }
    }

    /// Says what there is to say, and hears something.
    async fn exchange(&mut self) -> Result<(), Failure> {
        while let Output::Event(event) = self.stream.poll(&mut self.output) {
            self.waiting.push_back(event);
        }
        self.write().await?;
        self.read().await
    }

    async fn write(&mut self) -> Result<(), Failure> {
        if self.output.is_empty() {
            return Ok(());
        }
        match &mut self.wire {
            Wire::Plain(stream) => stream.write_all(&self.output).await?,
            Wire::Tls(stream) => {
                stream.write_all(&self.output).await?;
                stream.flush().await?;
            }
            Wire::None => return Err("there is no connection".into()),
        }
        self.output.clear();
        Ok(())
    }

    async fn read(&mut self) -> Result<(), Failure> {
        let mut input = [0; READ];
        let reading = async {
            match &mut self.wire {
                Wire::Plain(stream) => stream.read(&mut input).await,
                Wire::Tls(stream) => stream.read(&mut input).await,
                Wire::None => Ok(0),
            }
        };
        let length = timeout(PATIENCE, reading)
            .await
            .map_err(|_| "the server says nothing: something was lost")??;
        match &input[..length] {
            [] => self.stream.closed_by_peer(),
            bytes => self.stream.receive(bytes, Instant::now()),
        }
        Ok(())
    }

    async fn begin_tls(&mut self, config: Option<&Arc<ClientConfig>>) -> Result<(), Failure> {
        let config = config.ok_or("TLS was not wanted")?;
        let Wire::Plain(tcp) = std::mem::replace(&mut self.wire, Wire::None) else {
            return Err("TLS inside TLS".into());
        };
        let name = ServerName::try_from(DOMAIN).map_err(|error| error.to_string())?;
        let connector = TlsConnector::from(Arc::clone(config));
        let stream = connector.connect(name, tcp).await?;
        self.wire = Wire::Tls(Box::new(stream));
        self.stream
            .tls_established(TlsInfo::default(), Instant::now());
        Ok(())
    }
}
