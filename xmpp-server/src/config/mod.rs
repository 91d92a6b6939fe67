//! What the operator wants: a file in TOML, changed by the command line, checked before anything else happens.

mod complaint;
mod read;
mod section;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

pub use complaint::{Complaint, ConfigError};
pub(crate) use read::domain_name;
use xmpp_core::BareJid;

/// What the operator wants.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// Where everything is kept that lasts.
    pub data: PathBuf,
    /// The domains that are served, in the order in which they were named; the first speaks for the server where a client names
    /// none (RFC 6120 §4.9.1.3).
    pub domains: Vec<Domain>,
    /// Where clients connect to.
    pub listen: Listen,
    /// How much is too much.
    pub limits: Limits,
    /// Whether anyone may make an account (XEP-0077).
    pub registration: bool,
    /// Whether requests reach clients whose presence their sender does not see (RFC 6121 §8.5.3.1).
    pub answer_strangers: bool,
    /// Whether clients of the time before XMPP 1.0 can log in, under TLS (XEP-0078).
    pub legacy_login: bool,
    /// Whether errors have the numbers of that time for every client (XEP-0086).
    pub error_codes: bool,
    /// The accounts that administer the server from their clients (XEP-0133).
    pub administrators: Vec<BareJid>,
}

/// A domain that is served.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Domain {
    /// Its name.
    pub name: BareJid,
    /// Its certificate; without one, the server makes its own.
    pub certificate: Option<CertificateFiles>,
    /// Who vouches for clients that log in with a certificate, in PEM (RFC 6120 §6.3.4, XEP-0178); without it, none can.
    pub client_authority: Option<PathBuf>,
    /// Whether clients without an account may log in (RFC 4505, XEP-0175).
    pub anonymous: bool,
}

/// A certificate and its key, in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The certificate, followed by those that lead to the root.
    pub chain: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// Where clients connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listen {
    /// TLS begins with STARTTLS here (RFC 6120 §5).
    pub starttls: Vec<SocketAddr>,
    /// TLS begins with the first byte here (XEP-0368).
    pub direct_tls: Vec<SocketAddr>,
    /// TLS never begins here: for whoever speaks TLS with the clients in front of the server, on the same machine.
    pub without_tls: Vec<SocketAddr>,
}

/// How much is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one stanza (RFC 6120 §13.12: at least 10 000).
    pub stanza_size: usize,
    /// Connections at once.
    pub connections: usize,
    /// Connections at once that have not logged in.
    pub handshakes: usize,
    /// Seconds from connecting to being bound.
    pub login_seconds: u64,
    /// Seconds that a session outlives its connection, if its client can resume it (XEP-0198).
    pub resume_seconds: u64,
    /// Days that a client can log in with a token that it was given (XEP-0484); none are given where this is 0.
    pub token_days: u64,
    /// Resources at once of one account.
    pub resources: usize,
    /// Bytes that wait for one client before it is taken for dead.
    pub mailbox_size: usize,
    /// Messages that are kept for one account while it is away.
    pub offline_messages: usize,
    /// Accounts that one address may make in an hour, where anyone may.
    pub registrations: usize,
    /// Contacts in one roster.
    pub contacts: usize,
}

/// The port of clients that begin TLS with STARTTLS (RFC 6120 §14.7).
pub const PORT: u16 = 5222;

/// The port of clients that begin with TLS, by custom.
pub const DIRECT_TLS_PORT: u16 = 5223;

impl Config {
    /// What is done without a file, and what a file does not say: loopback only, data in `xmpp-data`.
    pub fn new(domains: impl IntoIterator<Item = BareJid>) -> Self {
        Self {
            data: PathBuf::from("xmpp-data"),
            domains: domains.into_iter().map(Domain::new).collect(),
            listen: Listen::default(),
            limits: Limits::default(),
            registration: false,
            answer_strangers: false,
            legacy_login: false,
            error_codes: false,
            administrators: Vec::new(),
        }
    }

    /// Reads a file. Paths in it are relative to its directory.
    ///
    /// # Errors
    ///
    /// If it cannot be read, and everything that is wrong with it, each with its place.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text =
            std::fs::read_to_string(path).map_err(|error| ConfigError::unreadable(path, &error))?;
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        read::read(&text, folder).map_err(|complaints| ConfigError::new(path, &text, complaints))
    }

    /// Serves this domain, too, if it is not among them.
    pub fn add_domain(&mut self, name: BareJid) {
        if !self.domains.iter().any(|domain| domain.name == name) {
            self.domains.push(Domain::new(name));
        }
    }

    /// The names of the domains.
    pub fn domain_names(&self) -> impl Iterator<Item = &BareJid> {
        self.domains.iter().map(|domain| &domain.name)
    }
}

impl Domain {
    /// A domain for which the server makes a certificate.
    pub const fn new(name: BareJid) -> Self {
        Self {
            name,
            certificate: None,
            client_authority: None,
            anonymous: false,
        }
    }
}

impl Default for Listen {
    fn default() -> Self {
        Self::on([Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()])
    }
}

impl Listen {
    /// The usual ports of these addresses.
    pub fn on(addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        let addresses: Vec<IpAddr> = addresses.into_iter().collect();
        let at = |port| {
            addresses
                .iter()
                .map(|address| SocketAddr::new(*address, port))
                .collect()
        };
        Self {
            starttls: at(PORT),
            direct_tls: at(DIRECT_TLS_PORT),
            without_tls: Vec::new(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            stanza_size: 256 * 1024,
            connections: 100_000,
            handshakes: 500,
            login_seconds: 60,
            resume_seconds: 300,
            token_days: 21,
            resources: 20,
            mailbox_size: 1024 * 1024,
            offline_messages: 1000,
            registrations: 10,
            contacts: 5000,
        }
    }
}
