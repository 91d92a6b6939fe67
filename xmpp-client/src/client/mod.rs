//! The client itself.

mod builder;
mod presence;
mod roster;

use std::fmt;
use std::sync::Arc;

use xmpp_core::request::{Get, Requester, Response, Set};
use xmpp_core::sasl::Mechanism;
use xmpp_core::schema::ping::Ping;
use xmpp_core::schema::stanza::Iq;
use xmpp_core::schema::streams::Features;
use xmpp_core::stream::SendError;
use xmpp_core::{BareJid, FullJid, Jid, Report};

use crate::error::Disconnect;
use crate::events::Events;
use crate::identity::Account;
use crate::request::Request;
use crate::session::Session;
use crate::stanza::Stanza;
use crate::tls::Security;
pub use builder::Builder;

/// A session with a server.
///
/// It is a handle: clones share the session, which runs on a task of its own. When the last one is dropped, the session closes
/// in order. A session whose connection was lost can go on over another one: [`Builder::resume`]. To begin a new one is the caller's
/// decision; [`Event::Disconnected`](crate::Event::Disconnected) tells why there is need.
#[derive(Clone)]
pub struct Client {
    session: Arc<Session>,
    facts: Arc<Facts>,
}

/// What was known when the session began.
struct Facts {
    account: Account,
    features: Features,
    mechanism: Option<Mechanism>,
    security: Option<Security>,
}

impl Client {
    /// Begins to say how to connect: an account, and its password. A full address asks for its resource.
    pub fn builder(account: impl Into<Jid>, password: impl Into<String>) -> Builder {
        Builder::new(account.into(), password.into())
    }

    /// Begins to say how to connect without an account: the server makes one up, where it permits that (XEP-0175).
    pub fn anonymous(domain: &BareJid) -> Builder {
        Builder::anonymous(domain)
    }

    pub(crate) fn new(
        session: Arc<Session>,
        account: Account,
        (features, mechanism, security): (Features, Option<Mechanism>, Option<Security>),
    ) -> Self {
        Self {
            session,
            facts: Arc::new(Facts {
                account,
                features,
                mechanism,
                security,
            }),
        }
    }

    /// Sends a message, a presence or an IQ, in the order of the calls. It waits while the network does not keep up, and returns
    /// before the stanza has reached anybody: a [`ping`](Self::ping) that is answered tells that the server has handled it.
    ///
    /// # Errors
    ///
    /// When the session is over, and for what is invalid.
    pub async fn send(&self, stanza: &impl Stanza) -> Result<(), SendError> {
        stanza.check().map_err(SendError::Invalid)?;
        self.session.shared.send(stanza).await
    }

    /// Asks for information: somebody, or the own account when nobody is named.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use xmpp_core::schema::disco_info::DiscoInfo;
    ///
    /// # async fn example(client: xmpp_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let server = client.server().clone().into_jid();
    /// let info = client.get(server, &DiscoInfo::default()).timeout(Duration::from_secs(5)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get<P: Get>(&self, to: impl Into<Option<Jid>>, payload: &P) -> Request<P::Response> {
        Requester::get(self, to, payload)
    }

    /// Asks for a change: somebody, or the own account when nobody is named.
    pub fn set<P: Set>(&self, to: impl Into<Option<Jid>>, payload: &P) -> Request<P::Response> {
        Requester::set(self, to, payload)
    }

    /// Asks a question that was made by hand. Its `id` is replaced by one that nobody can foresee, `from` is for the server to
    /// say. It must be of type `get` or `set`.
    pub fn request<R: Response>(&self, question: Iq) -> Request<R> {
        self.session.begin(Ok(question))
    }

    /// Whether somebody is there and answers (XEP-0199): the own server when nobody is named.
    pub fn ping(&self, to: impl Into<Option<Jid>>) -> Request<()> {
        let to = to.into().unwrap_or_else(|| self.server().as_jid().clone());
        self.get(to, &Ping::default())
    }

    /// What comes. Nothing is lost before the first call, within bounds; whoever will never listen need not call this.
    pub fn events(&self) -> Events {
        Events::new(Arc::clone(&self.session))
    }

    /// Closes the session in order (RFC 6120 §4.4): what was sent is written, and the server may finish what it is saying. It
    /// returns when the session is over, and says how it ended.
    pub async fn close(&self) -> Disconnect {
        self.session.shared.close();
        self.closed().await
    }

    /// Waits until the session is over, and says why.
    pub async fn closed(&self) -> Disconnect {
        self.session.shared.ended().await
    }

    /// The own address.
    pub fn jid(&self) -> &FullJid {
        &self.facts.account.jid
    }

    /// The own account.
    pub fn account(&self) -> &BareJid {
        &self.facts.account.bare
    }

    /// The own server.
    pub fn server(&self) -> &BareJid {
        &self.facts.account.server
    }

    /// What the server announced when the client had authenticated (RFC 6120 §4.3.2).
    pub fn features(&self) -> &Features {
        &self.facts.features
    }

    /// How the client authenticated.
    pub fn mechanism(&self) -> Option<Mechanism> {
        self.facts.mechanism
    }

    /// What protected the connection when the session began: the version of TLS, the cipher suite and the server's certificate, for
    /// people to look at (RFC 7590 §3.6). `None` without TLS.
    pub fn security(&self) -> Option<&Security> {
        self.facts.security.as_ref()
    }

    /// An identifier that nobody can foresee, for a stanza (RFC 6120 §8.1.3).
    pub fn generate_id(&self) -> String {
        self.session.shared.generate_id()
    }
}

impl Requester for Client {
    type Request<R: Response> = Request<R>;

    fn begin<R: Response>(&self, question: Result<Iq, Report>) -> Request<R> {
        self.session.begin(question)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("jid", self.jid())
            .finish_non_exhaustive()
    }
}
