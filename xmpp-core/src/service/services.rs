//! The services of a host: which of them answers a request or hears of a payload, and whether the sender may send it.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::task::{Context, Poll};

use super::cx::{Call, Handle};
use super::{Answer, Carried, Carrier, Cx, Host, Place, Role, Senders, Service, Standing};
use crate::schema::stanza::{Iq, IqType, StanzaError};
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

/// The service that answers a request, or hears of a payload.
#[derive(Clone, Copy)]
pub struct Found<'s> {
    services: &'s Services,
    service: &'s dyn Handle,
    carrier: Carrier,
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

    /// Whether a service answers requests of the namespace, there, to somebody else than the account itself.
    pub fn know(&self, namespace: &str, place: Place) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.namespace == namespace && entry.answers(place))
    }

    /// The service that answers such a request, sent to such a place.
    ///
    /// # Errors
    /// What the sender is owed: `service-unavailable` where nobody knows the payload, or answers for it there (RFC 6120 §8.4);
    /// `bad-request` where no request of that kind carries it.
    pub fn find(&self, iq: &Iq, place: Place) -> Result<Found<'_>, StanzaError> {
        let unavailable = || StanzaError::from(Condition::ServiceUnavailable);
        let payload = iq.payload.as_ref().ok_or_else(unavailable)?;
        let mut is_known = false;
        for (entry, role) in self.parts(payload).rev() {
            let Some(senders) = role.senders(place) else {
                continue;
            };
            is_known |= role.carrier.is_request();
            if role.carrier.is_iq(iq.type_) {
                return Ok(self.found(entry, role, senders, place));
            }
        }
        match is_known {
            true => Err(Condition::BadRequest.into()),
            false => Err(unavailable()),
        }
    }

    /// The services that hear of what a message or a presence carries, sent to such a place, each with the payload that it hears
    /// of: in the order of the payloads, and of the services. All of them hear of it.
    pub fn hearing<'s>(
        &'s self,
        stanza: Carried<'s>,
        place: Place,
    ) -> impl Iterator<Item = (Found<'s>, &'s Element)> {
        let carrier = match stanza {
            Carried::Iq(_) => None,
            Carried::Message(_) => Some(Carrier::Message),
            Carried::Presence(_) => Some(Carrier::Presence),
        };
        let type_ = stanza.type_();
        stanza.payloads().iter().flat_map(move |payload| {
            let type_ = type_.clone();
            let parts = self.parts(payload);
            let told = parts.filter(move |(_, role)| {
                Some(role.carrier) == carrier && role.is_carried_by(&type_)
            });
            told.filter_map(move |(entry, role)| {
                let senders = role.senders(place)?;
                Some((self.found(entry, role, senders, place), payload))
            })
        })
    }

    /// The parts that an element has, with the services that have them.
    fn parts<'s, 'p>(
        &'s self,
        payload: &'p Element,
    ) -> impl DoubleEndedIterator<Item = (&'s Entry, &'static Role)> + use<'s, 'p> {
        let namespace = payload.namespace();
        let of_namespace = self
            .entries
            .iter()
            .filter(move |entry| entry.namespace == namespace);
        of_namespace.flat_map(move |entry| {
            let named = entry.roles.iter();
            let named = named.filter(move |role| role.name == payload.name());
            named.map(move |role| (entry, role))
        })
    }

    /// Whether a service does something about what such stanzas carry of the namespace.
    pub(super) fn take_part(&self, namespace: &str, carrier: Carrier) -> bool {
        let mut own = self
            .entries
            .iter()
            .filter(|entry| entry.namespace == namespace);
        own.any(|entry| {
            let mut roles = entry.roles.iter();
            roles.any(|role| role.carrier.is_beside(carrier))
        })
    }

    fn found<'s>(
        &'s self,
        entry: &'s Entry,
        role: &Role,
        senders: Senders,
        place: Place,
    ) -> Found<'s> {
        Found {
            services: self,
            service: &*entry.service,
            carrier: role.carrier,
            senders,
            place,
        }
    }
}

impl Carrier {
    /// Whether one trait of handlers is for both: of who answers, of who takes pushes, or of who hears.
    const fn is_beside(self, other: Self) -> bool {
        match self {
            Self::Get | Self::Set => other.is_request(),
            Self::Push => matches!(other, Self::Push),
            Self::Message | Self::Presence => matches!(other, Self::Message | Self::Presence),
        }
    }

    /// Whether somebody is asked, who may be anybody.
    pub(super) const fn is_request(self) -> bool {
        matches!(self, Self::Get | Self::Set)
    }

    /// Whether it is an IQ of that type.
    const fn is_iq(self, type_: IqType) -> bool {
        match self {
            Self::Get => matches!(type_, IqType::Get),
            Self::Set | Self::Push => matches!(type_, IqType::Set),
            Self::Message | Self::Presence => false,
        }
    }
}

impl Entry {
    /// Whether it is a feature of the place.
    fn is_of(&self, place: Place) -> bool {
        let is_sent = |place| {
            let mut roles = self.roles.iter();
            roles.any(|role| role.carrier != Carrier::Push && role.senders(place).is_some())
        };
        is_sent(place) || (place == Place::Server && is_sent(Place::Account))
    }

    /// Whether it answers requests there.
    fn answers(&self, place: Place) -> bool {
        let mut roles = self.roles.iter();
        roles.any(|role| role.carrier.is_request() && role.senders(place).is_some())
    }
}

impl Found<'_> {
    /// Who may send it. Whoever knows that somebody is among them, need not find out more.
    pub const fn senders(&self) -> Senders {
        self.senders
    }

    /// Lets the service answer through the host. Who may not ask is told so: as if nobody were there where only contacts or the
    /// account itself may ask (XEP-0030 §8, RFC 6121 §2.1.6), with `forbidden` where only the owner may (RFC 6121 §2.3.3). A
    /// service that panics has failed with `internal-server-error`.
    pub async fn answer(&self, iq: &Iq, from: &Jid, standing: Standing, host: &dyn Host) {
        let stanza = Carried::Iq(iq);
        match stanza.payloads() {
            [payload, ..] => self.call(stanza, payload, from, standing, host).await,
            [] => host.send(iq, Err(Condition::ServiceUnavailable.into())),
        }
    }

    /// Lets the service hear of a payload of a message or a presence. Of what the sender may not send, nobody hears, and the sender
    /// neither.
    pub async fn hear(
        &self,
        stanza: Carried<'_>,
        payload: &Element,
        from: &Jid,
        standing: Standing,
        host: &dyn Host,
    ) {
        if self.senders.include(standing) {
            self.call(stanza, payload, from, standing, host).await;
        }
    }

    async fn call(
        &self,
        stanza: Carried<'_>,
        payload: &Element,
        from: &Jid,
        standing: Standing,
        host: &dyn Host,
    ) {
        let call = Call {
            stanza,
            payload,
            carrier: self.carrier,
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
                Senders::Contacts | Senders::Account | Senders::Anyone => {
                    Condition::ServiceUnavailable
                }
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
