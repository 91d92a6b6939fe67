//! How to connect.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use xmpp_core::schema::disco_info;
use xmpp_core::schema::sasl_extensible::UserAgent;
use xmpp_core::service::{Service, Services};
use xmpp_core::stream::{ClientSettings, ClientToken};
use xmpp_core::{BareJid, Jid, Lang};

use super::Client;
use crate::backoff::Backoff;
use crate::comeback::Comeback;
use crate::dialer::Dialer;
use crate::driver::Driver;
use crate::error::ConnectError;
use crate::identity::{Account, Identity};
use crate::inbox::Capacity;
use crate::negotiation::Negotiated;
use crate::service::{self, Contacts, Serving};
use crate::session::Session;
use crate::shared::Shared;
use crate::stream::Stream;
use crate::tls::Trust;
use crate::token::Tokens;

/// How a client is to connect. `Debug` does not show the password.
#[derive(Clone, Debug)]
#[must_use = "nothing happens before `connect`"]
pub struct Builder {
    dialer: Dialer,
    backoff: Option<Backoff>,
    request_timeout: Duration,
    capacity: Capacity,
    identity: disco_info::Identity,
    services: Services,
    contacts: Contacts,
}

impl Builder {
    pub(super) fn new(account: Jid, password: String) -> Self {
        let settings = ClientSettings::new(&account, password);
        Self::with_settings(Some(account), settings)
    }

    pub(super) fn anonymous(domain: &BareJid) -> Self {
        Self::with_settings(None, ClientSettings::anonymous(domain))
    }

    fn with_settings(account: Option<Jid>, settings: ClientSettings) -> Self {
        Self {
            dialer: Dialer::new(account, settings),
            backoff: None,
            request_timeout: Duration::from_secs(30),
            capacity: Capacity::DEFAULT,
            identity: disco_info::Identity::new("client", "bot"),
            services: Services::new(),
            contacts: Contacts::default(),
        }
    }

    /// Connects to this address, `host`, `host:port` or `[IPv6 address]:port`, instead of asking DNS where the server of the
    /// domain is (RFC 6120 §3.2.3). The certificate must be for the domain nevertheless.
    pub fn address(mut self, address: impl AsRef<str>) -> Self {
        self.dialer.address = Some(address.as_ref().parse());
        self
    }

    /// TLS comes first at [`address`](Self::address), instead of after STARTTLS (XEP-0368). What DNS knows says so itself.
    pub const fn direct_tls(mut self, direct: bool) -> Self {
        self.dialer.direct_tls = direct;
        self
    }

    /// Whose certificates are believed: what the system believes, unless something else is said here.
    pub fn tls(mut self, trust: Trust) -> Self {
        self.dialer.trust = trust;
        self
    }

    /// Does without TLS where the server has none and the connection does not leave this machine: to a loopback address, or over
    /// a pipe of [`connect_over`](Self::connect_over). Without this call TLS is always required.
    pub const fn allow_plain_on_loopback(mut self) -> Self {
        self.dialer.plain_on_loopback = true;
        self
    }

    /// The resource to ask for. Without one, the server makes one that nobody can foresee (RFC 6120 §7.6).
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.dialer.settings.resource = Some(resource.into());
        self
    }

    /// Whether the client logs in by the extensible profile of SASL where the server offers it, and binds or resumes with it, in one
    /// round trip (XEP-0388, XEP-0386): it does without this call. A client that asks for a [`resource`](Self::resource) binds it
    /// as ever, since there the server chooses.
    pub const fn extensible_sasl(mut self, used: bool) -> Self {
        self.dialer.settings.extensible_sasl = used;
        self
    }

    /// Logs in with a token in place of the password, where the server gives tokens (XEP-0484). `agent` tells this installation of
    /// the client from all others, a UUID that is made once; `token` is what was kept of the last session. Whatever is to be kept
    /// for the next one is told to `keep`: a token, which is as good as a password, or none where the last one is to be forgotten.
    /// When a token is refused, the password is used.
    pub fn tokens(
        mut self,
        agent: impl Into<String>,
        token: Option<ClientToken>,
        keep: impl Fn(Option<&ClientToken>) + Send + Sync + 'static,
    ) -> Self {
        let agent = UserAgent {
            id: Some(agent.into()),
            ..UserAgent::default()
        };
        self.dialer.settings.agent = Some(agent);
        self.dialer.settings.tokens = true;
        self.dialer.tokens = Some(Tokens::new(token, keep));
        self
    }

    /// The language of what the client says, `en` without this call (RFC 6120 §4.7.4).
    pub fn lang(mut self, lang: Lang) -> Self {
        self.dialer.settings.lang = lang;
        self
    }

    /// How long connecting may take in all: 30 seconds without this call.
    pub const fn connect_timeout(mut self, limit: Duration) -> Self {
        self.dialer.timeout = limit;
        self
    }

    /// How long requests wait for their answers: 30 seconds without this call.
    pub const fn request_timeout(mut self, limit: Duration) -> Self {
        self.request_timeout = limit;
        self
    }

    /// After how long a silent server is taken for lost. Without this call, only TCP tells.
    pub const fn silence(mut self, limit: Duration) -> Self {
        self.dialer.settings.deadlines.silence = Some(limit);
        self
    }

    /// Goes on with the session over another connection when its own was lost, so that nothing is lost with it, where the server
    /// can do that (XEP-0198 §5). How long to wait before each attempt, and when to give up, is for `backoff` to say.
    ///
    /// Meanwhile what is sent waits. [`Event::Suspended`](crate::Event::Suspended) and [`Event::Resumed`](crate::Event::Resumed)
    /// tell of it, and [`Disconnect::NotResumed`](crate::Disconnect::NotResumed) where it was in vain.
    pub fn resume(mut self, backoff: Backoff) -> Self {
        self.dialer.settings.management = true;
        self.backoff = Some(backoff);
        self
    }

    /// How many events, and how many bytes of them, wait to be taken before the client reads no more: 1024 and 8 MiB without
    /// this call.
    pub const fn queue(mut self, events: usize, bytes: usize) -> Self {
        self.capacity = Capacity { events, bytes };
        self
    }

    /// Answers the requests that this service is for, and hears what it listens to; its namespace is announced in service discovery.
    pub fn service(mut self, service: impl Service) -> Self {
        self.services.add(service);
        self
    }

    /// Who may ask services that are for contacts only. Without this call, the own account and the own server may, and nobody
    /// else: the client keeps no roster.
    pub fn contacts(mut self, are: impl Fn(&Jid) -> bool + Send + Sync + 'static) -> Self {
        self.contacts = Contacts(Some(Arc::new(are)));
        self
    }

    /// What the client says it is in service discovery (XEP-0030 §3): a `bot` in the category `client` without this call.
    pub fn identity(mut self, identity: disco_info::Identity) -> Self {
        self.identity = identity;
        self
    }

    /// Connects, begins TLS, authenticates and binds a resource. Presence is not sent: to be available is a step of its own
    /// (RFC 6121 §4.2).
    ///
    /// Must be called in a Tokio runtime, on which the session then runs.
    ///
    /// # Errors
    ///
    /// The first thing that no other address of the server can mend.
    pub async fn connect(self) -> Result<Client, ConnectError> {
        let negotiated = self.dialer.dial(None).await?;
        let comeback = self.backoff.clone();
        let comeback = comeback.map(|backoff| Comeback::new(self.dialer.clone(), backoff));
        Ok(self.start(negotiated, comeback))
    }

    /// The same over a connection that is there already: a Unix socket, a proxy, a pipe in a test. When it is lost, there is no
    /// way back, whatever [`resume`](Self::resume) says.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub async fn connect_over<P>(self, pipe: P) -> Result<Client, ConnectError>
    where
        P: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let negotiated = self.dialer.over(Box::new(pipe)).await?;
        Ok(self.start(negotiated, None))
    }

    fn start(&self, negotiated: Negotiated, comeback: Option<Comeback>) -> Client {
        let account = Account::new(negotiated.jid);
        let identity = Identity::Client(account.clone());
        let stream = Stream::Client(negotiated.stream);
        let mut shared = Shared::new(stream, identity, self.capacity);
        shared.comes_back = comeback.is_some();
        let shared = Arc::new(shared);
        let mut usual = service::usual(self.identity.clone());
        usual.join(service::of_the_account(&shared));
        let serving = Serving::new(
            usual,
            self.services.clone(),
            self.contacts.clone(),
            Arc::clone(&shared),
        );
        let security = negotiated.wire.security().cloned();
        Driver::new(
            Arc::clone(&shared),
            negotiated.wire,
            negotiated.output,
            serving,
        )
        .coming_back(comeback)
        .spawn();
        let session = Session {
            shared,
            request_timeout: self.request_timeout,
        };
        let facts = (negotiated.features, negotiated.mechanism, security);
        Client::new(Arc::new(session), account, facts)
    }
}
