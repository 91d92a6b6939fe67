//! The task of a session: it moves bytes, and hands out what comes.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::timeout;
use xmpp_core::schema::roster::{self, Roster};
use xmpp_core::schema::stanza::{Iq, IqType, StanzaError};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::stream::{ClientEvent, Closed, Envelope, Output, Stanza, StanzaKind};
use xmpp_core::{FromXml, Jid, Received, Report, XmlText};

use crate::error::Disconnect;
use crate::event::{Event, RosterPush};
use crate::incoming::{Outlet, ReceivedRequest};
use crate::negotiation::until;
use crate::service::Serving;
use crate::shared::Shared;
use crate::wire::{Moved, Wire};

/// How many requests of others are worked on at the same time.
const MAX_TASKS: usize = 64;
/// How long the last words and the end of the connection may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// The task of one session.
pub(crate) struct Driver {
    pub(crate) shared: Arc<Shared>,
    pub(crate) wire: Wire,
    pub(crate) output: Vec<u8>,
    pub(crate) services: Arc<Serving>,
    /// The services at work.
    pub(crate) tasks: JoinSet<()>,
}

impl Driver {
    /// Runs until the session is over.
    pub(crate) async fn run(mut self) {
        let mut input = vec![0; 8 * 1024];
        let closed = loop {
            let deadline = match self.work() {
                Ok(deadline) => deadline,
                Err(closed) => break closed,
            };
            self.turn(&mut input, deadline).await;
        };
        let reason = match (closed, self.wire.take_error()) {
            (Closed::Disconnected, Some(error)) => Disconnect::Io(Arc::new(error)),
            (closed, _) => Disconnect::Stream(closed),
        };
        // Whoever does not read the last words does not keep us.
        let _ = timeout(FAREWELL, async {
            self.wire.write_all(&mut self.output).await?;
            self.wire.shut_down().await
        })
        .await;
        tracing::debug!(%reason, "the session is over");
        self.shared.end(reason);
    }

    /// Does what there is to do; says when to come back, or how the stream has ended.
    fn work(&mut self) -> Result<Option<Instant>, Closed> {
        loop {
            match self.shared.poll(&mut self.output) {
                Output::Event(ClientEvent::Stanza(stanza)) => self.on_stanza(*stanza),
                Output::Event(ClientEvent::Closed(closed)) => return Err(closed),
                Output::Event(_) => {}
                Output::Wait(deadline) => return Ok(deadline),
            }
        }
    }

    /// Waits for something to happen.
    async fn turn(&mut self, input: &mut [u8], deadline: Option<Instant>) {
        self.shared.set_unwritten(self.output.len());
        let reading = self.shared.may_read(self.output.len());
        let input_if_room = reading.then_some(&mut *input);
        tokio::select! {
            moved = self.wire.exchange(input_if_room, &mut self.output) => match moved {
                Ok(Moved::Read(0)) => self.shared.closed_by_peer(),
                Ok(Moved::Read(count)) => self.shared.receive(&input[..count]),
                Ok(Moved::Written) => {}
                Err(error) => {
                    self.wire.fail(error);
                    self.shared.closed_by_peer();
                }
            },
            () = self.shared.woken() => {}
            () = self.shared.inbox.room(), if !reading => {}
            () = until(deadline) => self.shared.handle_timeout(),
            Some(_) = self.tasks.join_next() => {}
        }
    }

    fn on_stanza(&mut self, stanza: Stanza) {
        let identity = &self.shared.identity;
        let Some(sender) = identity.sender(&stanza.envelope) else {
            return self.invalid(stanza, Report::new());
        };
        if !identity.is_addressed(&stanza.envelope) {
            let to = &stanza.envelope.to;
            tracing::warn!(?to, %sender, "a stanza for somebody else was dropped");
            return;
        }
        match stanza.envelope.kind {
            StanzaKind::Message => self.typed(stanza, Event::Message),
            StanzaKind::Presence => self.typed(stanza, Event::Presence),
            StanzaKind::Iq => self.on_iq(stanza, sender),
        }
    }

    /// Reads a stanza as its type.
    fn typed<T: FromXml>(&self, stanza: Stanza, event: impl FnOnce(Received<T>) -> Event) {
        let mut report = Report::new();
        match Received::read(stanza.element.document().root(), &mut report) {
            Some(value) => self.push(event(value)),
            None => self.invalid(stanza, report),
        }
    }

    fn on_iq(&mut self, stanza: Stanza, sender: Jid) {
        match type_of(&stanza.envelope) {
            Some(IqType::Result | IqType::Error) => self.on_answer(stanza, &sender),
            Some(IqType::Get | IqType::Set) => self.on_request(stanza, sender),
            None => self.refuse(stanza, Report::new()),
        }
    }

    fn on_answer(&self, stanza: Stanza, sender: &Jid) {
        let id = stanza.envelope.id.unwrap_or_default();
        if !self.shared.deliver_answer(&id, sender, stanza.element) {
            tracing::debug!(%sender, id, "an answer that nobody waits for was dropped");
        }
    }

    fn on_request(&mut self, stanza: Stanza, sender: Jid) {
        let mut report = Report::new();
        let request = Received::<Iq>::read(stanza.element.document().root(), &mut report);
        let Some(request) = request.filter(|_| StanzaError::from_report(&report).is_none()) else {
            return self.refuse(stanza, report);
        };
        if is_push(&request) {
            return self.on_push(&request, &sender);
        }
        let outlet: Weak<dyn Outlet> = Arc::downgrade(&self.shared) as _;
        let request = ReceivedRequest::new(request, sender, outlet);
        if !self.services.knows(request.payload.as_ref()) {
            return self.push(Event::Request(request));
        }
        while self.tasks.try_join_next().is_some() {}
        if self.tasks.len() >= MAX_TASKS {
            return request.reply_error(Condition::ResourceConstraint);
        }
        let (services, shared) = (Arc::clone(&self.services), Arc::clone(&self.shared));
        self.tasks
            .spawn(async move { services.serve(&shared.identity, request).await });
    }

    /// A roster push (RFC 6121 §2.1.6). One from a stranger is refused like any request that nobody answers.
    fn on_push(&self, request: &Received<Iq>, sender: &Jid) {
        if !self.shared.identity.may_push(sender) {
            tracing::warn!(%sender, "a roster push from a stranger was refused");
            return self.answer(request.reply_error(Condition::ServiceUnavailable));
        }
        match request.payload::<Roster>() {
            Ok(Some(mut roster)) if roster.items.len() == 1 => {
                self.answer(request.reply());
                for item in roster.items.drain(..) {
                    let version = roster.ver.clone();
                    self.push(Event::RosterPush(RosterPush { item, version }));
                }
            }
            invalid => {
                let report = invalid.err().unwrap_or_default();
                self.answer(request.reply_error(error_of(&report)));
                let stanza = request.element().clone();
                self.push(Event::Invalid { stanza, report });
            }
        }
    }

    fn answer(&self, answer: Option<Iq>) {
        if let Some(answer) = answer {
            // The server puts the sender there (RFC 6120 §8.1.2.1).
            self.shared.answer(&Iq {
                from: None,
                ..answer
            });
        }
    }

    /// An IQ that cannot be read is answered where it may be (RFC 6120 §8.3.1), since somebody may wait for it.
    fn refuse(&self, stanza: Stanza, report: Report) {
        let error = stanza.envelope.error(error_of(&report));
        if let Some(answer) = error.ok().flatten().and_then(|error| error.decode(&mut ())) {
            self.answer(Some(answer));
        }
        self.invalid(stanza, report);
    }

    fn invalid(&self, stanza: Stanza, report: Report) {
        let stanza = stanza.element;
        tracing::debug!(%stanza, "an invalid stanza");
        self.push(Event::Invalid { stanza, report });
    }

    fn push(&self, event: Event) {
        // Requests among the discarded events answer when they are dropped.
        drop(self.shared.inbox.push(event));
    }
}

/// A task that is dropped before its end, because its runtime is shut down, leaves nobody waiting.
impl Drop for Driver {
    fn drop(&mut self) {
        self.shared.end(Disconnect::Stream(Closed::Disconnected));
    }
}

fn type_of(envelope: &Envelope) -> Option<IqType> {
    IqType::from_text(envelope.type_.as_deref()?).ok()
}

fn is_push(request: &Iq) -> bool {
    let payload = request.payload.as_ref();
    request.type_ == IqType::Set && payload.is_some_and(|payload| payload.is(roster::NS, "query"))
}

fn error_of(report: &Report) -> StanzaError {
    StanzaError::from_report(report).unwrap_or_else(|| Condition::BadRequest.into())
}
