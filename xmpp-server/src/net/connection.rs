//! One connection: bytes in, events out, bytes out. All that is XMPP about it is in [`ServerStream`].

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::time::Sleep;
use tracing::{debug, info};
use xmpp_core::sasl::Mechanism;
use xmpp_core::schema::stanzaerror;
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::schema::streams::StreamError;
use xmpp_core::stream::{
    Closed, ManageRequest, Output as Next, ResumeRequest, ServerEvent, ServerStream, StanzaKind,
};

use super::Registered;
use super::gate::Ticket;
use super::output::Output;
use super::scratch;
use super::wire::Wire;
use super::{Shared, handshake};
use crate::bus::Session;
use crate::mailbox::{Claim, Command, Letter, Mailbox, Which};
use crate::router::Backend;
use crate::session::{self, Page, Recall};

/// With so much to write, nothing more is read or made until the peer has taken some.
const ENOUGH: usize = 64 * 1024;

/// How long a peer may take nothing before it is given up.
const STALL: Duration = Duration::from_secs(60);

/// How long the last words of a stream may take.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// One connection.
pub(super) struct Connection<K: Backend> {
    pub(super) shared: Arc<Shared<K>>,
    pub(super) stream: ServerStream,
    pub(super) wire: Wire,
    pub(super) mailbox: Arc<Mailbox>,
    pub(super) output: Output,
    pub(super) session: Option<Arc<Session>>,
    /// The session that is being resumed: nothing is sent for it before it is known what its client has got.
    resuming: Option<Arc<Session>>,
    pub(super) peer: SocketAddr,
    /// When the peer is to have logged in.
    pub(super) login: Option<Instant>,
    /// How the client says who it is: by the name of the mechanism.
    pub(super) proof: &'static str,
    ticket: Ticket,
    registered: Registered<K>,
    recall: Option<Recall>,
    /// When the stream wants to be woken.
    deadline: Option<Instant>,
    sleep: Option<Pin<Box<Sleep>>>,
    /// No more input comes.
    ended: bool,
    /// The stream has more to do than was done.
    unfinished: bool,
}

/// Why a connection goes on.
#[derive(Debug)]
enum Moment {
    /// There is something to do.
    Ready,
    /// A deadline of the stream has passed.
    Late,
    /// The session is to end or to be handed over, and the peer does not take what is written.
    Stuck(Command),
    /// The connection is lost, or the peer takes nothing any more.
    Lost(io::Error),
}

/// What becomes of a connection.
enum Fate {
    Continues,
    Ends(Closed),
}

impl<K: Backend> Connection<K> {
    pub(super) fn new(
        shared: Arc<Shared<K>>,
        stream: Box<ServerStream>,
        wire: Wire,
        mailbox: Arc<Mailbox>,
        peer: SocketAddr,
        login: Option<Instant>,
        (ticket, registered): (Ticket, Registered<K>),
    ) -> Box<Self> {
        Box::new(Self {
            shared,
            stream: *stream,
            wire,
            mailbox,
            output: Output::default(),
            session: None,
            resuming: None,
            peer,
            login,
            proof: Mechanism::Anonymous.name(),
            ticket,
            registered,
            recall: None,
            deadline: None,
            sleep: None,
            ended: false,
            unfinished: false,
        })
    }

    /// Serves the peer until the end.
    pub(super) async fn run(mut self: Box<Self>) {
        let closed = loop {
            match self.work().await {
                Fate::Continues => {}
                Fate::Ends(closed) => break Some(closed),
            }
            match poll_fn(|context| self.poll(context)).await {
                Moment::Ready => {}
                Moment::Late => self.stream.handle_timeout(Instant::now()),
                Moment::Stuck(command) => self.execute(command),
                Moment::Lost(error) => {
                    debug!(peer = %self.peer, %error, "the connection is lost");
                    break None;
                }
            }
        };
        Box::pin(self.end(closed)).await;
    }

    /// Lets the stream and the mailbox do what they can; what is to be written is in `output` then.
    async fn work(&mut self) -> Fate {
        loop {
            self.take_mail();
            let next = self.stream.poll(self.output.buffer());
            match next {
                // What goes on for long is boxed, each for itself: a connection that waits is to be small.
                Next::Event(ServerEvent::Stanza(stanza)) => {
                    if let Some(session) = &self.session {
                        Box::pin(self.shared.router.route(session, *stanza)).await;
                    }
                }
                Next::Event(event) => {
                    if let Fate::Ends(closed) = Box::pin(self.on_event(event)).await {
                        return Fate::Ends(closed);
                    }
                }
                Next::Wait(_) if self.stream.request_acknowledgement() => {}
                Next::Wait(deadline) => {
                    self.mailbox.mark(self.output.end());
                    self.deadline = deadline;
                    if !self.has_orders() {
                        self.unfinished = false;
                        break;
                    }
                    Box::pin(self.obey()).await;
                }
            }
            if self.output.len() >= ENOUGH {
                self.unfinished = true;
                break;
            }
        }
        self.output.release();
        Fate::Continues
    }

    /// Sends what others have put into the mailbox.
    fn take_mail(&mut self) {
        if self.session.is_none() {
            return;
        }
        let which = match &self.recall {
            None => Which::BehindStored,
            Some(_) if self.lets_others_pass() => Which::All,
            Some(_) => Which::Stored,
        };
        let (stream, mut room) = (&mut self.stream, ENOUGH);
        let output = &mut self.output;
        self.mailbox.take(which, |letter| {
            let (stanza, length) = (letter.stanza(), letter.stanza().as_str().len());
            if room == 0 || stream.write_encoded(stanza, output.buffer()).is_err() {
                return false;
            }
            room = room.saturating_sub(length);
            true
        });
    }

    async fn on_event(&mut self, event: ServerEvent) -> Fate {
        let now = Instant::now();
        match event {
            ServerEvent::StartTls { domain } => {
                return match handshake::starttls(self, &domain).await {
                    Ok(()) => Fate::Continues,
                    Err(error) => {
                        debug!(peer = %self.peer, %error, "no TLS");
                        self.ended = true;
                        Fate::Ends(Closed::Disconnected)
                    }
                };
            }
            ServerEvent::Authenticate(request) => self.authenticate(&request).await,
            ServerEvent::Redeem(lookup) => self.redeem(&lookup).await,
            ServerEvent::IssueToken(order) => self.issue_token(&order).await,
            ServerEvent::Authorize(request) => self.authorize(&request).await,
            ServerEvent::Authenticated(identity) => self.note_login(&identity),
            ServerEvent::Bind(request) => {
                let shared = Arc::clone(&self.shared);
                let most = shared.limits.resources;
                match session::bind(&shared.router, &request, &self.mailbox, most).await {
                    Ok(session) => {
                        self.stream.bind(session.jid().clone(), Instant::now());
                        self.session = Some(session);
                    }
                    Err(refused) => self.stream.refuse_bind(refused.into(), now),
                }
            }
            ServerEvent::Bound(identity) => {
                self.ticket.make_room();
                info!(peer = %self.peer, jid = %identity.remote, "bound");
            }
            ServerEvent::Manage(request) => self.manage(request),
            ServerEvent::Acknowledged(count) => self.mailbox.acknowledge(count),
            ServerEvent::Resume(request) => self.resume(&request).await,
            ServerEvent::Resumed(identity) => {
                self.ticket.make_room();
                self.session = self.resuming.take();
                self.mailbox.rewind();
                // Messages that were being fetched when the connection was lost.
                self.mailbox.recall();
                info!(peer = %self.peer, jid = %identity.remote, "resumed");
            }
            ServerEvent::Register(request) => {
                let (accounts, address) = (self.shared.router.accounts(), self.peer.ip());
                let registrations = &self.shared.registrations;
                let answer = registrations.answer(accounts, &request, address).await;
                self.stream.answer_registration(&answer, Instant::now());
            }
            ServerEvent::Attention(attended) => self.mailbox.attend(attended),
            ServerEvent::Closed(closed) => return Fate::Ends(closed),
            other => debug!(?other, "an event is not known"),
        }
        Fate::Continues
    }

    /// Whether what comes behind the messages that were kept need not wait until they are acknowledged: all of them are on their
    /// way, and a client that counts too little would wait for ever.
    fn lets_others_pass(&self) -> bool {
        let is_last = self.recall.as_ref().is_some_and(|recall| !recall.is_full());
        is_last && self.mailbox.is_managed() && self.mailbox.has_stored()
    }

    /// Whether there is something to be done beside writing.
    fn has_orders(&self) -> bool {
        match &self.recall {
            Some(_) if self.lets_others_pass() => self.mailbox.has_mail(),
            Some(_) => self.mailbox.stored_is_next() || !self.mailbox.has_stored(),
            None => self.mailbox.has_orders(self.session.is_some()),
        }
    }

    /// Does what the mailbox asks for, or goes on fetching messages.
    async fn obey(&mut self) {
        if self.recall.is_some() {
            if !self.mailbox.has_stored() {
                self.fetch().await;
            }
            return;
        }
        if let Some(command) = self.mailbox.command() {
            self.execute(command);
        }
    }

    fn execute(&mut self, command: Command) {
        match command {
            Command::Recall => {
                if let Some(session) = &self.session {
                    let owner = session.jid().to_bare();
                    self.recall = self.shared.recalls.begin(&owner);
                }
            }
            Command::End(condition) => self.stream.close_with(StreamError::new(condition)),
            Command::HandOver(claim) => self.hand_over(claim),
        }
    }

    /// Counts stanzas from now on; the session can be resumed if that is wanted and configured (XEP-0198 §3).
    fn manage(&mut self, request: ManageRequest) {
        let Some(session) = &self.session else {
            return;
        };
        let longest = u32::try_from(self.shared.limits.resumption.as_secs()).unwrap_or(u32::MAX);
        let seconds = request.max.map_or(longest, |wanted| wanted.min(longest));
        let resumption = (request.resume && seconds > 0).then_some((request.id, seconds));
        if let Some((id, _)) = &resumption {
            self.shared.resumptions.insert(id, session);
        }
        self.mailbox.manage();
        self.stream.manage(resumption, Instant::now());
    }

    /// Takes over the session of an earlier connection (XEP-0198 §5).
    async fn resume(&mut self, request: &ResumeRequest) {
        let Some((session, suspended)) = self.shared.resumptions.claim(request).await else {
            let condition = stanzaerror::Condition::ItemNotFound;
            return self.stream.refuse_management(condition, Instant::now());
        };
        self.mailbox = Arc::clone(session.mailbox());
        self.registered = Registered::new(&self.shared, &self.mailbox);
        self.resuming = Some(session);
        self.stream.resume(suspended, Instant::now());
    }

    /// Gives the session to another connection, and ends this one (XEP-0198 §5). If nobody wants it any more, it stays.
    fn hand_over(&mut self, claim: Claim) {
        if claim.is_closed() {
            return; // Whoever has claimed it has gone.
        }
        let Some(suspended) = self.stream.suspend() else {
            return; // Whoever has claimed it learns that there is nothing to be had.
        };
        self.recall = None;
        match claim.send(suspended) {
            Ok(()) => {
                self.session = None;
                self.mailbox = Mailbox::new(self.shared.limits.mailbox);
            }
            Err(suspended) => self.shared.resumptions.remove(suspended.id()),
        }
        self.stream
            .close_with(StreamError::new(Condition::Conflict));
    }

    /// Sends more of the messages that were kept; the client has got those before.
    async fn fetch(&mut self) {
        let Some(recall) = &mut self.recall else {
            return;
        };
        let arrived = self.mailbox.take_arrived();
        let storage = self.shared.router.storage().as_ref();
        match recall.next(storage, arrived).await {
            Ok(Page::Messages(messages)) => {
                let letter = |(id, message)| (id, Letter::new(StanzaKind::Message, message));
                self.mailbox.insert_stored(messages.into_iter().map(letter));
            }
            Ok(Page::Done) => self.recall = None,
            Err(failure) => {
                tracing::error!(%failure, "messages that were kept cannot be fetched");
                self.recall = None;
            }
        }
    }

    /// Waits for something to do, writing on the way.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Moment> {
        if let Poll::Ready(Err(error)) = self.poll_write(context) {
            return Poll::Ready(Moment::Lost(error));
        }
        let room = self.output.len() < ENOUGH;
        if room && self.unfinished {
            return Poll::Ready(Moment::Ready);
        }
        if room && self.recall.is_some() && self.has_orders() {
            return Poll::Ready(Moment::Ready);
        }
        if room
            && !self.ended
            && let Poll::Ready(moment) = self.poll_read(context)
        {
            return Poll::Ready(moment);
        }
        if let Poll::Ready(moment) = self.poll_mailbox(context, room) {
            return Poll::Ready(moment);
        }
        self.poll_deadline(context)
    }

    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.output.is_empty() {
            match self.wire.poll_write(context, self.output.rest()) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(written)) => self.output.advance(written),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    self.output.stall();
                    break;
                }
            }
        }
        let flushed = self.wire.poll_flush(context);
        if self.session.is_some() && flushed.is_ready() {
            self.mailbox.written(self.output.position());
        }
        match flushed {
            Poll::Ready(Ok(())) if !self.output.is_empty() => Poll::Pending,
            flushed => flushed,
        }
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Moment> {
        let (wire, stream) = (&mut self.wire, &mut self.stream);
        scratch::with_input(|buffer| match wire.poll_read(context, buffer) {
            Poll::Ready(Ok(0)) => {
                stream.closed_by_peer();
                self.ended = true;
                Poll::Ready(Moment::Ready)
            }
            Poll::Ready(Ok(length)) => {
                stream.receive(&buffer[..length], Instant::now());
                Poll::Ready(Moment::Ready)
            }
            Poll::Ready(Err(error)) => Poll::Ready(Moment::Lost(error)),
            Poll::Pending => Poll::Pending,
        })
    }

    fn poll_mailbox(&self, context: &Context<'_>, room: bool) -> Poll<Moment> {
        if room && self.recall.is_none() {
            return self
                .mailbox
                .poll_orders(context, self.session.is_some())
                .map(|()| Moment::Ready);
        }
        self.mailbox.poll_end(context).map(Moment::Stuck)
    }

    fn poll_deadline(&mut self, context: &mut Context<'_>) -> Poll<Moment> {
        let stall = self.output.stalled().map(|since| since + STALL);
        let earliest = [self.deadline, stall].into_iter().flatten().min();
        let Some(earliest) = earliest else {
            self.sleep = None;
            return Poll::Pending;
        };
        let until = tokio::time::Instant::from_std(earliest);
        let sleep = self
            .sleep
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
        if sleep.deadline() != until {
            sleep.as_mut().reset(until);
        }
        if sleep.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        match stall {
            Some(stall) if stall <= Instant::now() => {
                Poll::Ready(Moment::Lost(io::ErrorKind::TimedOut.into()))
            }
            _ => Poll::Ready(Moment::Late),
        }
    }

    /// The end of the stream: last words, as far as the peer takes them; then others see to what is left.
    async fn end(&mut self, closed: Option<Closed>) {
        self.ticket.make_room();
        self.session = self.session.take().or_else(|| self.resuming.take());
        let is_stuck = self.output.stalled().is_some();
        let mut writable =
            closed.is_some() && !is_stuck && !matches!(closed, Some(Closed::Disconnected));
        if writable {
            let written = tokio::time::timeout(LAST_WORDS, self.write_out()).await;
            writable = matches!(written, Ok(Ok(())));
        }
        let resumption = self.stream.resumption().map(str::to_owned);
        self.wait_for_another(closed.as_ref()).await;
        self.recall = None;
        if let Some(session) = &self.session {
            if let Some(Closed::Orderly) = closed {
                self.mailbox.acknowledge(usize::MAX); // Whoever closes the stream has read it.
            }
            self.remove_arrived(session, closed.as_ref()).await;
            self.shared.router.settle(session).await;
            self.forget_guest(session).await;
            if let Some(id) = resumption {
                self.shared.resumptions.remove(&id);
            }
        }
        let reason = match &closed {
            Some(closed) => closed.to_string(),
            None => "the connection was lost".to_owned(),
        };
        let jid = self.session.as_ref().map(|session| session.jid().as_str());
        info!(peer = %self.peer, jid, reason, "closed");
        if writable && !self.is_shown_out(closed.as_ref()) {
            // The peer is to have time to read the last words: whoever closes with input unread makes TCP drop them.
            let _ = tokio::time::timeout(LAST_WORDS, self.shut_down()).await;
        }
    }

    /// A session whose connection was lost waits for another one, if its client can resume it (XEP-0198 §5).
    async fn wait_for_another(&mut self, closed: Option<&Closed>) {
        let is_lost = matches!(closed, None | Some(Closed::Disconnected));
        let Some(session) = self.session.as_ref().filter(|_| is_lost) else {
            return;
        };
        let Some(suspended) = self.stream.suspend() else {
            return;
        };
        info!(jid = %session.jid(), "the connection is lost, the session is kept");
        self.wire = Wire::None;
        self.recall = None;
        let longest = self.shared.limits.resumption;
        if let session::Fate::HandedOver = session::wait(session, suspended, longest).await {
            self.session = None;
        }
    }

    /// Messages that were kept need not be any longer, once it is certain that the client has them: it has acknowledged them, or
    /// ended the stream behind them. Bytes that have only left this machine may be lost.
    async fn remove_arrived(&self, session: &Session, closed: Option<&Closed>) {
        if !self.mailbox.is_managed() && !matches!(closed, Some(Closed::Orderly)) {
            return;
        }
        let storage = self.shared.router.storage().as_ref();
        let (owner, arrived) = (session.jid().to_bare(), self.mailbox.take_arrived());
        if let Err(failure) = session::remove(storage, &owner, arrived).await {
            tracing::error!(%failure, "messages that have arrived cannot be removed");
        }
    }

    /// Whether it has to make room for another one: then nobody waits for the peer.
    fn is_shown_out(&self, closed: Option<&Closed>) -> bool {
        self.session.is_none()
            && matches!(closed, Some(Closed::Error(error)) if error.condition == Condition::ResourceConstraint)
    }

    /// Writes everything there is.
    pub(super) async fn write_out(&mut self) -> io::Result<()> {
        poll_fn(|context| self.poll_write(context)).await
    }

    /// Says that nothing more comes, and waits until the peer says the same.
    async fn shut_down(&mut self) -> io::Result<()> {
        poll_fn(|context| self.wire.poll_shutdown(context)).await?;
        let wire = &mut self.wire;
        while !self.ended {
            let read =
                poll_fn(|context| scratch::with_input(|buffer| wire.poll_read(context, buffer)));
            self.ended = read.await? == 0;
        }
        Ok(())
    }
}
