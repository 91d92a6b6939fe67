//! The client's side of a stream with a server.

mod bind;
mod event;
mod management;
mod sasl;
mod sasl2;
mod settings;
mod tls;

use std::sync::Arc;
use std::time::Instant;

use super::connection::{Beginning, Connection, Role};
use super::fault::{Fault, Handled};
use super::header::{Header, Opening, Root};
use super::link::{Hold, Link, Restart};
use super::{
    Closed, Failure, Identity, Output, SendError, Stanza, StanzaKind, TlsInfo, Transport, Version,
};
use crate::sasl::Channel;
use crate::schema::streamerror::Condition;
use crate::schema::streams::{self, Features, StreamError};
use crate::xml::Node;
use crate::{BareJid, FullJid, Jid, Lang, ToXml, Validate, XmlText, decode, schema};
use bind::Binder;
pub use event::ClientEvent;
use management::Resuming;
pub use management::SuspendedClient;
use sasl::Sasl;
use sasl2::Entering;
pub use settings::{ClientSettings, ClientToken};

/// The content namespace of a client's stream (RFC 6120 §4.8.3).
const CONTENT: &str = "jabber:client";

/// A client's stream with its server, from the first byte to the last: no sockets, no clock, no randomness inside.
///
/// The driver tells it what comes ([`receive`](Self::receive), [`tls_established`](Self::tls_established),
/// [`handle_timeout`](Self::handle_timeout), [`closed_by_peer`](Self::closed_by_peer)), and after each of these calls
/// [polls](Self::poll) until it says [`Output::Wait`]. It negotiates by itself until it says [`ClientEvent::Bound`].
#[derive(Debug)]
pub struct ClientStream {
    connection: Connection<Client>,
}

impl ClientStream {
    /// A stream that opens itself: poll for the header to send. `seed` is 32 random octets that are used for nothing else.
    pub fn new(
        settings: Arc<ClientSettings>,
        transport: Transport,
        seed: [u8; 32],
        now: Instant,
    ) -> Self {
        Self::begin(Client::new(settings, transport), seed, now)
    }

    /// The same for a client whose last connection was lost: if the server permits it, the [suspended](Self::suspend) stream goes
    /// on in this one (XEP-0198 §5), which [`ClientEvent::Resumed`] tells, and [`ClientEvent::NotResumed`] otherwise.
    pub fn resume(
        settings: Arc<ClientSettings>,
        transport: Transport,
        suspended: SuspendedClient,
        seed: [u8; 32],
        now: Instant,
    ) -> Self {
        let mut client = Client::new(settings, transport);
        client.suspended = Some(Box::new(suspended));
        Self::begin(client, seed, now)
    }

    fn begin(client: Client, seed: [u8; 32], now: Instant) -> Self {
        let beginning = Beginning {
            content_namespace: CONTENT,
            deadlines: client.settings.deadlines,
            limits: client.settings.unauthenticated,
            seed,
            now,
        };
        let mut connection = Connection::new(client, beginning);
        connection.role.open(&mut connection.link);
        Self { connection }
    }

    /// Bytes have come. They may be cut anywhere. Poll until `Wait` before giving more.
    pub fn receive(&mut self, bytes: &[u8], now: Instant) {
        self.connection.receive(bytes, now);
    }

    /// No more bytes will come.
    pub fn closed_by_peer(&mut self) {
        self.connection.closed_by_peer();
    }

    /// The handshake that [`ClientEvent::StartTls`] asked for has succeeded, and the certificate is the domain's.
    pub fn tls_established(&mut self, tls: TlsInfo, now: Instant) {
        self.connection.act(now, |client, link| {
            if link.hold == Hold::Tls {
                link.answered();
                client.tls = Some(tls);
                client.phase = Phase::Features;
                client.open(link);
            }
            Ok(())
        });
    }

    /// Sends a stanza, a typed one or an [`Element`](crate::Element), in the namespace of the stream.
    ///
    /// # Errors
    /// Before a resource is bound, after the close, and for what is invalid.
    pub fn send<T: ToXml + Validate>(&mut self, stanza: &T) -> Result<(), SendError> {
        self.connection.send(stanza)?;
        management::bound_kept(&mut self.connection.link);
        Ok(())
    }

    /// Asks the server what it has got, where that is not known and was not asked yet (XEP-0198 §4). `true` if it is asked.
    pub fn request_acknowledgement(&mut self) -> bool {
        self.connection.link.request_acknowledgement()
    }

    /// Whether the stream can be resumed when its connection is lost (XEP-0198 §5).
    pub fn is_resumable(&self) -> bool {
        self.connection.link.resumption().is_some()
    }

    /// What the next connection can go on with, after this one was lost: nothing where the server did not permit that. This
    /// stream is of no use any more.
    pub fn suspend(&mut self) -> Option<SuspendedClient> {
        let connection = &mut self.connection;
        connection.role.suspend(&mut connection.link)
    }

    /// The moment that [`Output::Wait`] named has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.connection.handle_timeout(now);
    }

    /// Closes the stream in order (RFC 6120 §4.4): the server may still finish what it is saying.
    pub fn close(&mut self) {
        self.connection.close();
    }

    /// Ends the stream with an error (RFC 6120 §4.9).
    pub fn close_with(&mut self, error: StreamError) {
        self.connection.close_with(error);
    }

    /// Appends what is to be written, and says what comes next.
    pub fn poll(&mut self, output: &mut Vec<u8>) -> Output<ClientEvent> {
        self.connection.poll(output)
    }

    /// Who was authenticated on this connection.
    pub fn identities(&self) -> &[Arc<Identity>] {
        self.connection.role.identity.as_slice()
    }

    /// The language of stanzas that do not declare their own (RFC 6120 §4.7.4).
    pub fn lang(&self) -> Option<&Lang> {
        self.connection.role.lang.as_ref()
    }

    /// The identifier that the server gave the stream (RFC 6120 §4.7.3).
    pub fn id(&self) -> Option<&str> {
        self.connection.role.id.as_deref()
    }

    /// Whether TLS protects the stream.
    pub const fn is_encrypted(&self) -> bool {
        self.connection.role.tls.is_some()
    }

    /// An identifier that nobody can foresee, for a stanza.
    pub fn generate_id(&mut self) -> String {
        self.connection.link.entropy.token()
    }
}

/// What the client knows of the server.
#[derive(Debug)]
struct Client {
    settings: Arc<ClientSettings>,
    tls: Option<TlsInfo>,
    id: Option<String>,
    lang: Option<Lang>,
    authenticated: bool,
    identity: Option<Arc<Identity>>,
    phase: Phase,
    /// What to go on with, once the client has authenticated.
    suspended: Option<Box<SuspendedClient>>,
    /// Whether stanzas are to be counted once a resource is bound.
    manages: bool,
    /// Where the server wants the stream to be resumed.
    location: Option<String>,
}

/// What the client waits for.
#[derive(Debug)]
enum Phase {
    Features,
    StartTls,
    Authentication(Box<Sasl>),
    Binding(Box<Binder>),
    /// The server was asked to go on with an earlier stream.
    Resuming(Box<Resuming>),
    /// A resource was bound together with the authentication.
    Entering(Box<Entering>),
    Bound,
}

impl Role for Client {
    type Event = ClientEvent;

    fn open(&mut self, link: &mut Link<ClientEvent>) {
        let account = self
            .settings
            .account
            .as_ref()
            .filter(|_| self.tls.is_some());
        link.open(Opening {
            content_namespace: CONTENT,
            from: account.map(BareJid::as_str),
            to: Some(self.settings.domain.as_str()),
            id: None,
            version: Some(Version::V1_0),
            lang: Some(self.settings.lang.as_str()),
        });
    }

    fn on_header(&mut self, header: Header, _: &mut Link<ClientEvent>) -> Handled {
        let content = header.content_namespace.as_str();
        if header.root != Root::Stream || !["", CONTENT, streams::NS].contains(&content) {
            return Err(Condition::InvalidNamespace.into());
        }
        // Without stream features there is no TLS and no SASL (RFC 6120 §4.7.5 rule 3).
        if header
            .version
            .is_none_or(|version| version.major != Version::V1_0.major)
        {
            return Err(Condition::UnsupportedVersion.into());
        }
        self.id = header.id;
        self.lang = header.lang;
        Ok(())
    }

    fn on_element(&mut self, element: Node<'_>, link: &mut Link<ClientEvent>) -> Handled {
        match element.namespace() {
            streams::NS => self.on_features(element, link),
            schema::tls::NS => self.on_tls(element, link),
            schema::sasl::NS | schema::sasl_extensible::NS => self.on_sasl(element, link),
            schema::sm::NS => self.on_management(element, link),
            _ => self.on_stanza(element, link),
        }
    }

    fn closed(closed: Closed) -> ClientEvent {
        ClientEvent::Closed(closed)
    }
}

impl Client {
    fn new(settings: Arc<ClientSettings>, transport: Transport) -> Self {
        Self {
            settings,
            tls: match transport {
                Transport::Plain => None,
                Transport::Tls(tls) => Some(tls),
            },
            id: None,
            lang: None,
            authenticated: false,
            identity: None,
            phase: Phase::Features,
            suspended: None,
            manages: false,
            location: None,
        }
    }

    /// What the server announces decides what is next (RFC 6120 §4.3.2).
    fn on_features(&mut self, element: Node<'_>, link: &mut Link<ClientEvent>) -> Handled {
        let (Phase::Features | Phase::Entering(_), Some(features)) =
            (&self.phase, decode::<Features>(element, &mut ()))
        else {
            // Behind the end of the negotiation features say nothing new (RFC 6120 §4.3.5).
            return Ok(());
        };
        link.event(ClientEvent::Features(Box::new(features.clone())));
        if matches!(self.phase, Phase::Entering(_)) {
            return self.entered(&features, link);
        }
        if tls::is_wanted(&features, self.settings.tls, self.tls.is_some()) {
            self.phase = Phase::StartTls;
            return tls::begin(link);
        }
        if self.authenticated {
            self.resume_or_bind(features, link)
        } else {
            self.authenticate(&features, link)
        }
    }

    fn on_tls(&self, element: Node<'_>, link: &mut Link<ClientEvent>) -> Handled {
        if !matches!(self.phase, Phase::StartTls) {
            return fail(Failure::Unexpected("TLS"), link);
        }
        if !tls::on_element(element) {
            return fail(Failure::NoTls, link);
        }
        tls::done(&self.settings.domain, link);
        Ok(())
    }

    /// In the extensible profile, if both sides can; else in that of RFC 6120.
    fn authenticate(&mut self, features: &Features, link: &mut Link<ClientEvent>) -> Handled {
        let channel = self
            .tls
            .as_ref()
            .map_or_else(Channel::default, TlsInfo::channel);
        let bindings = features.channel_bindings.as_ref();
        let offer = features.authentication.as_deref();
        if let Some(offer) = offer
            && let Some(entry) = self.entry(offer, &channel)
        {
            let names = offer.mechanisms.clone();
            let mut sasl = Box::new(Sasl::new(&self.settings, Some(entry)));
            let step = sasl.begin(names, bindings, channel.clone(), &self.settings, link)?;
            let is_impossible = matches!(step, sasl::Step::Failed(_));
            if !is_impossible || features.mechanisms.is_none() {
                self.phase = Phase::Authentication(sasl);
                return self.conclude(step, link);
            }
        }
        let Some(mechanisms) = &features.mechanisms else {
            return self.lacks("SASL", features, link);
        };
        let names = mechanisms.mechanisms.iter();
        let names = names.map(|name| name.to_text().into_owned()).collect();
        let mut sasl = Box::new(Sasl::new(&self.settings, None));
        let step = sasl.begin(names, bindings, channel, &self.settings, link)?;
        self.phase = Phase::Authentication(sasl);
        self.conclude(step, link)
    }

    fn on_sasl(&mut self, element: Node<'_>, link: &mut Link<ClientEvent>) -> Handled {
        let Phase::Authentication(sasl) = &mut self.phase else {
            return fail(Failure::Unexpected("SASL"), link);
        };
        let step = sasl.on_element(element, &self.settings, link)?;
        self.conclude(step, link)
    }

    fn conclude(&mut self, step: sasl::Step, link: &mut Link<ClientEvent>) -> Handled {
        match step {
            sasl::Step::Wait => {}
            sasl::Step::Failed(failure) => return fail(failure, link),
            sasl::Step::Done(done) => {
                self.authenticated = true;
                self.phase = Phase::Features;
                link.event(done.event);
                if let Some(success) = done.success {
                    return self.enter(*success, done.wanted, link);
                }
                link.restart(Restart::Keep, Some(self.settings.authenticated));
                self.open(link);
            }
        }
        Ok(())
    }

    fn bind(&mut self, features: &Features, link: &mut Link<ClientEvent>) -> Handled {
        if features.bind.is_none() {
            return self.lacks("resource binding", features, link);
        }
        let binder = Binder::begin(
            self.settings.resource.as_deref(),
            features.session.as_ref(),
            link,
        )?;
        self.phase = Phase::Binding(Box::new(binder));
        Ok(())
    }

    fn on_stanza(&mut self, element: Node<'_>, link: &mut Link<ClientEvent>) -> Handled {
        let kind = match StanzaKind::read(element, CONTENT) {
            Ok(kind) => kind,
            // What is no stanza is none of our business (RFC 6120 §4.8.4).
            Err(fault) if fault.condition == Condition::UnsupportedStanzaType => return Ok(()),
            Err(fault) => return Err(fault),
        };
        match (&mut self.phase, &self.identity) {
            (Phase::Bound, Some(identity)) => {
                if let Some(management) = &mut link.management {
                    management.count_received();
                }
                link.event(ClientEvent::Stanza(Box::new(Stanza::read(
                    element, kind, identity, None,
                ))));
                Ok(())
            }
            (Phase::Binding(binder), _) => match binder.on_element(element, link)? {
                bind::Step::Wait => Ok(()),
                bind::Step::Failed(failure) => fail(failure, link),
                bind::Step::Done(jid) => self.bound(jid, link),
            },
            _ => Err(Fault::new(
                Condition::NotAuthorized,
                "the stream is not negotiated",
            )),
        }
    }

    fn bound(&mut self, jid: FullJid, link: &mut Link<ClientEvent>) -> Handled {
        self.identity = Some(Arc::new(Identity {
            local: Jid::from(&jid),
            remote: self.settings.domain.as_jid().clone(),
        }));
        self.phase = Phase::Bound;
        link.establish();
        self.manage(link)?;
        link.event(ClientEvent::Bound(jid));
        Ok(())
    }

    /// The server does not offer what we need. If it wants something else instead, it hears that we cannot do that
    /// (RFC 6120 §4.9.3.23).
    fn lacks(
        &self,
        what: &'static str,
        features: &Features,
        link: &mut Link<ClientEvent>,
    ) -> Handled {
        if !features.payloads.is_empty() {
            link.write(&StreamError::new(Condition::UnsupportedFeature))?;
        }
        fail(Failure::NotOffered(what), link)
    }
}

/// Gives up: the stream is closed (RFC 6120 §6.4.5).
fn fail(failure: Failure, link: &mut Link<ClientEvent>) -> Handled {
    link.close();
    link.finish(ClientEvent::Closed(Closed::Failed(failure)));
    Ok(())
}
