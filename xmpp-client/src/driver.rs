//! The task of a session: it moves bytes, and hands out what comes.

use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::timeout;
use xmpp_core::schema::stanza::{Iq, IqType, StanzaError};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::Carried;
use xmpp_core::stream::{Closed, Envelope, Output, Stanza, StanzaKind};
use xmpp_core::{FromXml, Jid, Received, Report, XmlText};

use crate::comeback::Comeback;
use crate::error::Disconnect;
use crate::event::Event;
use crate::incoming::{Outlet, ReceivedRequest};
use crate::negotiation::until;
use crate::service::Serving;
use crate::shared::Shared;
use crate::stream::{Stream, StreamEvent};
use crate::wire::{Moved, Wire};

/// How many requests of others are worked on at the same time.
const MAX_TASKS: usize = 64;
/// How long the last words and the end of the connection may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// The task of one session.
pub(crate) struct Driver {
    shared: Arc<Shared>,
    wire: Wire,
    output: Vec<u8>,
    services: Arc<Serving>,
    comeback: Option<Comeback>,
    /// The services at work.
    tasks: JoinSet<()>,
}

impl Driver {
    /// `output` is what is still to be written.
    pub(crate) fn new(shared: Arc<Shared>, wire: Wire, output: Vec<u8>, services: Serving) -> Self {
        Self {
            shared,
            wire,
            output,
            services: Arc::new(services),
            comeback: None,
            tasks: JoinSet::new(),
        }
    }

    /// Goes on like this when the connection is lost.
    pub(crate) fn coming_back(mut self, comeback: Option<Comeback>) -> Self {
        self.comeback = comeback;
        self
    }

    /// Runs on the runtime of who calls, until the session is over.
    pub(crate) fn spawn(self) {
        tokio::spawn(self.run());
    }

    async fn run(mut self) {
        let reason = loop {
            let reason = self.stream().await;
            match self.come_back(reason).await {
                Ok(()) => {}
                Err(reason) => break reason,
            }
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

    /// Runs until the stream ends.
    async fn stream(&mut self) -> Disconnect {
        let mut input = vec![0; 8 * 1024];
        let closed = loop {
            let deadline = match self.work() {
                Ok(deadline) => deadline,
                Err(closed) => break closed,
            };
            self.turn(&mut input, deadline).await;
        };
        match (closed, self.wire.take_error()) {
            (Closed::Disconnected, Some(error)) => Disconnect::Io(Arc::new(error)),
            (closed, _) => Disconnect::Stream(closed),
        }
    }

    /// Goes on over another connection, where that can be done; otherwise this is how the session has ended.
    async fn come_back(&mut self, reason: Disconnect) -> Result<(), Disconnect> {
        let (Some(suspended), Some(comeback)) = (self.shared.take_suspended(), &self.comeback)
        else {
            return Err(reason);
        };
        tracing::debug!(%reason, "the connection is lost");
        drop(self.shared.inbox.push(Event::Suspended(reason.clone())));
        let resumed = tokio::select! {
            resumed = comeback.resume(&suspended) => resumed,
            () = closing(&self.shared) => Err(suspended.into_unacknowledged()),
        };
        let negotiated = resumed.map_err(|unacknowledged| Disconnect::NotResumed {
            reason: Box::new(reason),
            unacknowledged,
        })?;
        self.wire = negotiated.wire;
        self.output = negotiated.output;
        self.shared.resume(Stream::Client(negotiated.stream));
        self.push(Event::Resumed);
        Ok(())
    }

    /// Does what there is to do; says when to come back, or how the stream has ended.
    fn work(&mut self) -> Result<Option<Instant>, Closed> {
        loop {
            match self.shared.poll(&mut self.output) {
                Output::Event(StreamEvent::Stanza(stanza)) => self.on_stanza(*stanza),
                Output::Event(StreamEvent::Closed(closed)) => return Err(closed),
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
            StanzaKind::Message => {
                self.told(
                    stanza,
                    sender,
                    |told| Carried::Message(told),
                    Event::Message,
                );
            }
            StanzaKind::Presence => {
                self.told(
                    stanza,
                    sender,
                    |told| Carried::Presence(told),
                    Event::Presence,
                );
            }
            StanzaKind::Iq => self.on_iq(stanza, sender),
        }
    }

    /// Reads a stanza as its type: services hear of what it carries, then it is an event.
    fn told<T>(
        &mut self,
        stanza: Stanza,
        sender: Jid,
        carried: fn(&T) -> Carried<'_>,
        event: fn(Received<T>) -> Event,
    ) where
        T: FromXml + Clone + Send + Sync + 'static,
    {
        let mut report = Report::new();
        let Some(value) = Received::<T>::read(stanza.element.document().root(), &mut report) else {
            return self.invalid(stanza, report);
        };
        if self.services.hears(carried(&value)) {
            let (services, heard) = (Arc::clone(&self.services), T::clone(&value));
            let hearing = async move { services.hear(carried(&heard), &sender).await };
            self.run_in_order(Box::pin(hearing));
        }
        self.push(event(value));
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
        let outlet: Weak<dyn Outlet> = Arc::downgrade(&self.shared) as _;
        let request = ReceivedRequest::new(request, sender, outlet);
        if !self.services.knows(&request) {
            return self.push(Event::Request(request));
        }
        let services = Arc::clone(&self.services);
        if self.services.is_push(&request) {
            let taking = async move { services.serve(request).await };
            return self.run_in_order(Box::pin(taking));
        }
        match self.has_hands() {
            true => drop(
                self.tasks
                    .spawn(async move { services.serve(request).await }),
            ),
            false => request.reply_error(Condition::ResourceConstraint),
        }
    }

    /// Runs what does not answer others: what waits for nothing is done before anything else comes, so that changes are heard of in
    /// their order.
    fn run_in_order(&mut self, mut work: Pin<Box<dyn Future<Output = ()> + Send>>) {
        let mut context = Context::from_waker(Waker::noop());
        if work.as_mut().poll(&mut context).is_ready() {
            return;
        }
        match self.has_hands() {
            true => drop(self.tasks.spawn(work)),
            false => tracing::warn!("too many services wait: one hears no more"),
        }
    }

    /// Whether more services can be at work.
    fn has_hands(&mut self) -> bool {
        while self.tasks.try_join_next().is_some() {}
        self.tasks.len() < MAX_TASKS
    }

    fn answer(&self, answer: Option<Iq>) {
        if let Some(answer) = answer {
            self.shared.answer(answer);
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

/// Waits until somebody wants the session to be closed.
async fn closing(shared: &Shared) {
    while !shared.is_closing() {
        shared.woken().await;
    }
}

fn type_of(envelope: &Envelope) -> Option<IqType> {
    IqType::from_text(envelope.type_.as_deref()?).ok()
}

fn error_of(report: &Report) -> StanzaError {
    StanzaError::from_report(report).unwrap_or_else(|| Condition::BadRequest.into())
}
