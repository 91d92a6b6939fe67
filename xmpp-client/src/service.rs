//! What a client or a component does for others.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use xmpp_core::schema::disco_info::{self, DiscoInfo, DiscoInfoHandler, Feature, Identity};
use xmpp_core::schema::ping::{self, Ping, PingHandler};
use xmpp_core::schema::roster::{self, Roster, RosterPushHandler};
use xmpp_core::schema::stanza::{Iq, StanzaError};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::{Answer, Carried, Cx, Host, Place, Senders, Services, Standing};
use xmpp_core::{Element, Jid};

use crate::event::{Event, RosterPush};
use crate::incoming::ReceivedRequest;
use crate::shared::Shared;
use crate::stanza::finding;

/// How long a service may take.
const LIMIT: Duration = Duration::from_secs(60);

/// The services of a session: those that every client or component has, and those that were added.
#[derive(Debug)]
pub(crate) struct Serving {
    services: Services,
    contacts: Contacts,
    shared: Arc<Shared>,
}

/// What says whether somebody is a contact.
#[derive(Clone, Default)]
pub(crate) struct Contacts(pub(crate) Option<Arc<IsContact>>);

type IsContact = dyn Fn(&Jid) -> bool + Send + Sync;

/// Ping and service discovery, what every entity should answer (XEP-0199, XEP-0030).
pub(crate) fn usual(identity: Identity) -> Services {
    Services::new()
        .with(disco_info::service(About(identity)))
        .with(ping::service(Pong))
}

/// What every client takes of its account: changes of the roster (RFC 6121 §2.1.6).
pub(crate) fn of_the_account(shared: &Arc<Shared>) -> Services {
    Services::new().with(roster::pushes(Pushed(Arc::clone(shared))))
}

impl Serving {
    /// The usual services and others, which come first.
    pub(crate) fn new(
        mut usual: Services,
        others: Services,
        contacts: Contacts,
        shared: Arc<Shared>,
    ) -> Self {
        usual.join(others);
        Self {
            services: usual,
            contacts,
            shared,
        }
    }

    /// Whether it is a service that answers the request, and be it with a refusal.
    pub(crate) fn knows(&self, request: &Iq) -> bool {
        let place = self.shared.identity.place(request.to.as_ref());
        let namespace = request.payload.as_ref().map(Element::namespace);
        self.services.find(request, place).is_ok()
            || namespace.is_some_and(|namespace| self.services.know(&namespace, place))
    }

    /// Whether it is a push, which the account itself may send and nobody else (RFC 6121 §2.1.6).
    pub(crate) fn is_push(&self, request: &Iq) -> bool {
        let found = self.services.find(request, Place::Client);
        found.is_ok_and(|found| found.senders() == Senders::Account)
    }

    /// Whether a service hears of something that the stanza carries.
    pub(crate) fn hears(&self, stanza: Carried<'_>) -> bool {
        let place = self.shared.identity.place(stanza.to());
        self.services.hearing(stanza, place).next().is_some()
    }

    /// Has a request answered.
    pub(crate) async fn serve(&self, request: ReceivedRequest) {
        let place = self.shared.identity.place(request.to.as_ref());
        let found = match self.services.find(&request, place) {
            Ok(found) => found,
            Err(error) => return request.reply_error(error),
        };
        let (iq, sender) = (Iq::clone(&request), request.sender().clone());
        tracing::debug!(%sender, payload = ?iq.payload.as_ref().map(Element::name), "a request");
        let standing = self.standing(&sender, iq.to.as_ref());
        // What the account itself says in vain is worth knowing.
        let tells = found.senders() == Senders::Account && standing == Standing::Account;
        let asked = Asked {
            request: Mutex::new(Some(request)),
            tells: tells.then(|| Arc::clone(&self.shared)),
        };
        let answering = found.answer(&iq, &sender, standing, &asked);
        if tokio::time::timeout(LIMIT, answering).await.is_err() {
            tracing::warn!(%sender, "a service did not answer in time");
            asked.send(&iq, Err(Condition::ResourceConstraint.into()));
        }
    }

    /// Lets services hear of what a message or a presence carries, one after the other.
    pub(crate) async fn hear(&self, stanza: Carried<'_>, sender: &Jid) {
        let place = self.shared.identity.place(stanza.to());
        let standing = self.standing(sender, stanza.to());
        for (found, payload) in self.services.hearing(stanza, place) {
            let hearing = found.hear(stanza, payload, sender, standing, &Told);
            if tokio::time::timeout(LIMIT, hearing).await.is_err() {
                tracing::warn!(%sender, payload = payload.name(), "a listener took too long");
            }
        }
    }

    fn standing(&self, sender: &Jid, to: Option<&Jid>) -> Standing {
        let standing = self.shared.identity.standing(sender, to);
        let is_contact = self.contacts.0.as_ref();
        match is_contact.is_some_and(|is_contact| is_contact(sender)) {
            true => standing.max(Standing::Contact),
            false => standing,
        }
    }
}

impl fmt::Debug for Contacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Contacts").field(&self.0.is_some()).finish()
    }
}

/// One request, until it is answered.
struct Asked {
    request: Mutex<Option<ReceivedRequest>>,
    /// Who is told where it is refused.
    tells: Option<Arc<Shared>>,
}

impl Host for Asked {
    fn send(&self, _: &Iq, answer: Answer) {
        let mut request = self.request.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(request) = request.take() else {
            return;
        };
        if let (Some(shared), Err(_)) = (&self.tells, &answer) {
            let stanza = request.received().element().clone();
            let report = finding("iq", "what the own account sends cannot be taken");
            drop(shared.inbox.push(Event::Invalid { stanza, report }));
        }
        request.reply_as(answer);
    }
}

/// A message or a presence, of which the application hears anyway: who sent it, has delivered it.
struct Told;

impl Host for Told {
    fn send(&self, _: &Iq, _: Answer) {}

    fn refuse(&self, stanza: Carried<'_>, error: StanzaError) {
        tracing::debug!(?stanza, ?error, "a listener cannot make anything of this");
    }
}

/// Tells the application of changes of the roster, one contact each (RFC 6121 §2.1.6 rule 1).
struct Pushed(Arc<Shared>);

impl RosterPushHandler for Pushed {
    async fn push(&self, _: Cx<'_>, mut roster: Roster) -> Result<(), StanzaError> {
        match (roster.items.pop(), roster.items.is_empty()) {
            (Some(item), true) => {
                let version = roster.ver.take();
                let push = Event::RosterPush(RosterPush { item, version });
                drop(self.0.inbox.push(push));
                Ok(())
            }
            _ => Err(Condition::BadRequest.into()),
        }
    }
}

/// Answers pings (XEP-0199 §4).
struct Pong;

impl PingHandler for Pong {
    async fn get(&self, _: Cx<'_>, _: Ping) -> Result<(), StanzaError> {
        Ok(())
    }
}

/// Says what the client or component is and can do (XEP-0030 §3).
struct About(Identity);

impl DiscoInfoHandler for About {
    async fn get(&self, cx: Cx<'_>, query: DiscoInfo) -> Result<DiscoInfo, StanzaError> {
        match query.node {
            Some(_) => Err(Condition::ItemNotFound.into()),
            None => Ok(DiscoInfo {
                identities: vec![self.0.clone()],
                features: cx.features().map(Feature::new).collect(),
                ..DiscoInfo::default()
            }),
        }
    }
}
