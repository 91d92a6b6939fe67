//! What a client does for others.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use xmpp_core::iq::{Kind, Payload};
use xmpp_core::schema::disco_info::{self, DiscoInfo};
use xmpp_core::schema::ping;
use xmpp_core::schema::stanza::StanzaError;
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::{Element, Report};

use crate::incoming::ReceivedRequest;

/// Answers the requests of one or several namespaces.
///
/// ```
/// use xmpp_client::{Answer, ReceivedRequest, Service, answer};
/// use xmpp_core::schema::roster::Roster;
///
/// /// Tells everybody that we know nobody.
/// struct Lonely;
///
/// impl Service for Lonely {
///     fn namespaces(&self) -> Vec<String> {
///         vec!["jabber:iq:roster".into()]
///     }
///
///     async fn handle(&self, request: &ReceivedRequest) -> Answer {
///         let _query: Roster = request.payload()?;
///         answer(&Roster::default())
///     }
/// }
/// ```
pub trait Service: Send + Sync + 'static {
    /// The namespaces of the payloads that it answers. They are announced as features (XEP-0030 §3).
    fn namespaces(&self) -> Vec<String>;

    /// The answer to a request: a payload, nothing, or an error. It may take its time; other requests are answered meanwhile. If
    /// it panics, the requester is told `internal-server-error`.
    fn handle(&self, request: &ReceivedRequest) -> impl Future<Output = Answer> + Send;
}

/// What a service answers: a payload, nothing but success, or an error.
pub type Answer = Result<Option<Element>, StanzaError>;

/// The answer that carries this payload.
///
/// # Errors
///
/// `internal-server-error` where the payload breaks its schema: that is not the requester's fault.
#[expect(
    clippy::result_large_err,
    reason = "the error is an answer, and is moved once"
)]
pub fn answer<P: Payload>(payload: &P) -> Answer {
    const { assert!(Kind::Result.is_among(P::KINDS), "no payload of a `result`") }
    let fault = |report: Report| {
        tracing::error!(%report, "a service made an invalid answer");
        StanzaError::from(Condition::InternalServerError)
    };
    Element::of(payload).map(Some).map_err(fault)
}

/// The services of a client: those that every client has, and those that were added.
#[derive(Clone)]
pub(crate) struct Services {
    by_namespace: HashMap<String, Arc<dyn Handle>>,
    info: DiscoInfo,
}

impl Services {
    /// Ping and service discovery: what every entity should answer (XEP-0199, XEP-0030).
    pub(crate) fn new(identity: disco_info::Identity) -> Self {
        let mut services = Self {
            by_namespace: HashMap::new(),
            info: DiscoInfo {
                identities: vec![identity],
                ..DiscoInfo::default()
            },
        };
        services.announce(disco_info::NS);
        services.add(Pong);
        services
    }

    /// Adds a service. One that was added before for the same namespace is replaced.
    pub(crate) fn add(&mut self, service: impl Service) {
        let namespaces = service.namespaces();
        let service: Arc<dyn Handle> = Arc::new(service);
        for namespace in namespaces {
            self.announce(&namespace);
            self.by_namespace.insert(namespace, Arc::clone(&service));
        }
    }

    pub(crate) fn set_identity(&mut self, identity: disco_info::Identity) {
        self.info.identities = vec![identity];
    }

    /// The service for a payload of that namespace.
    pub(crate) fn find(&self, namespace: &str) -> Option<Arc<dyn Handle>> {
        match self.by_namespace.get(namespace) {
            None if namespace == disco_info::NS => {
                let about = About(self.info.clone());
                Some(Arc::new(about))
            }
            found => found.cloned(),
        }
    }

    fn announce(&mut self, namespace: &str) {
        let features = &mut self.info.features;
        if !features.iter().any(|feature| feature.var == namespace) {
            features.push(disco_info::Feature::new(namespace));
        }
    }
}

impl fmt::Debug for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let features = self.info.features.iter();
        f.debug_list()
            .entries(features.map(|feature| &feature.var))
            .finish()
    }
}

/// A service of any type.
pub(crate) trait Handle: Send + Sync {
    fn handle<'a>(
        &'a self,
        request: &'a ReceivedRequest,
    ) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;
}

impl<S: Service> Handle for S {
    fn handle<'a>(
        &'a self,
        request: &'a ReceivedRequest,
    ) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(Service::handle(self, request))
    }
}

/// Answers pings (XEP-0199 §4).
struct Pong;

impl Service for Pong {
    fn namespaces(&self) -> Vec<String> {
        vec![ping::NS.to_owned()]
    }

    async fn handle(&self, request: &ReceivedRequest) -> Answer {
        match request.kind() {
            Kind::Get => request.payload::<ping::Ping>().map(|_| None),
            Kind::Set | Kind::Result => Err(Condition::BadRequest.into()),
        }
    }
}

/// Says what the client is and can do (XEP-0030 §3).
struct About(DiscoInfo);

impl Service for About {
    fn namespaces(&self) -> Vec<String> {
        vec![disco_info::NS.to_owned()]
    }

    async fn handle(&self, request: &ReceivedRequest) -> Answer {
        let query: DiscoInfo = request.payload()?;
        match (request.kind(), query.node) {
            (Kind::Get, None) => answer(&self.0),
            (Kind::Get, Some(_)) => Err(Condition::ItemNotFound.into()),
            (Kind::Set | Kind::Result, _) => Err(Condition::BadRequest.into()),
        }
    }
}
