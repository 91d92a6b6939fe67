//! The whole server: started, and stopped without losing anything.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinHandle;
use tracing::{info, warn};
use xmpp_core::sasl::{Mechanism, ScramHash};
use xmpp_core::service::{Service, Services};
use xmpp_core::stream::{Host, ServerPolicy};
use xmpp_core::{BareJid, Element};

use crate::account::{AccountError, Accounts};
use crate::bus::{Bus, LocalBus};
use crate::config::{Config, Domain};
use crate::control;
use crate::data::{DataDirectory, DataError, Lock};
use crate::handler;
use crate::mailbox::Bounds;
use crate::net::{self, Limits, Policies, Port, Shared};
use crate::router::{Backend, Router, RouterLimits};
use crate::storage::{SqliteStorage, StorageError};
use crate::tls::{Tls, TlsError};

/// How long connections have to end when the server stops.
const STOP: Duration = Duration::from_secs(5);

/// A server that runs.
///
/// Dropping it ends everything at once; [`stop`](Self::stop) is the way that loses nothing.
#[derive(Debug)]
pub struct Server {
    running: Arc<Shared<Alone>>,
    storage: Arc<SqliteStorage>,
    addresses: Vec<(Port, SocketAddr)>,
    listeners: Listeners,
    _lock: Lock,
}

/// Those who take connections, until they are dropped.
#[derive(Debug, Default)]
struct Listeners(Vec<JoinHandle<()>>);

impl Drop for Listeners {
    fn drop(&mut self) {
        for listener in &self.0 {
            listener.abort();
        }
    }
}

/// A server that is alone: SQLite, and sessions in memory.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

impl Backend for Alone {
    type Storage = SqliteStorage;
    type Bus = LocalBus;
}

/// A server that is to start.
#[derive(Debug)]
#[must_use = "nothing happens before `start`"]
pub struct Builder<'c> {
    config: &'c Config,
    policy: ServerPolicy,
    services: Services,
}

impl Builder<'_> {
    /// Answers the requests that this service is for, and announces its namespace in service discovery. It stands in the place
    /// of the server's own where that answers the same.
    pub fn service(mut self, service: impl Service) -> Self {
        self.services.add(service);
        self
    }

    /// The same for all of these.
    pub fn services(mut self, services: Services) -> Self {
        self.services.join(services);
        self
    }

    /// Changes the policy for streams, which is the usual one for the configuration.
    pub fn policy(mut self, adapt: impl FnOnce(&mut ServerPolicy)) -> Self {
        adapt(&mut self.policy);
        self
    }

    /// Starts the server. When this returns, it takes connections.
    ///
    /// # Errors
    /// If the data directory, the storage, a certificate or an address cannot be used.
    pub async fn start(self) -> Result<Server, StartError> {
        let Self {
            config,
            mut policy,
            services,
        } = self;
        announce(&mut policy, &services);
        let directory = DataDirectory::create(&config.data)?;
        let lock = directory.lock()?;
        let storage = Arc::new(SqliteStorage::open(&directory.database())?);
        let accounts = Accounts::open(Arc::clone(&storage), config.domain_names()).await?;
        let tls = Arc::new(Tls::new(&config.domains, directory.certificates())?);
        let router = Router::new(
            config.domain_names().cloned(),
            accounts,
            LocalBus::new(),
            services,
            router_limits(config),
            config.administrators.iter().cloned(),
        );
        let shared = Shared::new(router, tls, Policies::new(policy), limits(config));
        let (addresses, mut listeners) = listen(config, &shared)?;
        listeners.0.extend(listen_to_commands(&directory, &shared));
        for (port, address) in &addresses {
            info!(%address, ?port, "listening");
        }
        Ok(Server {
            running: shared,
            storage,
            addresses,
            listeners,
            _lock: lock,
        })
    }
}

/// Why a server cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The storage does not work.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The accounts cannot be opened.
    #[error(transparent)]
    Accounts(#[from] AccountError),
    /// A certificate cannot be had.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// An address cannot be listened on.
    #[error("{address} cannot be listened on: {error}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says about it.
        error: io::Error,
    },
}

impl Server {
    /// Starts a server. When this returns, it takes connections.
    ///
    /// # Errors
    /// If the data directory, the storage, a certificate or an address cannot be used.
    pub async fn start(config: &Config) -> Result<Self, StartError> {
        Self::builder(config).start().await
    }

    /// Begins to say what the server is to do beside what is usual.
    pub fn builder(config: &Config) -> Builder<'_> {
        let services = handler::all::<Alone>();
        let mut policy = policy(config);
        for host in &mut policy.hosts {
            host.features = handler::stream_features(&services);
        }
        Builder {
            config,
            policy,
            services,
        }
    }

    /// Where it listens.
    pub fn addresses(&self) -> &[(Port, SocketAddr)] {
        &self.addresses
    }

    /// The first address of that kind.
    pub fn address(&self, wanted: Port) -> Option<SocketAddr> {
        let mut addresses = self.addresses.iter();
        addresses
            .find(|(port, _)| *port == wanted)
            .map(|(_, address)| *address)
    }

    /// Its accounts.
    pub fn accounts(&self) -> &Accounts<SqliteStorage> {
        self.running.router.accounts()
    }

    /// Its certificates.
    pub fn tls(&self) -> &Arc<Tls> {
        &self.running.tls
    }

    /// What lasts.
    pub fn storage(&self) -> &Arc<SqliteStorage> {
        &self.storage
    }

    /// How many connections there are.
    pub fn connections(&self) -> usize {
        self.running.connections()
    }

    /// How many sessions there are.
    pub async fn sessions(&self) -> usize {
        self.running.router.bus().count().await
    }

    /// How many sessions of an account have lost their connections and wait for others (XEP-0198 §5).
    pub async fn waiting(&self, account: &BareJid) -> usize {
        let sessions = self.running.router.bus().sessions(account.as_jid_ref());
        sessions
            .await
            .iter()
            .filter(|session| session.waits())
            .count()
    }

    /// Stops: takes no more connections, ends those that are there with `system-shutdown`, and stores what nobody has read. This
    /// takes a few seconds at most.
    pub async fn stop(mut self) {
        drop(std::mem::take(&mut self.listeners));
        self.running.end_all();
        let ended = tokio::time::timeout(STOP, async {
            while self.running.connections() > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        if ended.await.is_err() {
            let count = self.running.connections();
            warn!(count, "connections did not end in time");
        }
        let Self {
            running,
            storage,
            _lock,
            ..
        } = self;
        drop(running);
        if let Some(storage) = Arc::into_inner(storage) {
            storage.close().await;
        }
        info!("stopped");
    }
}

fn policy(config: &Config) -> ServerPolicy {
    let mut policy = ServerPolicy::new(config.domains.iter().map(host));
    policy.management = true;
    policy.client_state = true;
    policy.extensible_sasl = true;
    policy.carbons = true;
    policy.downgrade_protection = true;
    policy.tokens = config.limits.token_days > 0;
    policy.registration = config.registration;
    policy.legacy_login = config.legacy_login;
    policy.error_codes = config.error_codes;
    policy.deadlines.negotiation = Some(Duration::from_secs(config.limits.login_seconds));
    policy.authenticated.bytes = config.limits.stanza_size;
    policy.authenticated.text = config.limits.stanza_size;
    policy
}

/// The capabilities that are announced are those of the services as they are now.
fn announce(policy: &mut ServerPolicy, services: &Services) {
    let features = handler::stream_features(services);
    let announced = policy.hosts.iter_mut().flat_map(|host| &mut host.features);
    for announced in announced {
        let same = |feature: &&Element| {
            feature.is(&announced.namespace(), announced.name()) && feature.name() == "c"
        };
        if let Some(feature) = features.iter().find(same) {
            *announced = feature.clone();
        }
    }
}

/// A domain with every mechanism that accounts have keys for. Which of them a connection gets depends on its TLS.
fn host(domain: &Domain) -> Host {
    let mut host = Host::new(domain.name.clone());
    let scram = ScramHash::ALL.into_iter();
    let scram = scram.flat_map(|hash| [Mechanism::ScramPlus(hash), Mechanism::Scram(hash)]);
    host.mechanisms = scram.chain([Mechanism::Plain]).collect();
    let others = [
        (domain.client_authority.is_some(), Mechanism::External),
        (domain.anonymous, Mechanism::Anonymous),
    ];
    let others = others.into_iter().filter(|(permitted, _)| *permitted);
    host.mechanisms
        .extend(others.map(|(_, mechanism)| mechanism));
    host
}

fn limits(config: &Config) -> Limits {
    let limits = &config.limits;
    Limits {
        connections: limits.connections,
        handshakes: limits.handshakes,
        handshakes_from_one: (limits.handshakes / 4).max(1),
        resources: limits.resources,
        registrations: limits.registrations,
        resumption: Duration::from_secs(limits.resume_seconds),
        tokens: Duration::from_secs(limits.token_days * 24 * 3600),
        mailbox: Bounds {
            bytes: limits.mailbox_size,
            ..Bounds::default()
        },
    }
}

fn router_limits(config: &Config) -> RouterLimits {
    let mut limits = RouterLimits {
        offline: config.limits.offline_messages,
        answer_strangers: config.answer_strangers,
        ..RouterLimits::default()
    };
    limits.roster.items = config.limits.contacts;
    limits
}

/// Without it, commands work on the database itself, and sessions that are there do not notice.
fn listen_to_commands(
    directory: &DataDirectory,
    shared: &Arc<Shared<Alone>>,
) -> Option<JoinHandle<()>> {
    match control::bind(&directory.control()) {
        Ok(listener) => {
            let router = Arc::clone(&shared.router);
            Some(tokio::spawn(control::listen(router, listener)))
        }
        Err(error) => {
            warn!(%error, "commands cannot be heard");
            None
        }
    }
}

type Listening = (Vec<(Port, SocketAddr)>, Listeners);

fn listen(config: &Config, shared: &Arc<Shared<Alone>>) -> Result<Listening, StartError> {
    let ports = [
        (Port::StartTls, &config.listen.starttls),
        (Port::DirectTls, &config.listen.direct_tls),
        (Port::WithoutTls, &config.listen.without_tls),
    ];
    let addresses = ports
        .into_iter()
        .flat_map(|(port, addresses)| addresses.iter().map(move |address| (port, *address)));
    let mut listening: Listening = Default::default();
    for (port, address) in addresses {
        let listener = match bind(address) {
            Ok(listener) => listener,
            Err(error) if is_absent(&error) && address.ip().is_loopback() && address.is_ipv6() => {
                continue; // A machine without IPv6.
            }
            Err(error) => return Err(StartError::Listen { address, error }),
        };
        let address = listener
            .local_addr()
            .map_err(|error| StartError::Listen { address, error })?;
        listening.0.push((port, address));
        let listen = net::listen(Arc::clone(shared), listener, port);
        listening.1.0.push(tokio::spawn(listen));
    }
    Ok(listening)
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(1024)
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::AddrNotAvailable | io::ErrorKind::Unsupported
    ) || error.raw_os_error() == Some(97) // EAFNOSUPPORT
}
