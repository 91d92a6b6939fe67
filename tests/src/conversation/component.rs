//! A component's stream in memory.

use std::sync::Arc;
use std::time::{Duration, Instant};

use xmpp_core::stream::{ComponentEvent, ComponentSettings, ComponentStream, Output};
use xmpp_core::{BareJid, Element};

use super::log::{Log, closed};
use super::scram::Scram;
use super::{Counterpart, Mismatch, Role, Setup, Speech};

/// A component's stream in memory.
#[derive(Debug)]
pub struct ComponentMachine {
    stream: Option<ComponentStream>,
    log: Log,
    now: Instant,
}

impl ComponentMachine {
    /// One that has not begun.
    pub fn new() -> Self {
        Self {
            stream: None,
            log: Log::default(),
            now: Instant::now(),
        }
    }

    fn stream(&mut self) -> &mut ComponentStream {
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
                Output::Event(ComponentEvent::Accepted) => "Accepted".to_owned(),
                Output::Event(ComponentEvent::Stanza(stanza)) => {
                    format!("Stanza {}", stanza.element.as_fragment().xml())
                }
                Output::Event(ComponentEvent::Closed(reason)) => closed(&reason),
                Output::Event(other) => format!("{other:?}"),
            };
            self.log.event(told);
        }
    }
}

impl Default for ComponentMachine {
    fn default() -> Self {
        Self::new()
    }
}

impl Counterpart for ComponentMachine {
    fn begin(&mut self, setup: &Setup) -> Result<(), String> {
        if setup.role != Role::Component {
            return Err("this is a component".to_owned());
        }
        let domain = BareJid::new(setup.domain()).map_err(|error| error.to_string())?;
        let mut settings = ComponentSettings::new(domain, &setup.account.password);
        settings.deadlines.silence = setup.silence;
        settings.deadlines.keepalive = setup.keepalive;
        self.log = Log::default();
        self.stream = Some(ComponentStream::new(Arc::new(settings), [3; 32], self.now));
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
        self.log.take_event(expected, scram)
    }

    fn act(&mut self, action: &str) -> Result<(), String> {
        let (verb, object) = action.split_once(' ').unwrap_or((action, ""));
        match verb {
            "close" => self.stream().close(),
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
