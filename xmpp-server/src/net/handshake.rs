//! TLS handshakes.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ServerConfig;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use xmpp_core::BareJid;

use super::connection::Connection;
use super::wire::Wire;
use crate::router::Backend;

/// How long a handshake may take; it is part of the time for logging in.
const LIMIT: Duration = Duration::from_secs(30);

/// Makes a handshake as the server.
pub(super) async fn accept(
    tcp: TcpStream,
    config: Arc<ServerConfig>,
) -> io::Result<Box<TlsStream<TcpStream>>> {
    let accepting = TlsAcceptor::from(config).accept(tcp);
    let stream = timeout(LIMIT, accepting)
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))?;
    Ok(Box::new(stream))
}

/// Makes the handshake that the client has asked for (RFC 6120 §5.4.3). `<proceed/>` is written before.
pub(super) async fn starttls<K: Backend>(
    connection: &mut Connection<K>,
    domain: &BareJid,
) -> io::Result<()> {
    connection.write_all(LIMIT).await?;
    let wire = std::mem::replace(&mut connection.wire, Wire::None);
    let Wire::Plain(tcp) = wire else {
        return Err(io::Error::other("there is TLS already"));
    };
    let tls = Arc::clone(&connection.shared.tls);
    let config = tls
        .starttls(domain.as_str())
        .ok_or_else(|| io::Error::other("there is no certificate"))?;
    let stream = accept(tcp, config).await?;
    let info = tls.info(stream.get_ref().1, Some(domain.as_str()));
    connection.wire = Wire::Tls(stream);
    connection.stream.tls_established(info, Instant::now());
    Ok(())
}
