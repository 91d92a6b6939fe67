//! Executes what the rules say: delivers, stores, answers.
//!
//! What a stanza means is said by [`xmpp_core::rules`]; here it is done, in the order in which the client sent it. Nothing here
//! waits for another client. What waits, waits for the storage, or until what a session left behind is stored.

mod account;
mod administration;
mod blocking;
mod carbons;
mod effects;
mod iq;
mod message;
mod outward;
mod presence;
mod privacy;
mod refused;
mod rosters;
mod settle;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tracing::{debug, error, warn};
use xmpp_core::rules::delivery::{Destination, Kind};
use xmpp_core::rules::roster::Limits;
use xmpp_core::schema::stanza::StanzaError;
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::Services;
use xmpp_core::stream::{Encoded, Envelope, Stanza, StanzaKind};
use xmpp_core::{BareJid, Element, Jid, JidRef, Report, ToXml, Validate};

use crate::account::Accounts;
use crate::bus::{Bus, Session};
use crate::mailbox::{self, Letter};
use crate::storage::{Storage, StorageError};
pub use iq::Asking;
pub use refused::Refused;
use rosters::Rosters;

/// What a server stands on.
pub trait Backend: Send + Sync + 'static {
    /// What lasts.
    type Storage: Storage;
    /// Who is online where.
    type Bus: Bus;
}

/// Knows where stanzas go.
pub struct Router<K: Backend> {
    domains: HashSet<Box<str>>,
    administrators: HashSet<BareJid>,
    storage: Arc<K::Storage>,
    accounts: Accounts<K::Storage>,
    bus: K::Bus,
    rosters: Rosters,
    services: Services,
    limits: RouterLimits,
    ids: AtomicU64,
}

/// What accounts may claim, and what others may of them.
#[derive(Clone, Copy, Debug)]
pub struct RouterLimits {
    /// What a roster may hold.
    pub roster: Limits,
    /// How many messages are kept for an account that is away.
    pub offline: usize,
    /// How long a service may take to answer.
    pub answer: Duration,
    /// Whether requests reach clients whose presence their sender does not see (RFC 6121 §8.5.3.1).
    pub answer_strangers: bool,
}

impl Default for RouterLimits {
    fn default() -> Self {
        Self {
            roster: Limits::default(),
            offline: 10_000,
            answer: Duration::from_secs(30),
            answer_strangers: false,
        }
    }
}

/// A stanza with what is known of its sender: its `from` is right.
#[derive(Clone, Debug)]
struct Parcel {
    envelope: Envelope,
    element: Element,
    kind: Kind,
}

impl<K: Backend> Router<K> {
    /// A router for these domains, which these accounts administer.
    pub fn new(
        domains: impl IntoIterator<Item = BareJid>,
        accounts: Accounts<K::Storage>,
        bus: K::Bus,
        services: Services,
        limits: RouterLimits,
        administrators: impl IntoIterator<Item = BareJid>,
    ) -> Arc<Self> {
        Arc::new(Self {
            administrators: administrators.into_iter().collect(),
            domains: domains
                .into_iter()
                .map(|domain| domain.as_str().into())
                .collect(),
            storage: Arc::clone(accounts.storage()),
            accounts,
            bus,
            rosters: Rosters::new(),
            services,
            limits,
            ids: AtomicU64::new(0),
        })
    }

    /// What lasts.
    pub const fn storage(&self) -> &Arc<K::Storage> {
        &self.storage
    }

    /// The accounts.
    pub const fn accounts(&self) -> &Accounts<K::Storage> {
        &self.accounts
    }

    /// Who is online where.
    pub const fn bus(&self) -> &K::Bus {
        &self.bus
    }

    /// Does what a client's stanza asks for. When this is done, whatever has to be stored is stored.
    pub async fn route(self: &Arc<Self>, session: &Arc<Session>, stanza: Stanza) {
        let Stanza {
            mut envelope,
            element,
            ..
        } = stanza;
        envelope.from = Some(session.jid().into()); // RFC 6120 §8.1.2.1
        debug!(
            kind = envelope.kind.name(),
            type_ = envelope.type_,
            to = envelope.to.as_ref().map(Jid::as_str),
            "stanza"
        );
        if let Some(error) = StanzaError::from_answer(envelope.answer) {
            return self.refuse(session, &envelope, error);
        }
        let Some(kind) = kind_of(&envelope) else {
            let error = Refused::from(Condition::BadRequest).with_text("there is no such type");
            return self.refuse(session, &envelope, error);
        };
        if session.has_lists()
            && let Some(error) = Box::pin(self.holds_back(session, &envelope, kind)).await
        {
            return self.give_back(session, &envelope, &element, error);
        }
        let parcel = Parcel {
            envelope,
            element,
            kind,
        };
        let destination = Destination::of(
            parcel.envelope.to.as_ref().map(Jid::as_jid_ref),
            session.jid(),
            parcel.envelope.kind == StanzaKind::Message,
            |domain| self.is_local(domain),
        );
        match parcel.kind {
            Kind::Message(_) => self.route_message(session, parcel, destination).await,
            Kind::Presence(type_) => {
                Box::pin(self.route_presence(session, &parcel, type_, destination)).await;
            }
            Kind::Iq(_) => Box::pin(self.route_iq(session, parcel, destination)).await,
        }
    }

    /// Whether the account administers the service (XEP-0133).
    pub fn is_administrator(&self, account: &BareJid) -> bool {
        self.administrators.contains(account)
    }

    /// Whether the domain is one of the server's own.
    pub fn is_local(&self, domain: &str) -> bool {
        self.domains.contains(domain)
    }

    /// Sends a stanza of the server's own to a session.
    pub fn send<T: ToXml + Validate>(
        self: &Arc<Self>,
        session: &Arc<Session>,
        kind: StanzaKind,
        stanza: &T,
    ) {
        match Encoded::of(stanza) {
            Ok(encoded) => self.put(session, Letter::new(kind, encoded)),
            Err(report) => error!(%report, "a stanza of the server's own is invalid"),
        }
    }

    /// An id for a stanza of the server's own.
    pub fn next_id(&self, prefix: &str) -> String {
        format!("{prefix}-{}", self.ids.fetch_add(1, Ordering::Relaxed))
    }

    /// Puts a letter where a session finds it. If it finds it full, the session ends; whoever has to know does it otherwise.
    fn put(self: &Arc<Self>, session: &Arc<Session>, letter: Letter) {
        if let Err(mailbox::Refused::Full(_)) = session.mailbox().push(letter) {
            self.overflow(session);
        }
    }

    /// A session does not take what comes for it: it has ended, and others see to what it has left behind.
    fn overflow(self: &Arc<Self>, session: &Arc<Session>) {
        warn!(jid = %session.jid(), "the client does not read what is sent to it");
        let (router, session) = (Arc::clone(self), Arc::clone(session));
        tokio::spawn(async move { router.settle(&session).await });
    }

    /// Answers the own client with an error, where one may be sent.
    fn refuse(
        self: &Arc<Self>,
        session: &Arc<Session>,
        envelope: &Envelope,
        error: impl Into<Refused>,
    ) {
        self.answer(session, envelope.kind, envelope.error(error.into().into()));
    }

    /// Returns a stanza to its sender, wherever it is.
    async fn bounce(self: &Arc<Self>, parcel: &Parcel, condition: Condition) {
        let Some(from) = parcel.envelope.from.as_ref() else {
            return;
        };
        if let Some(session) = self.session(from.as_jid_ref()).await {
            self.give_back(&session, &parcel.envelope, &parcel.element, condition);
        }
    }

    /// Answers the own client with an error that has in it what could not be delivered.
    fn give_back(
        self: &Arc<Self>,
        session: &Arc<Session>,
        envelope: &Envelope,
        element: &Element,
        error: impl Into<Refused>,
    ) {
        self.answer(
            session,
            envelope.kind,
            envelope.returned(element, error.into().into()),
        );
    }

    fn answer(
        self: &Arc<Self>,
        session: &Arc<Session>,
        kind: StanzaKind,
        error: Result<Option<Element>, Report>,
    ) {
        match error {
            Ok(Some(element)) => self.send(session, kind, &element),
            Ok(None) => {}
            Err(report) => error!(%report, "an error of the server's own is invalid"),
        }
    }

    /// The session of that full address.
    async fn session(&self, jid: JidRef<'_>) -> Option<Arc<Session>> {
        let sessions = self.bus.sessions(jid.as_bare()).await;
        let resource = jid.resource()?;
        sessions
            .into_iter()
            .find(|session| session.jid().resource() == resource)
    }

    /// Whether there is such an account.
    pub(crate) async fn exists(&self, account: &BareJid) -> Result<bool, StorageError> {
        Ok(self.storage.account(account).await?.is_some())
    }
}

impl<K: Backend> std::fmt::Debug for Router<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Router")
            .field("domains", &self.domains)
            .finish_non_exhaustive()
    }
}

/// What kind of stanza it is; nothing if its type is none.
fn kind_of(envelope: &Envelope) -> Option<Kind> {
    let type_ = envelope.type_.as_deref();
    match envelope.kind {
        StanzaKind::Message => Some(Kind::message(type_)),
        StanzaKind::Presence => Kind::presence(type_),
        StanzaKind::Iq => Kind::iq(type_).filter(|_| envelope.id.is_some()),
    }
}

/// Tells the operator that the storage fails, and what to tell the client.
fn storage_failed(failure: &StorageError) -> Condition {
    error!(%failure, "the storage fails");
    Condition::InternalServerError
}
