//! A client's stream in memory.

use std::sync::Arc;
use std::time::{Duration, Instant};

use xmpp_core::sasl::TokenMechanism;
use xmpp_core::schema::sasl_extensible::UserAgent;
use xmpp_core::stream::{
    ClientEvent, ClientSettings, ClientStream, ClientToken, Output, TlsInfo, Transport,
};
use xmpp_core::{BareJid, Element, Jid};

use super::log::{Log, closed};
use super::scram::Scram;
use super::{Counterpart, Mismatch, Role, Setup, Speech};

/// A client's stream in memory.
#[derive(Debug)]
pub struct ClientMachine {
    stream: Option<ClientStream>,
    /// What it began with.
    beginning: Option<(Arc<ClientSettings>, Transport)>,
    log: Log,
    now: Instant,
}

impl ClientMachine {
    /// One that has not begun.
    pub fn new() -> Self {
        Self {
            stream: None,
            beginning: None,
            log: Log::default(),
            now: Instant::now(),
        }
    }

    fn stream(&mut self) -> &mut ClientStream {
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
            let told = match output {
                Output::Wait(_) => return,
                // What the server says is in the conversation already.
                Output::Event(ClientEvent::Features(_)) => continue,
                Output::Event(ClientEvent::StartTls { domain }) => format!("StartTls {domain}"),
                Output::Event(ClientEvent::Authenticated(mechanism)) => {
                    format!("Authenticated {mechanism}")
                }
                Output::Event(ClientEvent::AuthenticatedByToken(mechanism)) => {
                    format!("AuthenticatedByToken {mechanism}")
                }
                Output::Event(ClientEvent::Token(token)) => {
                    format!("Token {} {}", token.mechanism, token.secret)
                }
                Output::Event(ClientEvent::Bound(jid)) => format!("Bound {jid}"),
                Output::Event(ClientEvent::Resumed(jid)) => format!("Resumed {jid}"),
                Output::Event(ClientEvent::NotResumed(unacknowledged)) => {
                    let texts = unacknowledged
                        .iter()
                        .map(|stanza| stanza.as_fragment().xml());
                    format!("NotResumed {}", texts.collect::<String>())
                }
                Output::Event(ClientEvent::Stanza(stanza)) => {
                    format!("Stanza {}", stanza.element.as_fragment().xml())
                }
                Output::Event(ClientEvent::Closed(reason)) => closed(&reason),
                Output::Event(other) => format!("{other:?}"),
            };
            self.log.event(told);
        }
    }

    /// The connection is lost, and the client comes back.
    fn resume(&mut self) -> Result<(), String> {
        let suspended = self.stream().suspend();
        let suspended = suspended.ok_or("the stream cannot be resumed")?;
        let (settings, transport) = self.beginning.clone().ok_or("nothing has begun")?;
        self.stream = Some(ClientStream::resume(
            settings, transport, suspended, [3; 32], self.now,
        ));
        Ok(())
    }

    fn settings(setup: &Setup) -> Result<ClientSettings, String> {
        let account = Jid::from_parts(
            Some(&setup.account.name),
            setup.domain(),
            setup.resource.as_deref(),
        );
        let account = account.map_err(|error| error.to_string())?;
        let mut settings = if setup.accounts.as_deref() == Some("anonymous") {
            ClientSettings::anonymous(
                &BareJid::new(setup.domain()).map_err(|error| error.to_string())?,
            )
        } else {
            ClientSettings::new(account, &setup.account.password)
        };
        settings.preferences.iterations = ITERATIONS..=4096;
        settings.tls = setup.tls;
        if let Some(mechanisms) = &setup.mechanisms {
            settings.preferences.mechanisms.clone_from(mechanisms);
        }
        settings.management = setup.management;
        settings.extensible_sasl = setup.extensible;
        settings.tokens = setup.agent.is_some();
        settings.agent = setup.agent.as_ref().map(|id| UserAgent {
            id: Some(id.clone()),
            software: Some("Shuttle".to_owned()),
            ..UserAgent::default()
        });
        settings.token = setup.token.as_ref().map(|secret| ClientToken {
            mechanism: TokenMechanism::ALL[5],
            secret: secret.clone(),
            expiry: None,
        });
        settings.deadlines.silence = setup.silence;
        settings.deadlines.keepalive = setup.keepalive;
        Ok(settings)
    }
}

impl Default for ClientMachine {
    fn default() -> Self {
        Self::new()
    }
}

impl Counterpart for ClientMachine {
    fn begin(&mut self, setup: &Setup) -> Result<(), String> {
        if setup.role != Role::Client {
            return Err("this is a client".to_owned());
        }
        let transport = match setup.direct_tls {
            true => Transport::Tls(TlsInfo::default()),
            false => Transport::Plain,
        };
        let settings = Arc::new(Self::settings(setup)?);
        self.log = Log::default();
        self.beginning = Some((Arc::clone(&settings), transport.clone()));
        self.stream = Some(ClientStream::new(settings, transport, [2; 32], self.now));
        self.settle();
        Ok(())
    }

    fn iterations(&self) -> u32 {
        ITERATIONS
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
            let now = self.now;
            self.stream().tls_established(TlsInfo::default(), now);
            self.settle();
        }
        Ok(())
    }

    fn act(&mut self, action: &str) -> Result<(), String> {
        let (verb, object) = action.split_once(' ').unwrap_or((action, ""));
        match verb {
            "close" => self.stream().close(),
            "ask" => drop(self.stream().request_acknowledgement()),
            "resume" => self.resume()?,
            "send" => {
                let stanza = Element::parse(object).map_err(|error| error.to_string())?;
                let sent = self.stream().send(&stanza);
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

/// As few as will do: the client logs in many times.
const ITERATIONS: u32 = 2;
