//! From an account to a stream: the ways to its server, one after the other.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;
use xmpp_core::Jid;
use xmpp_core::stream::{ClientSettings, SuspendedClient, TlsUse};

use crate::address::{Address, AddressError};
use crate::dial::{self, Endpoints};
use crate::error::ConnectError;
use crate::negotiation::{Negotiated, negotiate};
use crate::resolve::Endpoint;
use crate::tls::Trust;
use crate::token::Tokens;
use crate::wire::Pipe;

/// Where a client connects to, and how. `Debug` does not show the password.
#[derive(Clone, Debug)]
pub(crate) struct Dialer {
    pub(crate) account: Option<Jid>,
    pub(crate) settings: ClientSettings,
    pub(crate) address: Option<Result<Address, AddressError>>,
    pub(crate) direct_tls: bool,
    pub(crate) trust: Trust,
    pub(crate) plain_on_loopback: bool,
    /// What to log in with in place of a password.
    pub(crate) tokens: Option<Tokens>,
    /// How long connecting may take in all.
    pub(crate) timeout: Duration,
}

impl Dialer {
    pub(crate) fn new(account: Option<Jid>, settings: ClientSettings) -> Self {
        Self {
            account,
            settings,
            address: None,
            direct_tls: false,
            trust: Trust::default(),
            plain_on_loopback: false,
            tokens: None,
            timeout: Duration::from_secs(30),
        }
    }

    /// Connects to the server of the account, and goes on with an earlier stream where there is one.
    pub(crate) async fn dial(
        &self,
        suspended: Option<&SuspendedClient>,
    ) -> Result<Negotiated, ConnectError> {
        let dialling = timeout(self.timeout, self.try_endpoints(suspended));
        dialling.await.map_err(|_| ConnectError::Timeout)?
    }

    /// The same over a connection that is there already.
    pub(crate) async fn over(&self, pipe: Box<dyn Pipe>) -> Result<Negotiated, ConnectError> {
        self.check()?;
        let negotiating = self.negotiate(pipe, self.direct_tls, true, None);
        let negotiated = timeout(self.timeout, negotiating).await;
        negotiated.map_err(|_| ConnectError::Timeout)?
    }

    async fn try_endpoints(
        &self,
        suspended: Option<&SuspendedClient>,
    ) -> Result<Negotiated, ConnectError> {
        self.check()?;
        let mut endpoints = self.endpoints(suspended).await?;
        let mut failure = None;
        while let Some(endpoint) = endpoints.next() {
            match self.try_endpoint(&endpoint, suspended).await {
                Ok(negotiated) => return Ok(negotiated),
                Err(error) if error.is_of_the_way() => {
                    tracing::debug!(%endpoint, %error, "no session here");
                    // Who came further has more to tell.
                    if failure.as_ref().is_none_or(is_unreachable) {
                        failure = Some(error);
                    }
                }
                Err(error) => {
                    if !endpoints.follow(&error, &endpoint) {
                        return Err(error);
                    }
                }
            }
        }
        Err(failure.unwrap_or(ConnectError::Timeout))
    }

    /// The places to try. One at which the server wants an earlier stream to be resumed comes first (XEP-0198 §5).
    async fn endpoints(
        &self,
        suspended: Option<&SuspendedClient>,
    ) -> Result<Endpoints, ConnectError> {
        let mut endpoints = match &self.address {
            Some(address) => Endpoints::named(&address.clone()?, self.direct_tls),
            None => Endpoints::of(self.settings.domain.as_str()).await?,
        };
        let location = suspended.and_then(SuspendedClient::location);
        if let Some(location) = location.and_then(|location| location.parse().ok()) {
            endpoints.prefer(Endpoint::named(&location, self.direct_tls));
        }
        Ok(endpoints)
    }

    async fn try_endpoint(
        &self,
        endpoint: &Endpoint,
        suspended: Option<&SuspendedClient>,
    ) -> Result<Negotiated, ConnectError> {
        let tcp = dial::tcp(endpoint).await?;
        let loopback = is_loopback(&tcp);
        self.negotiate(Box::new(tcp), endpoint.direct_tls, loopback, suspended)
            .await
    }

    async fn negotiate(
        &self,
        pipe: Box<dyn Pipe>,
        direct_tls: bool,
        loopback: bool,
        suspended: Option<&SuspendedClient>,
    ) -> Result<Negotiated, ConnectError> {
        let mut settings = self.settings.clone();
        if self.plain_on_loopback && loopback {
            settings.tls = TlsUse::Optional;
        }
        let tokens = self.tokens.as_ref();
        settings.token = tokens.and_then(Tokens::last);
        let settings = Arc::new(settings);
        let suspended = suspended.cloned();
        let negotiating = negotiate(pipe, direct_tls, settings, &self.trust, suspended, tokens);
        negotiating.await
    }

    /// What can be known to fail before anybody is asked.
    fn check(&self) -> Result<(), ConnectError> {
        match &self.account {
            Some(account) if account.local().is_none() => {
                Err(ConnectError::NoAccount(account.clone()))
            }
            _ => Ok(()),
        }
    }
}

const fn is_unreachable(error: &ConnectError) -> bool {
    matches!(error, ConnectError::Tcp { .. } | ConnectError::Dns { .. })
}

fn is_loopback(tcp: &TcpStream) -> bool {
    tcp.peer_addr()
        .is_ok_and(|peer| peer.ip().to_canonical().is_loopback())
}
