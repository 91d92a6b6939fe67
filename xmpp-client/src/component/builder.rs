//! How a component connects.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite};
use xmpp_core::schema::disco_info;
use xmpp_core::service::{Service, Services};
use xmpp_core::stream::{ComponentEvent, ComponentSettings, ComponentStream, Output};
use xmpp_core::{BareJid, Jid};

use super::Component;
use crate::address::{Address, AddressError};
use crate::dial::tcp;
use crate::driver::Driver;
use crate::error::ConnectError;
use crate::identity::Identity;
use crate::inbox::Capacity;
use crate::negotiation::until;
use crate::resolve::Endpoint;
use crate::service::{self, Contacts, Serving};
use crate::session::Session;
use crate::shared::Shared;
use crate::stream::Stream;
use crate::wire::{Moved, Pipe, Wire};

/// How a component is to connect. `Debug` does not show the secret.
#[derive(Clone, Debug)]
#[must_use = "nothing happens before `connect`"]
pub struct ComponentBuilder {
    settings: ComponentSettings,
    address: Result<Address, AddressError>,
    connect_timeout: Duration,
    request_timeout: Duration,
    capacity: Capacity,
    identity: disco_info::Identity,
    services: Services,
    contacts: Contacts,
}

impl ComponentBuilder {
    pub(super) fn new(domain: BareJid, secret: String, address: &str) -> Self {
        Self {
            settings: ComponentSettings::new(domain, secret),
            address: address.parse(),
            connect_timeout: Duration::from_secs(30),
            request_timeout: Duration::from_secs(30),
            capacity: Capacity::DEFAULT,
            identity: disco_info::Identity::new("component", "generic"),
            services: Services::new(),
            contacts: Contacts::default(),
        }
    }

    /// Answers the requests that this service is for, and hears what it listens to; its namespace is announced in service
    /// discovery.
    pub fn service(mut self, service: impl Service) -> Self {
        self.services.add(service);
        self
    }

    /// Who may ask services that are for contacts only: nobody without this call.
    pub fn contacts(mut self, are: impl Fn(&Jid) -> bool + Send + Sync + 'static) -> Self {
        self.contacts = Contacts(Some(Arc::new(are)));
        self
    }

    /// What the component says it is in service discovery (XEP-0030 §3): `generic` in the category `component` without this
    /// call.
    pub fn identity(mut self, identity: disco_info::Identity) -> Self {
        self.identity = identity;
        self
    }

    /// How long connecting may take in all: 30 seconds without this call.
    pub const fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long requests wait for their answers: 30 seconds without this call.
    pub const fn request_timeout(mut self, limit: Duration) -> Self {
        self.request_timeout = limit;
        self
    }

    /// How many events, and how many bytes of them, wait to be taken before the component reads no more: 1024 and 8 MiB without
    /// this call.
    pub const fn queue(mut self, events: usize, bytes: usize) -> Self {
        self.capacity = Capacity { events, bytes };
        self
    }

    /// Connects, and shows the server that the secret is known. The protocol is not encrypted (XEP-0114 §5): let the server be on
    /// this machine, or the way to it be protected.
    ///
    /// Must be called in a Tokio runtime, on which the session then runs.
    ///
    /// # Errors
    ///
    /// [`ConnectError::Stream`] with `not-authorized` where the server does not believe the secret.
    pub async fn connect(self) -> Result<Component, ConnectError> {
        let limit = self.connect_timeout;
        let connecting = tokio::time::timeout(limit, async {
            let endpoint = Endpoint::named(&self.address.clone()?, false);
            let pipe = tcp(&endpoint).await?;
            self.negotiate(Box::new(pipe)).await
        });
        connecting.await.map_err(|_| ConnectError::Timeout)?
    }

    /// The same over a connection that is there already: a Unix socket, a TLS tunnel, a pipe in a test.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub async fn connect_over<P>(self, pipe: P) -> Result<Component, ConnectError>
    where
        P: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let negotiating = self.negotiate(Box::new(pipe));
        let negotiated = tokio::time::timeout(self.connect_timeout, negotiating).await;
        negotiated.map_err(|_| ConnectError::Timeout)?
    }

    async fn negotiate(&self, pipe: Box<dyn Pipe>) -> Result<Component, ConnectError> {
        let mut wire = Wire::new(pipe);
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(std::io::Error::other)?;
        let settings = Arc::new(self.settings.clone());
        let mut stream = ComponentStream::new(settings, seed, Instant::now());
        let mut output = Vec::new();
        loop {
            match stream.poll(&mut output) {
                Output::Event(ComponentEvent::Accepted) => {
                    return Ok(self.start(stream, wire, output));
                }
                Output::Event(ComponentEvent::Closed(closed)) => {
                    // The server may be gone already; what it said counts.
                    let _ = wire.write_all(&mut output).await;
                    return Err(ConnectError::Stream(closed));
                }
                Output::Event(_) => {}
                Output::Wait(deadline) => {
                    let mut input = [0; 4096];
                    tokio::select! {
                        moved = wire.exchange(Some(&mut input), &mut output) => match moved? {
                            Moved::Read(0) => stream.closed_by_peer(),
                            Moved::Read(count) => stream.receive(&input[..count], Instant::now()),
                            Moved::Written => {}
                        },
                        () = until(deadline) => stream.handle_timeout(Instant::now()),
                    }
                }
            }
        }
    }

    fn start(&self, stream: ComponentStream, wire: Wire, output: Vec<u8>) -> Component {
        let domain = self.settings.domain.clone();
        let identity = Identity::Component(domain.clone());
        let stream = Stream::Component(stream);
        let shared = Arc::new(Shared::new(stream, identity, self.capacity));
        let serving = Serving::new(
            service::usual(self.identity.clone()),
            self.services.clone(),
            self.contacts.clone(),
            Arc::clone(&shared),
        );
        Driver::new(Arc::clone(&shared), wire, output, serving).spawn();
        let session = Session {
            shared,
            request_timeout: self.request_timeout,
        };
        Component::new(Arc::new(session), domain)
    }
}
