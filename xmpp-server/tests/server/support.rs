//! A server in this process, and clients that show the bytes.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use xmpp_core::sasl::encoding;
use xmpp_core::stream::ServerPolicy;
use xmpp_core::xml::{Item, Limits, Reader};
use xmpp_server::config::{Config, Listen};
use xmpp_server::net::Port;
use xmpp_server::server::Server;

/// The domain of the server.
pub(crate) const DOMAIN: &str = "localhost";

/// Everybody's password.
pub(crate) const PASSWORD: &str = "r0m30myr0m30";

/// How long an answer may take, on a machine that does other things as well.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server with its data in a directory of its own.
pub(crate) struct Place {
    server: Option<Server>,
    config: Config,
    _data: TempDir,
}

impl Place {
    /// A server with these accounts.
    pub(crate) async fn with(accounts: &[&str]) -> Self {
        Self::set_up(accounts, |_| {}, |_| {}).await
    }

    /// A server with these accounts, not configured as usual.
    pub(crate) async fn set_up(
        accounts: &[&str],
        configure: impl FnOnce(&mut Config),
        adapt: impl FnOnce(&mut ServerPolicy),
    ) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut config = Config::new([DOMAIN.parse().unwrap()]);
        config.data = data.path().to_owned();
        config.listen = Listen::on(["127.0.0.1".parse().unwrap()]);
        config.listen.starttls[0].set_port(0);
        config.listen.direct_tls[0].set_port(0);
        configure(&mut config);
        let server = Server::builder(&config)
            .policy(adapt)
            .start()
            .await
            .unwrap();
        for name in accounts {
            let account = match name.contains('@') {
                true => (*name).to_owned(),
                false => format!("{name}@{DOMAIN}"),
            };
            let account = account.parse().unwrap();
            server.accounts().add(&account, PASSWORD).await.unwrap();
        }
        Self {
            server: Some(server),
            config,
            _data: data,
        }
    }

    pub(crate) fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    /// Its data directory.
    pub(crate) fn data(&self) -> &Path {
        &self.config.data
    }

    pub(crate) async fn stop(&mut self) {
        self.server.take().unwrap().stop().await;
    }

    /// Starts again what was stopped.
    pub(crate) async fn start(&mut self) {
        self.server = Some(Server::start(&self.config).await.unwrap());
    }

    /// A connection on which nothing was said yet.
    pub(crate) async fn connect(&self) -> TcpStream {
        let address = self.server().address(Port::StartTls).unwrap();
        TcpStream::connect(address).await.unwrap()
    }

    /// A client under TLS that has not logged in.
    pub(crate) async fn secure(&self, domain: &str) -> Client {
        let address = self.server().address(Port::DirectTls).unwrap();
        let tcp = TcpStream::connect(address).await.unwrap();
        tcp.set_nodelay(true).unwrap();
        let name = ServerName::try_from(domain.to_owned()).unwrap();
        let tls = TlsConnector::from(self.trusting()).connect(name, tcp);
        Client::over(tls.await.unwrap())
    }

    /// A client that has logged in and bound the resource.
    pub(crate) async fn login(&self, name: &str, resource: &str) -> Client {
        let (name, domain) = name.split_once('@').unwrap_or((name, DOMAIN));
        let mut client = self.secure(domain).await;
        client.open(domain).await;
        client.authenticate(name, PASSWORD).await.unwrap();
        client.open(domain).await;
        client.bind(resource).await;
        client
    }

    /// The same, available, its own presence taken.
    pub(crate) async fn online(&self, name: &str, resource: &str) -> Client {
        let mut client = self.login(name, resource).await;
        client.send("<presence/>").await;
        client.expect("<presence from=").await;
        client
    }

    /// Two who see each other's presence, with everything about it taken.
    pub(crate) async fn friends(&self) -> (Client, Client) {
        let mut romeo = self.online("romeo", "orchard").await;
        let mut juliet = self.online("juliet", "balcony").await;
        for client in [&mut romeo, &mut juliet] {
            // Who wants to hear of subscriptions asks for the roster (RFC 6121 §2.2).
            client
                .send("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>")
                .await;
            client.expect("id='roster'").await;
        }
        subscribe(&mut romeo, &mut juliet).await;
        subscribe(&mut juliet, &mut romeo).await;
        (romeo, juliet)
    }

    /// A configuration of TLS that trusts the server's own certificates.
    fn trusting(&self) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        for domain in self.config.domain_names() {
            let certificate = self.server().tls().certificate(domain.as_str()).unwrap();
            roots.add(certificate.key().cert[0].clone()).unwrap();
        }
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let builder = ClientConfig::builder_with_provider(provider.into());
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        Arc::new(builder.with_root_certificates(roots).with_no_client_auth())
    }
}

/// Bytes in both directions.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// A client that shows the bytes.
pub(crate) struct Client {
    wire: Box<dyn Wire>,
    reader: Reader,
    pub(crate) jid: String,
}

impl Client {
    pub(crate) fn over(wire: impl Wire + 'static) -> Self {
        Self {
            wire: Box::new(wire),
            reader: Reader::stream(Limits::SERVER),
            jid: String::new(),
        }
    }

    /// Reads on as of a new stream.
    pub(crate) fn reset(&mut self, reader: Reader) {
        self.reader = reader;
    }

    /// Opens a stream; gives the features.
    pub(crate) async fn open(&mut self, domain: &str) -> String {
        self.reader = Reader::stream(Limits::SERVER);
        self.send(&format!(
            "<?xml version='1.0'?><stream:stream to='{domain}' version='1.0' xmlns='jabber:client' \
             xmlns:stream='http://etherx.jabber.org/streams'>"
        ))
        .await;
        self.receive().await
    }

    /// Logs in with PLAIN; an error is what the server has said instead.
    pub(crate) async fn authenticate(&mut self, name: &str, password: &str) -> Result<(), String> {
        let data = encoding::encode(format!("\0{name}\0{password}").as_bytes());
        let auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>";
        self.send(&format!("{auth}{data}</auth>")).await;
        let answer = self.receive().await;
        if answer.starts_with("<success") {
            Ok(())
        } else {
            Err(answer)
        }
    }

    pub(crate) async fn bind(&mut self, resource: &str) {
        self.send(&format!(
            "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>\
             <resource>{resource}</resource></bind></iq>"
        ))
        .await;
        let answer = self.receive().await;
        let (_, jid) = answer
            .split_once("<jid>")
            .unwrap_or_else(|| panic!("{answer}"));
        self.jid = jid.split_once('<').unwrap().0.to_owned();
    }

    pub(crate) async fn send(&mut self, text: &str) {
        self.wire.write_all(text.as_bytes()).await.unwrap();
        self.wire.flush().await.unwrap();
    }

    /// Sends as long as somebody reads.
    pub(crate) async fn try_send(&mut self, text: &str) -> std::io::Result<()> {
        self.wire.write_all(text.as_bytes()).await?;
        self.wire.flush().await
    }

    /// The next element of the stream as it was sent; `</stream:stream>` at its end, nothing where the connection ends.
    pub(crate) async fn receive(&mut self) -> String {
        match tokio::time::timeout(PATIENCE, self.next()).await {
            Ok(received) => received,
            Err(_) => panic!("{}: nothing comes", self.jid),
        }
    }

    /// Takes what comes until something has that in it, and gives it.
    pub(crate) async fn expect(&mut self, part: &str) -> String {
        let mut others = Vec::new();
        loop {
            match tokio::time::timeout(PATIENCE, self.next()).await {
                Ok(received) if received.contains(part) => return received,
                Ok(received) if received.is_empty() => {
                    panic!("{}: the end, no {part} in {others:#?}", self.jid)
                }
                Ok(received) => others.push(received),
                Err(_) => panic!("{}: no {part} in {others:#?}", self.jid),
            }
        }
    }

    /// What comes before the answer to a ping: whatever had to come has come.
    pub(crate) async fn settle(&mut self) -> Vec<String> {
        self.send(&format!(
            "<iq type='get' id='settled' to='{DOMAIN}'><ping xmlns='urn:xmpp:ping'/></iq>"
        ))
        .await;
        let mut received = Vec::new();
        loop {
            let next = self.receive().await;
            if next.contains("id='settled'") {
                return received;
            }
            assert!(
                !next.is_empty(),
                "{}: the end, after {received:#?}",
                self.jid
            );
            received.push(next);
        }
    }

    /// Closes the stream and the connection, and gives what still came.
    pub(crate) async fn close(mut self) -> Vec<String> {
        self.send("</stream:stream>").await;
        let mut received = Vec::new();
        loop {
            match self.receive().await {
                last if last.is_empty() => return received,
                next => received.push(next),
            }
        }
    }

    async fn next(&mut self) -> String {
        loop {
            match self.reader.read().unwrap() {
                Some(Item::Header(_)) => continue,
                Some(Item::Stanza(node)) => return node.xml().to_owned(),
                Some(Item::Close) => return "</stream:stream>".to_owned(),
                None => {}
            }
            let mut buffer = [0; 4096];
            match self.wire.read(&mut buffer).await {
                Ok(length) if length > 0 => self.reader.receive(&buffer[..length]),
                _ => return String::new(),
            }
        }
    }
}

/// One wants to see the other's presence, and may.
async fn subscribe(one: &mut Client, other: &mut Client) {
    let bare = |client: &Client| client.jid.split('/').next().unwrap().to_owned();
    one.send(&format!(
        "<presence type='subscribe' to='{}'/>",
        bare(other)
    ))
    .await;
    other.expect("type='subscribe'").await;
    other
        .send(&format!("<presence type='subscribed' to='{}'/>", bare(one)))
        .await;
    one.expect("type='subscribed'").await;
    one.expect("<presence from=").await;
}

/// What a plain connection says until it ends.
pub(crate) async fn rest(wire: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(PATIENCE, wire.read_to_end(&mut bytes));
    let _ = read.await.expect("the connection ends");
    String::from_utf8_lossy(&bytes).into_owned()
}
