//! A server's stream in memory, with a driver that knows one account.

use std::sync::Arc;
use std::time::{Duration, Instant};

use xmpp_core::sasl::{ChannelBinding, Credentials, SaslCondition, ScramHash, ScramKeys};
use xmpp_core::schema::stanza::{ErrorType, StanzaError};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::schema::streamerror;
use xmpp_core::schema::streams;
use xmpp_core::stream::{
    AuthenticationRequest, BindRequest, Encoded, Host, Output, ServerEvent, ServerPolicy,
    ServerStream, TlsInfo, Transport,
};
use xmpp_core::{BareJid, DateTime, Element};

use super::log::{Log, closed};
use super::scram::Scram;
use super::{Counterpart, Mismatch, Role, Setup, Speech};

/// A server's stream in memory, with a driver that knows one account.
#[derive(Debug)]
pub struct ServerMachine {
    stream: Option<ServerStream>,
    log: Log,
    now: Instant,
    setup: Setup,
}

impl ServerMachine {
    /// One that has not begun.
    pub fn new() -> Self {
        Self {
            stream: None,
            log: Log::default(),
            now: Instant::now(),
            setup: Setup::default(),
        }
    }

    fn stream(&mut self) -> &mut ServerStream {
        self.stream
            .as_mut()
            .expect("a conversation begins before it is played")
    }

    /// Polls until there is nothing to do, as drivers do.
    fn settle(&mut self) {
        loop {
            let mut bytes = Vec::new();
            let output = self.stream().poll(&mut bytes);
            self.log.bytes(bytes);
            match output {
                Output::Wait(_) => return,
                Output::Event(event) => self.on_event(event),
            }
        }
    }

    fn on_event(&mut self, event: ServerEvent) {
        let told = match event {
            ServerEvent::Authenticate(request) => return self.authenticate(&request),
            ServerEvent::Authorize(request) => {
                let (now, certificate) = (self.now, self.setup.certificate.clone());
                let account = certificate.and_then(|address| BareJid::new(&address).ok());
                return match account {
                    Some(account) => self.stream().authorize(request.id, account, now),
                    None => self.stream().refuse_authentication(
                        request.id,
                        SaslCondition::NotAuthorized,
                        now,
                    ),
                };
            }
            ServerEvent::Bind(request) => return self.bind(&request),
            ServerEvent::Redeem(lookup) => {
                let (now, tokens) = (self.now, Vec::from_iter(self.setup.token.clone()));
                return self.stream().redeem(lookup.id, &tokens, now);
            }
            ServerEvent::IssueToken(order) => {
                let (now, expiry) = (self.now, DateTime::from_unix(1_700_000_000, 0));
                let fresh = order.requested.map(|_| "fresh".to_owned()).zip(expiry);
                return self.stream().issue_token(fresh, now);
            }
            ServerEvent::Manage(request) => {
                let seconds = request.max.unwrap_or(300).min(300);
                let (now, resumption) = (self.now, (request.id, seconds));
                let resumption = request.resume.then_some(resumption);
                return self.stream().manage(resumption, now);
            }
            ServerEvent::Resume(_) => {
                let now = self.now;
                return self
                    .stream()
                    .refuse_management(Condition::ItemNotFound, now);
            }
            ServerEvent::StartTls { domain } => format!("StartTls {domain}"),
            ServerEvent::Authenticated(identity) => format!("Authenticated {}", identity.remote),
            ServerEvent::Bound(identity) => format!("Bound {}", identity.remote),
            ServerEvent::Stanza(stanza) => {
                assert_eq!(self.stream().identities(), [stanza.identity]);
                format!("Stanza {}", stanza.element.as_fragment().xml())
            }
            ServerEvent::Closed(reason) => closed(&reason),
            other => format!("{other:?}"),
        };
        self.log.event(told);
    }

    fn authenticate(&mut self, request: &AuthenticationRequest) {
        let now = self.now;
        let accounts = self.setup.accounts.clone();
        if accounts.as_deref() == Some("temporary-auth-failure") {
            let condition = SaslCondition::TemporaryAuthFailure;
            return self
                .stream()
                .refuse_authentication(request.id, condition, now);
        }
        let hash = request.hash.unwrap_or(ScramHash::Sha256);
        let account = format!("{}@{}", self.setup.account.name, self.setup.domain());
        let credentials = match &request.account {
            Some(known) if known.as_str() == account => {
                let keys =
                    ScramKeys::derive(hash, &self.setup.account.password, &[3; 16], ITERATIONS);
                Credentials::new(keys.expect("the password can be prepared"))
            }
            _ => Credentials::new(ScramKeys::decoy(
                hash,
                b"secret",
                request.lookup_name(),
                ITERATIONS,
            )),
        };
        let credentials = match accounts {
            Some(condition) => credentials.bar(SaslCondition::from_name(&condition)),
            None => credentials,
        };
        self.stream().authenticate(request.id, credentials, now);
    }

    fn bind(&mut self, request: &BindRequest) {
        let now = self.now;
        let refused = self.setup.bind.as_deref().map(|condition| match condition {
            "conflict" => StanzaError::new(ErrorType::Modify, Condition::Conflict),
            "resource-constraint" => {
                StanzaError::new(ErrorType::Wait, Condition::ResourceConstraint)
            }
            _ => StanzaError::new(ErrorType::Cancel, Condition::NotAllowed),
        });
        match refused {
            Some(error) => self.stream().refuse_bind(error, now),
            None => self.stream().bind(request.preferred().clone(), now),
        }
    }

    fn policy(setup: &Setup) -> Result<ServerPolicy, String> {
        let hosts = setup.hosts.iter().map(|name| {
            let mut host = Host::new(BareJid::new(name).map_err(|error| error.to_string())?);
            host.tls = setup.tls;
            if let Some(mechanisms) = &setup.mechanisms {
                host.mechanisms.clone_from(mechanisms);
            }
            if let Some(feature) = &setup.feature {
                host.features = vec![Element::parse(feature).map_err(|error| error.to_string())?];
            }
            Ok(host)
        });
        let mut policy = ServerPolicy::new(hosts.collect::<Result<Vec<_>, String>>()?);
        if let Some(gone) = &setup.gone {
            policy.gone = vec![BareJid::new(gone).map_err(|error| error.to_string())?];
        }
        policy.sessions = setup.sessions;
        policy.management = setup.management;
        policy.client_state = setup.client_state;
        policy.legacy_login = setup.legacy;
        policy.extensible_sasl = setup.sasl2;
        policy.carbons = setup.sasl2;
        policy.tokens = setup.token.is_some();
        policy.deadlines.silence = setup.silence;
        policy.deadlines.keepalive = setup.keepalive;
        Ok(policy)
    }
}

impl Default for ServerMachine {
    fn default() -> Self {
        Self::new()
    }
}

impl Counterpart for ServerMachine {
    fn begin(&mut self, setup: &Setup) -> Result<(), String> {
        if setup.role != Role::Server {
            return Err("this is a server".to_owned());
        }
        let transport = match setup.direct_tls {
            true => Transport::Tls(tls(setup)),
            false => Transport::Plain,
        };
        let policy = Arc::new(Self::policy(setup)?);
        self.setup = setup.clone();
        self.log = Log::default();
        self.stream = Some(ServerStream::new(policy, transport, [1; 32], self.now));
        self.settle();
        Ok(())
    }

    fn say(&mut self, bytes: &[u8]) {
        let now = self.now;
        self.stream().receive(bytes, now);
        self.settle();
    }

    fn end(&mut self) {
        self.stream().closed_by_peer();
        self.settle();
    }

    fn hear(&mut self) -> Option<Vec<u8>> {
        self.log.take_bytes()
    }

    fn event(&mut self, expected: &Speech, scram: &mut Scram) -> Result<(), Mismatch> {
        self.log.take_event(expected, scram)?;
        if expected.to_string().starts_with("StartTls ") {
            let (tls, now) = (tls(&self.setup), self.now);
            self.stream().tls_established(tls, now);
            self.settle();
        }
        Ok(())
    }

    fn act(&mut self, action: &str) -> Result<(), String> {
        let (verb, object) = action.split_once(' ').unwrap_or((action, ""));
        match verb {
            "close" => self.stream().close(),
            "close-with" => {
                let error =
                    Element::builder(streams::NS, "error").child(match object.split_once(' ') {
                        Some((condition, text)) => {
                            Element::builder(streamerror::NS, condition).text(text)
                        }
                        None => Element::builder(streamerror::NS, object),
                    });
                let error = error.build().map_err(|report| report.to_string())?;
                let error = error.read().map_err(|report| report.to_string())?;
                self.stream().close_with(error);
            }
            "send" => {
                let stanza = Element::parse(object).map_err(|error| error.to_string())?;
                let sent = self.stream().send(&stanza);
                sent.unwrap_or_else(|error| self.log.event(format!("Unsent {error}")));
            }
            "send-encoded" => {
                let stanza = Element::parse(object).map_err(|error| error.to_string())?;
                let stanza =
                    Encoded::forward(&stanza, "romeo@example.net/orchard").expect("an address");
                let sent = self.stream().send_encoded(&stanza);
                sent.unwrap_or_else(|error| self.log.event(format!("Unsent {error}")));
            }
            "forward" => {
                let stanza = Element::parse(object).map_err(|error| error.to_string())?;
                let from = "romeo@example.net/orchard".parse().expect("an address");
                let sent = self.stream().forward(&stanza, Some(&from));
                sent.unwrap_or_else(|error| self.log.event(format!("Unsent {error}")));
            }
            _ => return Err(format!("nobody knows how to `{verb}`")),
        }
        self.settle();
        Ok(())
    }

    fn wait(&mut self, time: Duration) -> Result<(), String> {
        self.now += time;
        let now = self.now;
        self.stream().handle_timeout(now);
        self.settle();
        Ok(())
    }

    fn rest(&mut self) -> Option<String> {
        self.log.rest()
    }
}

/// As few as will do: the runner logs in many times.
const ITERATIONS: u32 = 2;

/// The TLS that the conversation has.
fn tls(setup: &Setup) -> TlsInfo {
    let tls = TlsInfo::new([
        ChannelBinding::tls_exporter([6; 32]),
        ChannelBinding::tls_server_end_point([7; 32]),
    ]);
    let tls = match &setup.server_name {
        Some(name) => tls.with_server_name(name),
        None => tls,
    };
    match setup.certificate {
        Some(_) => tls.with_certificate(),
        None => tls,
    }
}
