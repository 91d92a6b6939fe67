//! The services of a host: which of them answers a request, and whether it may be asked.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::task::{Context, Poll};

use super::cx::{Call, Handle};
use super::{Answer, Cx, Host, Place, Role, Senders, Service, Standing};
use crate::schema::stanza::{Iq, StanzaError};
use crate::schema::stanzaerror::Condition;
use crate::{Element, Jid};

/// The services of a host.
#[derive(Clone, Default)]
pub struct Services {
    entries: Vec<Entry>,
}

#[derive(Clone)]
struct Entry {
    namespace: &'static str,
    roles: &'static [Role],
    service: Arc<dyn Handle>,
}

/// The service that answers a request.
#[derive(Clone, Copy)]
pub struct Found<'s> {
    services: &'s Services,
    service: &'s dyn Handle,
    senders: Senders,
    place: Place,
}

impl Services {
    /// None yet.
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
        }
    }

    /// With that one too; see [`add`](Self::add).
    #[must_use]
    pub fn with(mut self, service: impl Service) -> Self {
        self.add(service);
        self
    }

    /// Adds a service. What it answers, no service answers any more that was added before.
    pub fn add<S: Service>(&mut self, service: S) {
        self.entries.push(Entry {
            namespace: S::NAMESPACE,
            roles: S::ROLES,
            service: Arc::new(service),
        });
    }

    /// Adds services; see [`add`](Self::add).
    pub fn join(&mut self, others: Self) {
        self.entries.extend(others.entries);
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The namespaces of those that somebody may ask there, each once: features, in the words of service discovery (XEP-0030 §3).
    /// A server tells of its domain also what it does for accounts, since that is where clients look for it (XEP-0191 §3.1).
    pub fn features(&self, place: Place) -> impl Iterator<Item = &'static str> + use<'_> {
        let entries = self.entries.iter().enumerate();
        let is_first = move |(at, entry): &(usize, &Entry)| {
            let mut before = self.entries[..*at].iter();
            !before.any(|other| other.namespace == entry.namespace && other.is_of(place))
        };
        entries
            .filter(move |(_, entry)| entry.is_of(place))
            .filter(is_first)
            .map(|(_, entry)| entry.namespace)
    }

    /// Whether a service knows the namespace.
    pub fn know(&self, namespace: &str) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.namespace == namespace)
    }

    /// The service that answers such a request, sent to such a place.
    ///
    /// # Errors
    /// What the sender is owed: `service-unavailable` where nobody knows the payload, or answers for it there (RFC 6120 §8.4);
    /// `bad-request` where no request of that kind carries it.
    pub fn find(&self, iq: &Iq, place: Place) -> Result<Found<'_>, StanzaError> {
        let unavailable = || StanzaError::from(Condition::ServiceUnavailable);
        let payload = iq.payload.as_ref().ok_or_else(unavailable)?;
        let (kind, namespace) = (iq.kind().ok_or_else(unavailable)?, payload.namespace());
        let mut is_known = false;
        for entry in self.entries.iter().rev() {
            if entry.namespace != namespace {
                continue;
            }
            for role in named(entry.roles, payload) {
                is_known |= role.senders(place).is_some();
                if let Some(senders) = role.senders(place).filter(|_| role.kind == kind) {
                    let service = &*entry.service;
                    return Ok(Found {
                        services: self,
                        service,
                        senders,
                        place,
                    });
                }
            }
        }
        match is_known {
            true => Err(Condition::BadRequest.into()),
            false => Err(unavailable()),
        }
    }
}

impl Entry {
    /// Whether it is a feature of the place.
    fn is_of(&self, place: Place) -> bool {
        let is_asked = |place| self.roles.iter().any(|role| role.senders(place).is_some());
        is_asked(place) || (place == Place::Server && is_asked(Place::Account))
    }
}

fn named<'r>(roles: &'r [Role], payload: &'r Element) -> impl Iterator<Item = &'r Role> {
    roles.iter().filter(move |role| role.name == payload.name())
}

impl Found<'_> {
    /// Who may ask. Whoever knows that somebody is among them, need not find out more.
    pub const fn senders(&self) -> Senders {
        self.senders
    }

    /// Lets the service answer through the host. Who may not ask is told so: as if nobody were there where only contacts may
    /// ask (XEP-0030 §8), with `forbidden` where only the owner may (RFC 6121 §2.3.3). A service that panics has failed with
    /// `internal-server-error`.
    pub async fn answer(&self, iq: &Iq, from: &Jid, standing: Standing, host: &dyn Host) {
        let call = Call {
            iq,
            from,
            place: self.place,
            standing,
            services: self.services,
            host,
            answered: AtomicBool::new(false),
        };
        if !self.senders.include(standing) {
            let condition = match self.senders {
                Senders::Owner => Condition::Forbidden,
                Senders::Contacts | Senders::Anyone => Condition::ServiceUnavailable,
            };
            return call.send(Err(condition.into()));
        }
        let answer = Guarded(self.service.handle(Cx::new(&call))).await;
        call.send(answer);
    }
}

/// A handler whose panic is an answer.
struct Guarded<'h>(Pin<Box<dyn Future<Output = Answer> + Send + 'h>>);

impl Future for Guarded<'_> {
    type Output = Answer;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Answer> {
        // After a panic the handler is not polled again.
        let polled = catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(context)));
        polled.unwrap_or_else(|_| Poll::Ready(Err(Condition::InternalServerError.into())))
    }
}

impl fmt::Debug for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let namespaces = self.entries.iter().map(|entry| entry.namespace);
        f.debug_list().entries(namespaces).finish()
    }
}

impl fmt::Debug for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found")
            .field("senders", &self.senders)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}
