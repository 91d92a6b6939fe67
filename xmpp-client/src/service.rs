//! What a client does for others.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use xmpp_core::schema::disco_info::{self, DiscoInfo, DiscoInfoHandler, Feature, Identity};
use xmpp_core::schema::ping::{self, Ping, PingHandler};
use xmpp_core::schema::stanza::{Iq, StanzaError};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::{Answer, Cx, Host, Place, Services, Standing};
use xmpp_core::{Element, Jid};

use crate::identity::Identity as Own;
use crate::incoming::ReceivedRequest;

/// How long a service may take to answer.
const LIMIT: Duration = Duration::from_secs(60);

/// The services of a client: those that every client has, and those that were added.
#[derive(Clone, Debug)]
pub(crate) struct Serving {
    services: Services,
    contacts: Contacts,
}

/// What says whether somebody is a contact.
#[derive(Clone, Default)]
pub(crate) struct Contacts(pub(crate) Option<Arc<IsContact>>);

type IsContact = dyn Fn(&Jid) -> bool + Send + Sync;

impl Serving {
    /// Ping and service discovery, what every entity should answer (XEP-0199, XEP-0030), and others, which come first.
    pub(crate) fn new(identity: Identity, others: Services, contacts: Contacts) -> Self {
        let mut services = Services::new()
            .with(disco_info::service(About(identity)))
            .with(ping::service(Pong));
        services.join(others);
        Self { services, contacts }
    }

    /// Whether there is a service for the payload's namespace.
    pub(crate) fn knows(&self, payload: Option<&Element>) -> bool {
        payload.is_some_and(|payload| self.services.know(&payload.namespace()))
    }

    /// Has a request answered.
    pub(crate) async fn serve(&self, own: &Own, request: ReceivedRequest) {
        let found = match self.services.find(&request, Place::Client) {
            Ok(found) => found,
            Err(error) => return request.reply_error(error),
        };
        let (iq, sender) = (Iq::clone(&request), request.sender().clone());
        tracing::debug!(%sender, payload = ?iq.payload.as_ref().map(Element::name), "a request");
        let standing = self.contacts.standing(own, &sender);
        let asked = Asked(Mutex::new(Some(request)));
        let answering = found.answer(&iq, &sender, standing, &asked);
        if tokio::time::timeout(LIMIT, answering).await.is_err() {
            tracing::warn!(%sender, "a service did not answer in time");
            asked.send(&iq, Err(Condition::ResourceConstraint.into()));
        }
    }
}

impl Contacts {
    fn standing(&self, own: &Own, sender: &Jid) -> Standing {
        let is_contact = |is_contact: &Arc<dyn Fn(&Jid) -> bool + Send + Sync>| is_contact(sender);
        if sender.as_bare() == own.account.as_jid_ref() {
            Standing::Owner
        } else if *sender == own.server || self.0.as_ref().is_some_and(is_contact) {
            Standing::Contact
        } else {
            Standing::Stranger
        }
    }
}

impl fmt::Debug for Contacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Contacts").field(&self.0.is_some()).finish()
    }
}

/// One request, until it is answered.
struct Asked(Mutex<Option<ReceivedRequest>>);

impl Host for Asked {
    fn send(&self, _: &Iq, answer: Answer) {
        let request = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(request) = request {
            request.reply_as(answer);
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

/// Says what the client is and can do (XEP-0030 §3).
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
