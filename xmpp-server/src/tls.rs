//! TLS: which certificate is shown to whom, and what SASL binds to.

mod clients;
#[cfg(test)]
mod tests;
mod tickets;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::crypto::CryptoProvider;
use rustls::crypto::aws_lc_rs;
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert, ServerConnection};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, SupportedProtocolVersion};
use xmpp_core::BareJid;
use xmpp_core::sasl::ChannelBinding;
use xmpp_core::stream::TlsInfo;

use crate::certificate::{Certificate, CertificateError, ascii};
use crate::config::Domain;
use clients::Clients;
pub use clients::choose;
use tickets::Tickets;

/// The protocol name of clients' streams on a port that begins with TLS (XEP-0368 §4).
const CLIENT_PROTOCOL: &[u8] = b"xmpp-client";

/// RFC 7590 §3.4, RFC 9325 §3.1.
const VERSIONS: &[&SupportedProtocolVersion] = &[&TLS13, &TLS12];

/// The certificates of all domains, and how TLS is spoken with them.
#[derive(Debug)]
pub struct Tls {
    /// Where the server keeps certificates of its own making.
    folder: PathBuf,
    hosts: Vec<Arc<Host>>,
    starttls: Vec<Arc<ServerConfig>>,
    direct: Arc<ServerConfig>,
}

/// One domain.
struct Host {
    domain: Domain,
    /// The domain as clients name it to TLS.
    name: String,
    certificate: RwLock<Arc<Certificate>>,
    /// Who vouches for clients, if they can log in with a certificate.
    clients: Option<Clients>,
}

impl Tls {
    /// Reads, or makes in `folder`, the certificates of the domains. The first domain's is shown to a client that names none.
    ///
    /// # Errors
    ///
    /// If there is no domain, or one of the certificates cannot be had.
    pub fn new(domains: &[Domain], folder: impl Into<PathBuf>) -> Result<Self, TlsError> {
        tickets::measure_jitter();
        let folder = folder.into();
        let hosts = domains
            .iter()
            .map(|domain| Host::new(domain, &folder).map(Arc::new));
        let hosts = hosts.collect::<Result<Vec<_>, _>>()?;
        let first = hosts.first().ok_or(TlsError::NoDomain)?;
        let by_name = ByName {
            hosts: hosts.clone(),
            otherwise: Arc::clone(first),
        };
        let clients = hosts.iter().filter_map(|host| host.clients.as_ref());
        let mut direct = config(Arc::new(by_name), clients::any(clients)?)?;
        direct.alpn_protocols = vec![CLIENT_PROTOCOL.to_vec()];
        let starttls = hosts.iter().map(|host| {
            let clients = host.clients.as_ref().map(Clients::verifier);
            config(Arc::<Host>::clone(host), clients).map(Arc::new)
        });
        let starttls = starttls.collect::<Result<_, _>>()?;
        Ok(Self {
            folder,
            hosts,
            starttls,
            direct: Arc::new(direct),
        })
    }

    /// Reads the certificates again. New connections see the new ones; those that are there are not disturbed.
    ///
    /// # Errors
    ///
    /// For each domain whose certificate cannot be read: it keeps the one that it has.
    pub fn reload(&self) -> Vec<(BareJid, CertificateError)> {
        let outcomes = self
            .hosts
            .iter()
            .map(|host| (host, Certificate::of(&host.domain, &self.folder)));
        let failed = outcomes.filter_map(|(host, outcome)| match outcome {
            Ok(certificate) => {
                host.set(certificate);
                None
            }
            Err(error) => Some((host.domain.name.clone(), error)),
        });
        failed.collect()
    }

    /// TLS after STARTTLS, where the stream has named the domain (RFC 6120 §5.4.3.1); whatever name TLS is told.
    pub fn starttls(&self, domain: &str) -> Option<Arc<ServerConfig>> {
        let place = self
            .hosts
            .iter()
            .position(|host| host.domain.name.domain() == domain)?;
        self.starttls.get(place).cloned()
    }

    /// TLS from the first byte on, where TLS names the domain (XEP-0368).
    pub fn direct(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.direct)
    }

    /// The certificate of a domain.
    pub fn certificate(&self, domain: &str) -> Option<Arc<Certificate>> {
        let host = self
            .hosts
            .iter()
            .find(|host| host.domain.name.domain() == domain)?;
        Some(host.certificate())
    }

    /// What a stream has to know of a connection after the handshake. `starttls` is the domain that STARTTLS was for.
    pub fn info(&self, connection: &ServerConnection, starttls: Option<&str>) -> TlsInfo {
        let named = connection
            .server_name()
            .and_then(|name| named(&self.hosts, name));
        let shown = match starttls {
            Some(domain) => self
                .hosts
                .iter()
                .find(|host| host.domain.name.domain() == domain),
            None => named.or_else(|| self.hosts.first()),
        };
        let end_point = shown.and_then(|host| host.certificate().end_point().cloned());
        let info = TlsInfo::new(exporter(connection).into_iter().chain(end_point));
        let info = match shown.is_some_and(|host| !host.clients_of(connection).is_empty()) {
            true => info.with_certificate(),
            false => info,
        };
        match named {
            Some(host) => info.with_server_name(host.domain.name.domain()),
            None => info,
        }
    }

    /// The accounts that the certificate of a client names, if it is vouched for by whom the domain wants it to be.
    pub fn accounts(&self, connection: &ServerConnection, domain: &BareJid) -> Vec<BareJid> {
        let mut hosts = self.hosts.iter();
        let host = hosts.find(|host| host.domain.name == *domain);
        host.map(|host| host.clients_of(connection))
            .unwrap_or_default()
    }
}

/// Keying material of this very connection (RFC 9266 §2). With the empty context, which TLS 1.2 tells from none.
fn exporter(connection: &ServerConnection) -> Option<ChannelBinding> {
    let exported =
        connection.export_keying_material([0; 32], b"EXPORTER-Channel-Binding", Some(&[]));
    exported.ok().map(ChannelBinding::tls_exporter)
}

fn config(
    resolver: Arc<dyn ResolvesServerCert>,
    clients: Option<Arc<dyn ClientCertVerifier>>,
) -> Result<ServerConfig, TlsError> {
    let provider: Arc<CryptoProvider> = aws_lc_rs::default_provider().into();
    let builder = ServerConfig::builder_with_provider(provider).with_protocol_versions(VERSIONS)?;
    let builder = match clients {
        Some(clients) => builder.with_client_cert_verifier(clients),
        None => builder.with_no_client_auth(),
    };
    let mut config = builder.with_cert_resolver(resolver);
    config.ticketer = Arc::new(Tickets::default());
    config.session_storage = Arc::new(NoServerSessionStorage {});
    // Without it, keying material of TLS 1.2 is not of one connection only (RFC 9266 §3).
    config.require_ems = true;
    Ok(config)
}

impl Host {
    fn new(domain: &Domain, folder: &std::path::Path) -> Result<Self, TlsError> {
        let authority = domain.client_authority.as_deref();
        Ok(Self {
            clients: authority.map(Clients::load).transpose()?,
            domain: domain.clone(),
            name: ascii(domain.name.domain()).into_owned(),
            certificate: RwLock::new(Arc::new(Certificate::of(domain, folder)?)),
        })
    }

    /// The accounts that the certificate names that was shown on this connection.
    fn clients_of(&self, connection: &ServerConnection) -> Vec<BareJid> {
        let chain = connection.peer_certificates().unwrap_or_default();
        let clients = self.clients.as_ref();
        clients
            .map(|clients| clients.accounts(chain))
            .unwrap_or_default()
    }

    fn certificate(&self) -> Arc<Certificate> {
        Arc::clone(
            &self
                .certificate
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    fn set(&self, certificate: Certificate) {
        *self
            .certificate
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(certificate);
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// The domain of the stream.
impl ResolvesServerCert for Host {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.certificate().key())
    }
}

/// The domain that the client names to TLS.
#[derive(Debug)]
struct ByName {
    hosts: Vec<Arc<Host>>,
    otherwise: Arc<Host>,
}

impl ResolvesServerCert for ByName {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let host = hello
            .server_name()
            .and_then(|name| named(&self.hosts, name));
        Some(host.unwrap_or(&self.otherwise).certificate().key())
    }
}

fn named<'h>(hosts: &'h [Arc<Host>], name: &str) -> Option<&'h Arc<Host>> {
    hosts
        .iter()
        .find(|host| host.name.eq_ignore_ascii_case(name))
}

/// Why TLS cannot be spoken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// No domain is served.
    #[error("there is no domain to serve")]
    NoDomain,
    /// A certificate cannot be had.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The cryptography does not work.
    #[error("TLS cannot be used: {0}")]
    Unusable(#[from] rustls::Error),
}
