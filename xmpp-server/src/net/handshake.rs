//! TLS handshakes.

use std::future::poll_fn;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ServerConfig;
use tokio::net::TcpStream;
use tokio::time::timeout_at;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use xmpp_core::BareJid;

use super::connection::Connection;
use super::wire::Wire;
use crate::mailbox::Mailbox;
use crate::router::Backend;

/// Makes a handshake as the server. It is part of logging in, which ends at the deadline.
pub(super) async fn accept(
    tcp: TcpStream,
    config: Arc<ServerConfig>,
    limit: Limit<'_>,
) -> io::Result<Box<TlsStream<TcpStream>>> {
    let accepting = TlsAcceptor::from(config).accept(tcp);
    let stream = limit.keep(accepting).await?;
    Ok(Box::new(stream))
}

/// Makes the handshake that the client has asked for (RFC 6120 §5.4.3). `<proceed/>` is written before.
pub(super) async fn starttls<K: Backend>(
    connection: &mut Connection<K>,
    domain: &BareJid,
) -> io::Result<()> {
    let mailbox = Arc::clone(&connection.mailbox);
    let limit = Limit {
        deadline: connection.login,
        mailbox: &mailbox,
    };
    limit.keep(connection.write_out()).await?;
    let wire = std::mem::replace(&mut connection.wire, Wire::None);
    let Wire::Plain(tcp) = wire else {
        return Err(io::Error::other("there is TLS already"));
    };
    let tls = Arc::clone(&connection.shared.tls);
    let config = tls
        .starttls(domain.as_str())
        .ok_or_else(|| io::Error::other("there is no certificate"))?;
    let stream = accept(tcp, config, limit).await?;
    let info = tls.info(stream.get_ref().1, Some(domain.as_str()));
    connection.wire = Wire::Tls(stream);
    connection.stream.tls_established(info, Instant::now());
    Ok(())
}

/// How long something may take: until the deadline, or until the server stops.
#[derive(Clone, Copy)]
pub(super) struct Limit<'m> {
    pub(super) deadline: Option<Instant>,
    pub(super) mailbox: &'m Mailbox,
}

impl Limit<'_> {
    async fn keep<T>(self, outcome: impl Future<Output = io::Result<T>>) -> io::Result<T> {
        let never = || Instant::now() + Duration::from_secs(24 * 3600);
        let deadline = self.deadline.unwrap_or_else(never);
        tokio::select! {
            outcome = timeout_at(deadline.into(), outcome) => {
                outcome.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
            }
            condition = poll_fn(|context| self.mailbox.poll_end(context)) => {
                Err(io::Error::other(format!("{condition:?}")))
            }
        }
    }
}
