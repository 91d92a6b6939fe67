//! A server behind a socket, as the one under test.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};
use tests::conversation::{Counterpart, Mismatch, Scram, Setup, Speech};
use xmpp_server::net::Port;

use crate::server::{IMPOSSIBLE, Servers};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long to listen for what is not expected.
const QUIET: Duration = Duration::from_millis(30);

/// The end of a stream.
const CLOSE: &[u8] = b"</stream:stream>";

/// A server behind a socket. It tells no events; what follows from them for the connection can be seen.
pub(crate) struct TcpServer {
    servers: Servers,
    wire: Wire,
    domain: String,
    /// What was read and not yet heard.
    read: VecDeque<u8>,
    /// The server was given stanzas, which it answers as it likes.
    routes: bool,
}

/// The connection to the server.
enum Wire {
    None,
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl TcpServer {
    pub(crate) fn new() -> Self {
        Self {
            servers: Servers::default(),
            wire: Wire::None,
            domain: String::new(),
            read: VecDeque::new(),
            routes: false,
        }
    }

    fn secure(&mut self, name: Option<&str>) {
        let Wire::Plain(tcp) = std::mem::replace(&mut self.wire, Wire::None) else {
            panic!("TLS begins on TCP");
        };
        // An address is not named to the server.
        let name = ServerName::try_from(name.unwrap_or("127.0.0.1").to_owned()).expect("a name");
        let connection = ClientConnection::new(tls(), name).expect("a configuration that works");
        let mut stream = StreamOwned::new(connection, tcp);
        while stream.conn.is_handshaking() {
            stream
                .conn
                .complete_io(&mut stream.sock)
                .expect("a handshake");
        }
        self.wire = Wire::Tls(Box::new(stream));
    }

    /// Reads something; nothing at the end, and if nothing comes in time.
    fn read(&mut self, time: Duration) -> Option<Vec<u8>> {
        let mut buffer = [0; 4096];
        let tcp = match &self.wire {
            Wire::None => return None,
            Wire::Plain(tcp) => tcp,
            Wire::Tls(stream) => &stream.sock,
        };
        tcp.set_read_timeout(Some(time))
            .expect("a timeout that is not zero");
        let read = match &mut self.wire {
            Wire::None => return None,
            Wire::Plain(tcp) => tcp.read(&mut buffer),
            Wire::Tls(stream) => stream.read(&mut buffer),
        };
        match read {
            Ok(length) if length > 0 => Some(buffer[..length].to_vec()),
            _ => None,
        }
    }

    /// Skips what the server answers to a stanza; the end of its stream is none.
    fn skip_answers(&mut self) {
        let mut said = Vec::from(std::mem::take(&mut self.read));
        while let Some(read) = self.read(QUIET) {
            said.extend(read);
        }
        if said.ends_with(CLOSE) {
            self.read.extend(CLOSE);
        }
    }

    /// Whether the server has ended the connection.
    fn has_ended(&mut self) -> bool {
        let mut buffer = [0; 1];
        let read = match &mut self.wire {
            Wire::None => return true,
            Wire::Plain(tcp) => {
                tcp.set_read_timeout(Some(PATIENCE)).expect("a timeout");
                tcp.read(&mut buffer)
            }
            Wire::Tls(stream) => {
                stream
                    .sock
                    .set_read_timeout(Some(PATIENCE))
                    .expect("a timeout");
                stream.read(&mut buffer)
            }
        };
        match read {
            Ok(length) => length == 0,
            Err(error) => !matches!(
                error.kind(),
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
            ),
        }
    }
}

impl Counterpart for TcpServer {
    fn begin(&mut self, setup: &Setup) -> Result<(), String> {
        let running = self.servers.get(setup)?;
        let port = match setup.direct_tls {
            true => Port::DirectTls,
            false => Port::StartTls,
        };
        let tcp = TcpStream::connect(running.address(port)).expect("it listens");
        tcp.set_nodelay(true).expect("a socket");
        self.wire = Wire::Plain(tcp);
        self.domain = setup.domain().to_owned();
        self.read.clear();
        self.routes = false;
        if setup.direct_tls {
            self.secure(setup.server_name.as_deref());
        }
        Ok(())
    }

    fn say(&mut self, bytes: &[u8]) {
        // A server that has ended the connection need not take what comes after.
        let _ = match &mut self.wire {
            Wire::None => Ok(()),
            Wire::Plain(tcp) => tcp.write_all(bytes),
            Wire::Tls(stream) => stream.write_all(bytes).and_then(|()| stream.flush()),
        };
    }

    fn end(&mut self) {
        let _ = match &mut self.wire {
            Wire::None => Ok(()),
            Wire::Plain(tcp) => tcp.shutdown(Shutdown::Write),
            Wire::Tls(stream) => {
                stream.conn.send_close_notify();
                stream
                    .flush()
                    .and_then(|()| stream.sock.shutdown(Shutdown::Write))
            }
        };
    }

    /// Byte by byte: what comes behind what is expected now may be expected later.
    fn hear(&mut self) -> Option<Vec<u8>> {
        if self.read.is_empty() {
            let read = self.read(PATIENCE)?;
            self.read.extend(read);
        }
        self.read.pop_front().map(|byte| vec![byte])
    }

    fn event(&mut self, expected: &Speech, _: &mut Scram) -> Result<(), Mismatch> {
        let expected = expected.to_string();
        match expected.split(' ').next().unwrap_or_default() {
            "StartTls" => {
                let domain = self.domain.clone();
                self.secure(Some(&domain));
            }
            "Stanza" => {
                self.routes = true;
                self.skip_answers();
            }
            "Closed" if !self.has_ended() => {
                return Err(Mismatch::new(format!(
                    "the connection has not ended, but: {expected}"
                )));
            }
            _ => {}
        }
        Ok(())
    }

    fn act(&mut self, _: &str) -> Result<(), String> {
        Err(IMPOSSIBLE[4].to_owned())
    }

    fn wait(&mut self, _: Duration) -> Result<(), String> {
        Err(IMPOSSIBLE[5].to_owned())
    }

    fn rest(&mut self) -> Option<String> {
        if self.routes {
            return None;
        }
        let mut rest = Vec::from(std::mem::take(&mut self.read));
        rest.extend(self.read(QUIET).unwrap_or_default());
        (!rest.is_empty()).then(|| String::from_utf8_lossy(&rest).into_owned())
    }
}

/// TLS that takes every certificate: what is shown is tested elsewhere.
fn tls() -> Arc<ClientConfig> {
    let builder = ClientConfig::builder_with_provider(aws_lc_rs::default_provider().into());
    let builder = builder
        .with_safe_default_protocol_versions()
        .expect("versions that the provider knows");
    let config = builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anyone))
        .with_no_client_auth();
    Arc::new(config)
}

#[derive(Debug)]
struct Anyone;

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        aws_lc_rs::default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}
