//! A component: a domain of its own, beside a server that lets it in (XEP-0114).

mod builder;

use std::fmt;
use std::sync::Arc;

use xmpp_core::request::{Get, Requester, Response, Set};
use xmpp_core::schema::stanza::Iq;
use xmpp_core::stream::SendError;
use xmpp_core::{BareJid, Jid, Report};

use crate::error::Disconnect;
use crate::events::Events;
use crate::request::Request;
use crate::session::Session;
use crate::stanza::{Stanza, finding};
pub use builder::ComponentBuilder;

/// The content namespace of a component's stream (XEP-0114 §3).
const CONTENT: &str = "jabber:component:accept";

/// A component: a domain that a server has given away, with all addresses below it (XEP-0114).
///
/// It takes the [services](xmpp_core::service) that servers and clients take. What is addressed to its domain is asked of a
/// [server](xmpp_core::service::Place::Server), to an address below it of an account.
///
/// ```no_run
/// use xmpp_client::Component;
/// use xmpp_core::schema::disco_items::{self, DiscoItems, DiscoItemsHandler, Item};
/// use xmpp_core::service::Cx;
/// use xmpp_core::{Jid, StanzaError};
///
/// struct Plays;
///
/// impl DiscoItemsHandler for Plays {
///     async fn get(&self, cx: Cx<'_>, _: DiscoItems) -> Result<DiscoItems, StanzaError> {
///         let hamlet = Jid::from_parts(Some("hamlet"), cx.to().domain(), None);
///         let items = hamlet.into_iter().map(Item::new).collect();
///         Ok(DiscoItems { items, ..DiscoItems::default() })
///     }
/// }
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let component = Component::builder("plays.example.com".parse()?, "secret", "127.0.0.1:5347")
///     .service(disco_items::service(Plays))
///     .connect()
///     .await?;
/// component.closed().await;
/// # Ok(())
/// # }
/// ```
///
/// It is a handle, as a [`Client`](crate::Client) is: clones share the session, and the last one that is dropped closes it.
#[derive(Clone)]
pub struct Component {
    session: Arc<Session>,
    domain: BareJid,
}

impl Component {
    /// Begins to say how to connect: the domain, the secret that the server knows, and where the server listens for components,
    /// `host:port`.
    pub fn builder(
        domain: BareJid,
        secret: impl Into<String>,
        address: impl AsRef<str>,
    ) -> ComponentBuilder {
        ComponentBuilder::new(domain, secret.into(), address.as_ref())
    }

    pub(crate) const fn new(session: Arc<Session>, domain: BareJid) -> Self {
        Self { session, domain }
    }

    /// Sends a message, a presence or an IQ, in the order of the calls. It says from whom and to whom it is: the server refuses
    /// what does not (XEP-0114 §3). An [`Element`](xmpp_core::Element) must be of the namespace `jabber:component:accept`.
    ///
    /// # Errors
    ///
    /// When the session is over, and for what is invalid.
    pub async fn send(&self, stanza: &impl Stanza) -> Result<(), SendError> {
        stanza.check().map_err(SendError::Invalid)?;
        if stanza
            .content_namespace()
            .is_some_and(|namespace| namespace != CONTENT)
        {
            let wrong = finding(
                "",
                "expected a stanza of the namespace `jabber:component:accept`",
            );
            return Err(SendError::Invalid(wrong));
        }
        self.session.shared.send(stanza).await
    }

    /// Asks somebody for information, in the name of the domain.
    pub fn get<P: Get>(&self, to: impl Into<Jid>, payload: &P) -> Request<P::Response> {
        Requester::get(self, to.into(), payload)
    }

    /// Asks somebody for a change, in the name of the domain.
    pub fn set<P: Set>(&self, to: impl Into<Jid>, payload: &P) -> Request<P::Response> {
        Requester::set(self, to.into(), payload)
    }

    /// What comes and no service answers: all messages, all presence, and requests.
    pub fn events(&self) -> Events {
        Events::new(Arc::clone(&self.session))
    }

    /// Closes the session in order (RFC 6120 §4.4), and says how it ended.
    pub async fn close(&self) -> Disconnect {
        self.session.shared.close();
        self.closed().await
    }

    /// Waits until the session is over, and says why.
    pub async fn closed(&self) -> Disconnect {
        self.session.shared.ended().await
    }

    /// The own domain.
    pub const fn domain(&self) -> &BareJid {
        &self.domain
    }

    /// An identifier that nobody can foresee, for a stanza (RFC 6120 §8.1.3).
    pub fn generate_id(&self) -> String {
        self.session.shared.generate_id()
    }
}

/// A question whose `from` is empty is asked in the name of the domain; one that names nobody is answered by nobody.
impl Requester for Component {
    type Request<R: Response> = Request<R>;

    fn begin<R: Response>(&self, question: Result<Iq, Report>) -> Request<R> {
        self.session.begin(question)
    }
}

impl fmt::Debug for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Component")
            .field("domain", &self.domain)
            .finish_non_exhaustive()
    }
}
