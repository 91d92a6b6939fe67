//! The server's side of a stream with a client.

mod attention;
mod bind;
mod early;
mod entry;
mod event;
mod fast;
mod header;
mod legacy;
mod management;
mod policy;
mod profile;
mod register;
mod sasl;
mod sasl2;
mod session;
mod tls;

use std::sync::Arc;
use std::time::Instant;

use super::connection::{Beginning, Connection, Role};
use super::fault::{Fault, Handled};
use super::header::Header;
use super::link::{Hold, Link, Restart};
use super::{Closed, Encoded, Identity, Output, SendError, Stanza, StanzaKind, TlsInfo, Transport};
use crate::sasl::{Credentials, SaslCondition};
use crate::schema::csi::{self, ClientState};
use crate::schema::sm;
use crate::schema::stanza::{Iq, StanzaError};
use crate::schema::stanzaerror;
use crate::schema::streamerror::Condition;
use crate::schema::streams::{Features, StreamError};
use crate::xml::Node;
use crate::{BareJid, DateTime, Element, FullJid, Jid, Lang, ToXml, Validate, schema};
use bind::Binder;
use entry::Entry;
pub use event::{
    AuthenticationId, AuthenticationRequest, AuthorizationRequest, BindRequest, ManageRequest,
    RegisterRequest, ResumeRequest, ServerEvent, TokenLookup, TokenOrder,
};
use fast::Redeeming;
use legacy::Login;
use management::Question;
pub use management::Suspended;
pub(super) use policy::default_lang;
pub use policy::{Host, ServerPolicy, TlsUse};
use profile::Profile;
use sasl::{Proven, Sasl};

/// The content namespace of a client's stream (RFC 6120 §4.8.3).
const CONTENT: &str = "jabber:client";

/// A server's stream with one client, from the first byte to the last: no sockets, no clock, no randomness inside.
///
/// The driver tells it what comes ([`receive`](Self::receive), [`tls_established`](Self::tls_established),
/// [`handle_timeout`](Self::handle_timeout), [`closed_by_peer`](Self::closed_by_peer)), answers what it asks for, and after
/// each of these calls [polls](Self::poll) until it says [`Output::Wait`].
#[derive(Debug)]
pub struct ServerStream {
    connection: Connection<Server>,
}

impl ServerStream {
    /// A stream that waits for the client's header. `seed` is 32 random octets that are used for nothing else: stream ids,
    /// nonces and resources are made from it.
    pub fn new(
        policy: Arc<ServerPolicy>,
        transport: Transport,
        seed: [u8; 32],
        now: Instant,
    ) -> Self {
        let beginning = Beginning {
            content_namespace: CONTENT,
            deadlines: policy.deadlines,
            limits: policy.unauthenticated,
            seed,
            now,
        };
        Self {
            connection: Connection::new(Server::new(policy, transport), beginning),
        }
    }

    /// Bytes have come. They may be cut anywhere. Poll until `Wait` before giving more.
    pub fn receive(&mut self, bytes: &[u8], now: Instant) {
        self.connection.receive(bytes, now);
    }

    /// No more bytes will come.
    pub fn closed_by_peer(&mut self) {
        self.connection.closed_by_peer();
    }

    /// The handshake that [`ServerEvent::StartTls`] asked for has succeeded. What was said before it is forgotten
    /// (RFC 6120 §5.4.3.3).
    pub fn tls_established(&mut self, tls: TlsInfo, now: Instant) {
        self.connection.act(now, |server, link| {
            if link.hold == Hold::Tls {
                link.answered();
                server.begin_anew(tls);
            }
            Ok(())
        });
    }

    /// What is known of the account that [`ServerEvent::Authenticate`] asked for. PLAIN hashes the password here, which takes
    /// milliseconds. An answer to a question that nobody waits for any more does nothing.
    pub fn authenticate(&mut self, id: AuthenticationId, credentials: Credentials, now: Instant) {
        self.connection.act(now, |server, link| {
            let step = match &mut server.phase {
                Phase::Authentication(sasl) => sasl.authenticate(id, credentials, link)?,
                _ => None,
            };
            server.conclude(step, link)
        });
    }

    /// Whom the client may act as by its certificate, which [`ServerEvent::Authorize`] asked about. If the client wants to act
    /// as someone else than that, it is refused.
    pub fn authorize(&mut self, id: AuthenticationId, account: BareJid, now: Instant) {
        self.connection.act(now, |server, link| {
            let step = match &mut server.phase {
                Phase::Authentication(sasl) => sasl.authorize(id, account, link)?,
                _ => None,
            };
            server.conclude(step, link)
        });
    }

    /// The tokens that the client was given and that are still good, in answer to [`ServerEvent::Redeem`]; none where there is no
    /// such account.
    pub fn redeem(&mut self, id: AuthenticationId, tokens: &[String], now: Instant) {
        self.connection
            .act(now, |server, link| server.redeemed(id, tokens, link));
    }

    /// A new token and the moment until which it is good, or none, in answer to [`ServerEvent::IssueToken`].
    pub fn issue_token(&mut self, token: Option<(String, DateTime)>, now: Instant) {
        self.connection
            .act(now, |server, link| server.enter_with_token(token, link));
    }

    /// Why the client cannot be authenticated: `temporary-auth-failure` where the accounts cannot be reached.
    pub fn refuse_authentication(
        &mut self,
        id: AuthenticationId,
        condition: SaslCondition,
        now: Instant,
    ) {
        self.connection.act(now, |server, link| {
            server.refuse_redeeming(id, condition, link)?;
            let step = match &mut server.phase {
                Phase::Authentication(sasl) => sasl.refuse(id, condition, link)?,
                _ => None,
            };
            server.conclude(step, link)
        });
    }

    /// The address that the client gets, in answer to [`ServerEvent::Bind`].
    pub fn bind(&mut self, jid: FullJid, now: Instant) {
        self.connection
            .act(now, |server, link| server.bind(jid, link));
    }

    /// Why the client gets no address: `conflict`, `resource-constraint`, `not-allowed` (RFC 6120 §7.6.2, §7.7.2). It may try
    /// again.
    pub fn refuse_bind(&mut self, error: StanzaError, now: Instant) {
        self.connection
            .act(now, |server, link| match &mut server.phase {
                Phase::Binding(_) if server.entry.is_some() => server.enter_unbound(link),
                Phase::Binding(_) if server.login.is_some() => server.leave_unbound(error, link),
                Phase::Binding(binder) => binder.refuse(error, link),
                _ => Ok(()),
            });
    }

    /// Counts stanzas from now on, in answer to [`ServerEvent::Manage`]. With an id, and a number of seconds, the stream can be
    /// resumed.
    pub fn manage(&mut self, resumption: Option<(String, u32)>, now: Instant) {
        self.connection
            .act(now, |server, link| server.manage(resumption, link));
    }

    /// Goes on with an earlier stream, in answer to [`ServerEvent::Resume`].
    pub fn resume(&mut self, suspended: Suspended, now: Instant) {
        self.connection
            .act(now, |server, link| server.resume(suspended, link));
    }

    /// What somebody without an account is told, in answer to [`ServerEvent::Register`].
    pub fn answer_registration(&mut self, answer: &Iq, now: Instant) {
        self.connection.act(now, |server, link| {
            if server.registering.take().is_some() {
                link.answered();
                link.write(answer)?;
            }
            Ok(())
        });
    }

    /// Why stanzas are not counted, or the stream cannot be resumed: `item-not-found` where there is none of that name
    /// (XEP-0198 §6).
    pub fn refuse_management(&mut self, condition: stanzaerror::Condition, now: Instant) {
        self.connection.act(now, |server, link| {
            server.refuse_management(condition, link)
        });
    }

    /// What another connection can go on with: nothing where the stream cannot be resumed. This one is of no use any more.
    pub fn suspend(&mut self) -> Option<Suspended> {
        let connection = &mut self.connection;
        connection.role.suspend(&mut connection.link)
    }

    /// What the stream can be resumed by, if it can be.
    pub fn resumption(&self) -> Option<&str> {
        self.connection.link.resumption()
    }

    /// Asks the client what it has got, where that is not known and was not asked yet. `true` if it is asked.
    pub fn request_acknowledgement(&mut self) -> bool {
        self.connection.link.request_acknowledgement()
    }

    /// Sends a stanza, a typed one or an [`Element`], in the namespace of the stream. On a managed stream, the stream keeps it
    /// until it is acknowledged.
    ///
    /// # Errors
    /// Before a resource is bound, after the close, and for what is invalid.
    pub fn send<T: ToXml + Validate>(&mut self, stanza: &T) -> Result<(), SendError> {
        match self.coded(|| Element::of(stanza).ok()) {
            Some(coded) => self.connection.send(&coded),
            None => self.connection.send(stanza),
        }
    }

    /// Sends a stanza as it was received, with this `from` in place of its own (RFC 6120 §8.1.2.1) where one is given. On a
    /// managed stream, the driver keeps it until [`ServerEvent::Acknowledged`] counts it.
    ///
    /// # Errors
    /// Before a resource is bound and after the close.
    pub fn forward(&mut self, stanza: &Element, from: Option<&Jid>) -> Result<(), SendError> {
        match self.coded(|| Some(stanza.clone())) {
            Some(coded) => self.connection.forward(&coded, from),
            None => self.connection.forward(stanza, from),
        }
    }

    /// Sends a stanza that was encoded before. On a managed stream, the driver keeps it until [`ServerEvent::Acknowledged`] counts
    /// it.
    ///
    /// # Errors
    /// Before a resource is bound and after the close.
    pub fn send_encoded(&mut self, stanza: &Encoded) -> Result<(), SendError> {
        match self.encoded_with_code(stanza) {
            Some(coded) => self.connection.send_encoded(&coded),
            None => self.connection.send_encoded(stanza),
        }
    }

    /// Does what [`send_encoded`](Self::send_encoded) does, and appends the stanza to `output` at once if nothing is to be written
    /// before it: the same bytes as of the next [`poll`](Self::poll), without a copy.
    ///
    /// # Errors
    /// Before a resource is bound and after the close.
    pub fn write_encoded(
        &mut self,
        stanza: &Encoded,
        output: &mut Vec<u8>,
    ) -> Result<(), SendError> {
        match self.encoded_with_code(stanza) {
            Some(coded) => self.connection.write_encoded(&coded, output),
            None => self.connection.write_encoded(stanza, output),
        }
    }

    /// The moment that [`Output::Wait`] named has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.connection.handle_timeout(now);
    }

    /// Closes the stream in order (RFC 6120 §4.4): the client may still finish what it is saying.
    pub fn close(&mut self) {
        self.connection.close();
    }

    /// Ends the stream with an error (RFC 6120 §4.9): `system-shutdown`, `conflict`, `policy-violation`.
    pub fn close_with(&mut self, error: StreamError) {
        self.connection.close_with(error);
    }

    /// Appends what is to be written, and says what comes next.
    pub fn poll(&mut self, output: &mut Vec<u8>) -> Output<ServerEvent> {
        self.connection.poll(output)
    }

    /// Who was authenticated on this connection.
    pub fn identities(&self) -> &[Arc<Identity>] {
        self.connection.role.identity.as_slice()
    }

    /// The language that the client's header declares for stanzas that do not declare their own (RFC 6120 §4.7.4).
    pub fn lang(&self) -> Option<&Lang> {
        self.connection.role.lang.as_ref()
    }

    /// Whether TLS protects the stream.
    pub const fn is_encrypted(&self) -> bool {
        self.connection.role.tls.is_some()
    }

    /// An identifier that nobody can foresee.
    pub fn generate_id(&mut self) -> String {
        self.connection.link.entropy.token()
    }
}

/// What the server knows of the client.
#[derive(Debug)]
struct Server {
    policy: Arc<ServerPolicy>,
    tls: Option<TlsInfo>,
    /// The domain that the client asked for, by its place in the policy.
    host: Option<usize>,
    /// Who the client says it is, in the header of this stream.
    from: Option<Jid>,
    lang: Option<Lang>,
    identity: Option<Arc<Identity>>,
    /// Whether the client is one of the time before XMPP 1.0.
    legacy: bool,
    /// What it waits for.
    login: Option<Box<Login>>,
    phase: Phase,
    /// What the client wants together with authentication (XEP-0388).
    entry: Option<Box<Entry>>,
    /// A client that logs in with a token.
    redeeming: Option<Box<Redeeming>>,
    /// What the driver was asked about stream management.
    question: Option<Box<Question>>,
    /// The driver was asked about an account to be made.
    registering: Option<register::Registering>,
    /// How often that was so.
    registrations: u8,
    /// How many requests came too early.
    early: u8,
}

/// How far the negotiation has come.
#[derive(Debug)]
enum Phase {
    Authentication(Box<Sasl>),
    Binding(Box<Binder>),
    Bound,
}

impl Role for Server {
    type Event = ServerEvent;

    fn open(&mut self, link: &mut Link<ServerEvent>) {
        self.respond(None, link);
    }

    fn on_header(&mut self, header: Header, link: &mut Link<ServerEvent>) -> Handled {
        self.take_header(header, link)?;
        let features = self.features(false)?;
        match self.legacy {
            true => Ok(()), // Features came with XMPP 1.0 (RFC 6120 §4.7.5).
            false => link.write(&features),
        }
    }

    fn on_element(&mut self, element: Node<'_>, link: &mut Link<ServerEvent>) -> Handled {
        if self.legacy {
            return self.on_stanza(element, link);
        }
        if element.namespace() == schema::sasl_extensible::NS {
            return self.on_extensible(element, link);
        }
        self.check_undisturbed()?;
        match element.namespace() {
            schema::tls::NS => self.on_tls(element, link),
            schema::sasl::NS => self.on_sasl(element, link),
            sm::NS => self.on_management(element, link),
            csi::NS if self.policy.client_state => self.on_client_state(element, link),
            _ => self.on_stanza(element, link),
        }
    }

    fn refuses_white_space(&self) -> bool {
        self.is_undisturbed()
    }

    fn closed(closed: Closed) -> ServerEvent {
        ServerEvent::Closed(closed)
    }
}

impl Server {
    fn new(policy: Arc<ServerPolicy>, transport: Transport) -> Self {
        Self {
            phase: Phase::Authentication(Box::new(Sasl::new(policy.authentication_retries))),
            policy,
            tls: match transport {
                Transport::Plain => None,
                Transport::Tls(tls) => Some(tls),
            },
            host: None,
            from: None,
            lang: None,
            identity: None,
            legacy: false,
            login: None,
            entry: None,
            redeeming: None,
            question: None,
            registering: None,
            registrations: 0,
            early: 0,
        }
    }

    /// The domain that speaks for the server on this stream.
    fn host(&self) -> Result<&Host, Fault> {
        let host = self.host.and_then(|host| self.policy.hosts.get(host));
        host.ok_or_else(|| Condition::HostUnknown.into())
    }

    /// Nothing that was said before TLS counts (RFC 6120 §5.4.3.3).
    fn begin_anew(&mut self, tls: TlsInfo) {
        self.tls = Some(tls);
        self.host = None;
        self.from = None;
        self.lang = None;
    }

    /// What can be negotiated now (RFC 6120 §4.3.2), on a stream that is managed already or not.
    fn features(&mut self, managed: bool) -> Result<Features, Fault> {
        let mut features = Features::default();
        let encrypted = self.tls.is_some();
        let host = self.host()?.clone();
        match &mut self.phase {
            Phase::Authentication(sasl) => {
                sasl.prepare(&host, self.tls.as_ref(), self.policy.downgrade_protection);
                tls::offer(&host, encrypted, &mut features);
                sasl.offer(&mut features);
                features.register =
                    register::is_open(&self.policy, &host, encrypted).then(Default::default);
                if features.starttls.is_none() && features.mechanisms.is_none() {
                    let text = "there is no way to authenticate here";
                    return Err(Fault::new(Condition::InternalServerError, text));
                }
                self.offer_extensible(&mut features);
            }
            Phase::Binding(_) | Phase::Bound => {
                if !matches!(self.phase, Phase::Bound) {
                    Binder::offer(&mut features);
                    if self.policy.sessions {
                        session::offer(&mut features);
                    }
                }
                features.management = (self.policy.management && !managed).then(Default::default);
                features.client_state = self.policy.client_state.then(ClientState::default);
                features.payloads = host.features;
            }
        }
        Ok(features)
    }

    fn on_tls(&self, element: Node<'_>, link: &mut Link<ServerEvent>) -> Handled {
        let host = self.host()?.clone();
        let over = !matches!(self.phase, Phase::Authentication(_));
        match tls::on_element(element, &host, over || self.tls.is_some(), link)? {
            tls::Verdict::Proceed => tls::done(&host, link),
            tls::Verdict::Refused => {
                link.close();
                link.finish(ServerEvent::Closed(Closed::Orderly));
            }
        }
        Ok(())
    }

    fn on_sasl(&mut self, element: Node<'_>, link: &mut Link<ServerEvent>) -> Handled {
        let step = match &mut self.phase {
            Phase::Authentication(sasl) => sasl.on_element(element, link)?,
            Phase::Binding(_) | Phase::Bound => {
                let text = "the client has already authenticated";
                return Err(Fault::new(Condition::UnsupportedStanzaType, text));
            }
        };
        self.conclude(step, link)
    }

    /// The client has proved who it is: the stream begins anew (RFC 6120 §6.4.6).
    fn conclude(&mut self, proven: Option<Proven>, link: &mut Link<ServerEvent>) -> Handled {
        let Some(proven) = proven else {
            return self.settle_login(link);
        };
        if self.legacy {
            return self.enter_legacy(proven, link);
        }
        if matches!(&self.phase, Phase::Authentication(sasl) if sasl.profile() == Profile::Extensible)
        {
            return self.enter(proven, link);
        }
        self.entry = None; // An attempt of the other profile has failed before.
        proven.confirm(self.from.as_ref().filter(|_| self.tls.is_some()), link)?;
        let identity = Arc::new(Identity {
            local: self.host()?.domain.as_jid().clone(),
            remote: proven.account.into_jid(),
        });
        self.identity = Some(Arc::clone(&identity));
        self.begin_binding();
        link.restart(Restart::Keep, Some(self.policy.authenticated));
        link.event(ServerEvent::Authenticated(identity));
        Ok(())
    }

    /// The client has authenticated, and has no resource yet.
    fn begin_binding(&mut self) {
        self.phase = Phase::Binding(Box::new(Binder::new(self.policy.binding_retries)));
    }

    fn bind(&mut self, jid: FullJid, link: &mut Link<ServerEvent>) -> Handled {
        if self.entry.is_some() {
            return self.enter_bound(jid, link);
        }
        if let Some(login) = self.login.take() {
            return self.bind_legacy(&login, jid, link);
        }
        let (Phase::Binding(binder), Some(identity)) = (&mut self.phase, &self.identity) else {
            return Ok(());
        };
        if !binder.done(&jid, link)? {
            return Ok(());
        }
        let identity = Arc::new(Identity {
            local: identity.local.clone(),
            remote: jid.into_jid(),
        });
        self.identity = Some(Arc::clone(&identity));
        self.phase = Phase::Bound;
        link.establish();
        link.event(ServerEvent::Bound(identity));
        Ok(())
    }

    fn on_stanza(&mut self, element: Node<'_>, link: &mut Link<ServerEvent>) -> Handled {
        let kind = StanzaKind::read(element, CONTENT)?;
        if let Some(management) = &mut link.management {
            management.count_received();
        }
        let (Some(identity), false) = (
            &self.identity,
            matches!(self.phase, Phase::Authentication(_)),
        ) else {
            if let Some(handled) = self.on_registration(element, link) {
                return handled;
            }
            if let Some(handled) = self.on_legacy_login(element, link) {
                return handled;
            }
            return self.on_early_stanza(element, "the client has not authenticated", link);
        };
        if let Phase::Binding(binder) = &mut self.phase {
            if let Some(request) = bind::request_of(element, schema::bind::NS) {
                return binder.on_request(&request, &identity.remote.to_bare(), link);
            }
            return self.on_early_stanza(element, "a resource has to be bound first", link);
        }
        if let Some(request) = bind::request_of(element, schema::bind::NS) {
            return bind::refuse_another(request.id, link);
        }
        let stanza = Stanza::read(element, kind, identity, self.lang.as_ref());
        if self.policy.sessions
            && stanza
                .envelope
                .to
                .as_ref()
                .is_none_or(|to| *to == identity.local)
            && let Some(request) = bind::request_of(element, schema::session::NS)
        {
            return session::done(request.id, stanza.envelope.to, link);
        }
        link.event(ServerEvent::Stanza(Box::new(stanza)));
        Ok(())
    }
}
