//! Sockets: listening, TLS, and the loop that moves bytes between a connection and its stream.

mod attempts;
mod connection;
mod gate;
mod handshake;
mod login;
mod output;
mod scratch;
mod wire;

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, TcpStream};
use tracing::{debug, warn};
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::stream::{ServerPolicy, ServerStream, TlsUse, Transport};

use crate::mailbox::{Bounds, Mailbox};
use crate::router::{Backend, Router};
use crate::session::{Recalls, Registrations, Resumptions};
use crate::tls::Tls;
use attempts::Attempts;
use connection::Connection;
use gate::{Gate, Ticket};
use wire::Wire;

/// What all connections share.
pub(crate) struct Shared<K: Backend> {
    pub(crate) router: Arc<Router<K>>,
    pub(crate) tls: Arc<Tls>,
    pub(crate) policies: Policies,
    pub(crate) limits: Limits,
    pub(crate) recalls: Arc<Recalls>,
    pub(crate) resumptions: Resumptions,
    pub(crate) registrations: Registrations,
    attempts: Attempts,
    gate: Arc<Gate>,
    mailboxes: Mutex<Mailboxes>,
}

/// What streams permit, by how they begin.
#[derive(Debug)]
pub(crate) struct Policies {
    tls: Arc<ServerPolicy>,
    without_tls: Arc<ServerPolicy>,
}

/// How much is too much.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Connections at once.
    pub(crate) connections: usize,
    /// Connections at once that have not logged in.
    pub(crate) handshakes: usize,
    /// The same, from one address.
    pub(crate) handshakes_from_one: usize,
    /// Resources at once of one account.
    pub(crate) resources: usize,
    /// Accounts that one address may make in an hour.
    pub(crate) registrations: usize,
    /// How long a session outlives its connection.
    pub(crate) resumption: Duration,
    /// How long clients can log in with a token.
    pub(crate) tokens: Duration,
    /// What may wait for one client.
    pub(crate) mailbox: Bounds,
}

/// The mailboxes of all connections, so that the server can end them.
#[derive(Debug, Default)]
struct Mailboxes {
    next: u64,
    open: HashMap<u64, Weak<Mailbox>>,
    stopping: bool,
}

/// How TLS begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Port {
    /// With STARTTLS (RFC 6120 §5).
    StartTls,
    /// With the first byte (XEP-0368).
    DirectTls,
    /// Never: somebody else on this machine speaks TLS with the clients.
    WithoutTls,
}

impl Policies {
    /// The policy, and what becomes of it where there is no TLS: nothing is sent that whoever listens could log in with, since
    /// [`Mechanism::needs_encryption`](xmpp_core::sasl::Mechanism::needs_encryption) keeps PLAIN away.
    pub(crate) fn new(policy: ServerPolicy) -> Self {
        let mut without_tls = policy.clone();
        for host in &mut without_tls.hosts {
            host.tls = TlsUse::Unavailable;
        }
        Self {
            tls: Arc::new(policy),
            without_tls: Arc::new(without_tls),
        }
    }

    const fn of(&self, port: Port) -> &Arc<ServerPolicy> {
        match port {
            Port::StartTls | Port::DirectTls => &self.tls,
            Port::WithoutTls => &self.without_tls,
        }
    }
}

impl<K: Backend> Shared<K> {
    pub(crate) fn new(
        router: Arc<Router<K>>,
        tls: Arc<Tls>,
        policies: Policies,
        limits: Limits,
    ) -> Arc<Self> {
        Arc::new(Self {
            router,
            tls,
            policies,
            limits,
            recalls: Arc::default(),
            resumptions: Resumptions::default(),
            registrations: Registrations::new(limits.registrations),
            attempts: Attempts::default(),
            gate: Gate::new(
                limits.connections,
                limits.handshakes,
                limits.handshakes_from_one,
            ),
            mailboxes: Mutex::default(),
        })
    }

    /// How many connections there are.
    pub(crate) fn connections(&self) -> usize {
        self.gate.connections()
    }

    /// Ends all connections, and those that still come.
    pub(crate) fn end_all(&self) {
        let mut mailboxes = self
            .mailboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        mailboxes.stopping = true;
        for mailbox in mailboxes.open.values().filter_map(Weak::upgrade) {
            mailbox.end(Condition::SystemShutdown);
        }
    }

    fn register(&self, mailbox: &Arc<Mailbox>) -> u64 {
        let mut mailboxes = self
            .mailboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if mailboxes.stopping {
            mailbox.end(Condition::SystemShutdown);
        }
        let number = mailboxes.next;
        mailboxes.next += 1;
        mailboxes.open.insert(number, Arc::downgrade(mailbox));
        number
    }

    fn unregister(&self, number: u64) {
        let mut mailboxes = self
            .mailboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        mailboxes.open.remove(&number);
    }
}

/// Takes connections until it is dropped.
pub(crate) async fn listen<K: Backend>(shared: Arc<Shared<K>>, listener: TcpListener, port: Port) {
    loop {
        let (tcp, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Too many open files, most likely: let some be closed.
                warn!(%error, "a connection cannot be taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let mailbox = Mailbox::new(shared.limits.mailbox);
        match shared.gate.enter(peer.ip(), &mailbox).await {
            Ok(ticket) => {
                let arrival = Arrival {
                    tcp,
                    peer,
                    port,
                    mailbox,
                };
                tokio::spawn(serve(Arc::clone(&shared), arrival, ticket));
            }
            Err(crowded) => debug!(%peer, %crowded, "refused"),
        }
    }
}

/// A mailbox that the server ends when it stops.
#[derive(Debug)]
pub(super) struct Registered<K: Backend> {
    shared: Arc<Shared<K>>,
    number: u64,
}

impl<K: Backend> Registered<K> {
    pub(super) fn new(shared: &Arc<Shared<K>>, mailbox: &Arc<Mailbox>) -> Self {
        Self {
            shared: Arc::clone(shared),
            number: shared.register(mailbox),
        }
    }
}

impl<K: Backend> Drop for Registered<K> {
    fn drop(&mut self) {
        self.shared.unregister(self.number);
    }
}

/// A connection that was just taken.
struct Arrival {
    tcp: TcpStream,
    peer: SocketAddr,
    port: Port,
    mailbox: Arc<Mailbox>,
}

/// Serves one connection, from the first byte to the last.
async fn serve<K: Backend>(shared: Arc<Shared<K>>, arrival: Arrival, ticket: Ticket) {
    let Arrival {
        tcp,
        peer,
        port,
        mailbox,
    } = arrival;
    debug!(%peer, ?port, "connected");
    let begun = Instant::now();
    let limit = shared.policies.of(port).deadlines.negotiation;
    let limit = handshake::Limit {
        deadline: limit.map(|limit| begun + limit),
        mailbox: &mailbox,
    };
    let registered = Registered::new(&shared, &mailbox);
    let begun = Box::pin(begin(&shared, tcp, port, limit, begun)).await;
    let login = limit.deadline;
    let (wire, stream) = match begun {
        Ok(begun) => begun,
        Err(error) => return debug!(%peer, %error, "no stream"),
    };
    // What stands here is kept as long as the connection lives: pointers only.
    let held = (ticket, registered);
    let connection = Connection::new(shared, stream, wire, mailbox, peer, login, held);
    connection.run().await;
}

/// A connection on which XMPP can be spoken. The stream is not small.
async fn begin<K: Backend>(
    shared: &Shared<K>,
    tcp: TcpStream,
    port: Port,
    limit: handshake::Limit<'_>,
    begun: Instant,
) -> io::Result<(Wire, Box<ServerStream>)> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(io::Error::other)?;
    // Small writes follow each other, and are not to wait for acknowledgements.
    tcp.set_nodelay(true)?;
    let (wire, transport) = match port {
        Port::StartTls | Port::WithoutTls => (Wire::Plain(tcp), Transport::Plain),
        Port::DirectTls => {
            let stream = handshake::accept(tcp, shared.tls.direct(), limit).await?;
            let info = shared.tls.info(stream.get_ref().1, None);
            (Wire::Tls(stream), Transport::Tls(info))
        }
    };
    let policy = Arc::clone(shared.policies.of(port));
    let stream = ServerStream::new(policy, transport, seed, begun);
    Ok((wire, Box::new(stream)))
}

impl<K: Backend> std::fmt::Debug for Shared<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("router", &self.router)
            .finish_non_exhaustive()
    }
}
