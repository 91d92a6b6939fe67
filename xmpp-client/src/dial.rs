//! Reaching a server.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::address::Address;
use crate::error::ConnectError;
use crate::resolve::{self, Endpoint, ResolveError};

/// How long an IP address has before the next one is tried beside it (RFC 8305 §5).
const HEAD_START: Duration = Duration::from_millis(250);
/// How often a server may send us elsewhere (RFC 6120 §4.9.3.19).
const MAX_REDIRECTIONS: u8 = 3;

/// The places that are still to be tried.
#[derive(Debug)]
pub(crate) struct Endpoints {
    queue: VecDeque<Endpoint>,
    redirections: u8,
}

impl Endpoints {
    /// The place that the caller has named.
    pub(crate) fn named(address: &Address, direct_tls: bool) -> Self {
        Self::new(vec![Endpoint::named(address, direct_tls)])
    }

    /// The places that DNS names for a domain.
    pub(crate) async fn of(domain: &str) -> Result<Self, ResolveError> {
        resolve::endpoints(domain).await.map(Self::new)
    }

    fn new(endpoints: Vec<Endpoint>) -> Self {
        Self {
            queue: endpoints.into(),
            redirections: 0,
        }
    }

    /// Tries this place before the others.
    pub(crate) fn prefer(&mut self, endpoint: Endpoint) {
        self.queue.push_front(endpoint);
    }

    pub(crate) fn next(&mut self) -> Option<Endpoint> {
        self.queue.pop_front()
    }

    /// Goes where the server says, if that is what the error says: to the same domain under the same rules, and not for ever
    /// (RFC 6120 §4.9.3.19).
    pub(crate) fn follow(&mut self, error: &ConnectError, from: &Endpoint) -> bool {
        let ConnectError::Stream(closed) = error else {
            return false;
        };
        let address = closed.see_other_host().and_then(|host| host.parse().ok());
        let Some(address): Option<Address> = address else {
            return false;
        };
        if self.redirections == MAX_REDIRECTIONS {
            return false;
        }
        self.redirections += 1;
        let endpoint = Endpoint::named(&address, from.direct_tls);
        tracing::debug!(%endpoint, "the server sends us elsewhere");
        self.queue.push_front(endpoint);
        true
    }
}

/// A TCP connection to one of the IP addresses of a host: the first that answers.
pub(crate) async fn tcp(endpoint: &Endpoint) -> Result<TcpStream, ConnectError> {
    let found = lookup_host((endpoint.host.as_str(), endpoint.port)).await;
    let addresses: Vec<SocketAddr> = match found {
        Ok(found) => found.collect(),
        Err(error) => {
            return Err(ConnectError::Dns {
                host: endpoint.host.clone(),
                source: Arc::new(error),
            });
        }
    };
    let stream = race(addresses).await.map_err(|error| ConnectError::Tcp {
        address: endpoint.to_string(),
        source: Arc::new(error),
    })?;
    // Small packets go out at once.
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Tries one address after the other, each with a head start before the next.
async fn race(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    let mut left = addresses.into_iter();
    let mut attempts = JoinSet::new();
    let mut failure = io::Error::from(io::ErrorKind::AddrNotAvailable);
    loop {
        let address = left.next();
        if let Some(address) = address {
            attempts.spawn(TcpStream::connect(address));
        }
        let next = match address {
            Some(_) => timeout(HEAD_START, attempts.join_next()).await,
            None => Ok(attempts.join_next().await),
        };
        match next {
            Ok(Some(Ok(Ok(stream)))) => return Ok(stream),
            Ok(Some(Ok(Err(error)))) => failure = error,
            Ok(Some(Err(error))) => failure = io::Error::other(error),
            Ok(None) => return Err(failure),
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Endpoints, race};
    use crate::error::ConnectError;
    use tokio::net::TcpListener;
    use xmpp_core::schema::streamerror::Condition;
    use xmpp_core::schema::streams::StreamError;
    use xmpp_core::stream::Closed;

    #[tokio::test]
    async fn the_next_address_is_tried_where_one_refuses() {
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let refusing = closed.local_addr().unwrap();
        drop(closed);
        let open = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let answering = open.local_addr().unwrap();
        let stream = race(vec![refusing, answering]).await.unwrap();
        assert_eq!(stream.peer_addr().unwrap(), answering);
        assert!(race(vec![refusing]).await.is_err());
        assert!(race(Vec::new()).await.is_err());
    }

    /// RFC 6120 §4.9.3.19.
    #[test]
    fn a_server_may_send_us_elsewhere_three_times() {
        let address = "a.example".parse().unwrap();
        let mut endpoints = Endpoints::named(&address, false);
        let first = endpoints.next().unwrap();
        let elsewhere = |host: &str| {
            let error = StreamError::new(Condition::SeeOtherHost(host.to_owned()));
            ConnectError::Stream(Closed::PeerError(Box::new(error)))
        };
        for _ in 0..3 {
            assert!(endpoints.follow(&elsewhere("[2001:db8::7]:9999"), &first));
            assert_eq!(endpoints.next().unwrap().to_string(), "[2001:db8::7]:9999");
        }
        assert!(!endpoints.follow(&elsewhere("b.example"), &first));
        let mut endpoints = Endpoints::named(&address, false);
        assert!(!endpoints.follow(&elsewhere("not a host"), &first));
        assert!(!endpoints.follow(&ConnectError::Timeout, &first));
    }
}
