//! What one connection has to say: bytes and events in their order, and the state of the stream they belong to.

use std::collections::VecDeque;
use std::time::Instant;

use super::deadline::Timers;
use super::entropy::Entropy;
use super::fault::Fault;
use super::header::{CLOSING_TAG, Opening};
use super::management::Management;
use crate::schema::sm::AckRequest;
use crate::schema::streams;
use crate::xml::{Binding, Limits, Writer};
use crate::{Report, ToXml, Validate, write_to};

/// Our own stream, from us to the peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outbound {
    /// The header is still to be sent.
    Unopened,
    Open,
    /// The closing tag was sent; the peer may still talk (RFC 6120 §4.4).
    Closing,
    /// All is over, and the driver hears of it.
    Closed,
}

/// Who has to act before input is read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    Nobody,
    /// The TLS handshake: nothing is XML until it is done.
    Tls,
    /// The driver was asked something.
    Driver,
}

/// One ordered queue of bytes and events, and what goes with it.
pub(super) struct Link<E> {
    queue: VecDeque<Queued<E>>,
    pub(super) outbound: Outbound,
    pub(super) hold: Hold,
    /// Whether stanzas can be sent.
    established: bool,
    pub(super) timers: Timers,
    pub(super) entropy: Entropy,
    content_namespace: &'static str,
    /// What is counted, once the stream is managed (XEP-0198).
    pub(super) management: Option<Box<Management>>,
    /// What the reader is to do before it reads on.
    pub(super) order: Option<Order>,
}

/// What the reader is to do before it reads on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    /// A new stream begins.
    pub(super) restart: Option<Restart>,
    /// New limits.
    pub(super) limits: Option<Limits>,
}

/// What becomes of the input behind the last element of a stream that another one replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Restart {
    /// It is dropped: TLS did not protect it (RFC 6120 §5.4.3.3).
    Discard,
    /// It belongs to the new stream: the channel is the same (RFC 6120 §6.4.6).
    Keep,
}

enum Queued<E> {
    Bytes(String),
    Event(E),
}

impl<E> Link<E> {
    pub(super) const fn new(
        content_namespace: &'static str,
        timers: Timers,
        entropy: Entropy,
    ) -> Self {
        Self {
            queue: VecDeque::new(),
            outbound: Outbound::Unopened,
            hold: Hold::Nobody,
            established: false,
            timers,
            entropy,
            content_namespace,
            management: None,
            order: None,
        }
    }

    /// Sends a stream header.
    pub(super) fn open(&mut self, opening: Opening<'_>) {
        self.outbound = Outbound::Open;
        self.bytes(opening.to_xml());
    }

    /// Sends an element of our own.
    pub(super) fn write<T: ToXml + Validate>(&mut self, value: &T) -> Result<(), Fault> {
        Ok(self.send(value)?)
    }

    /// Sends an element that somebody else has made.
    pub(super) fn send<T: ToXml + Validate>(&mut self, value: &T) -> Result<(), Report> {
        let xml = write_to(value, self.writer())?;
        self.bytes(xml);
        Ok(())
    }

    /// Sends a stanza of our own, which nobody else keeps.
    pub(super) fn stanza<T: ToXml + Validate>(&mut self, stanza: &T) -> Result<(), Report> {
        let xml = write_to(stanza, self.writer())?;
        if let Some(management) = &mut self.management {
            management.keep_sent(xml.clone());
        }
        self.bytes(xml);
        Ok(())
    }

    /// Sends a stanza that the driver keeps.
    pub(super) fn kept_stanza(&mut self, xml: String) {
        self.count_kept();
        self.bytes(xml);
    }

    /// The same, appended to `output` if nothing waits before it. The stream is established.
    pub(super) fn write_kept(&mut self, xml: &str, output: &mut Vec<u8>) {
        if !self.queue.is_empty() {
            return self.kept_stanza(xml.to_owned());
        }
        self.count_kept();
        self.timers.sent();
        output.extend_from_slice(xml.as_bytes());
    }

    /// Asks the peer what it has got, where that is not known and was not asked yet (XEP-0198 §4). `true` if it is asked.
    pub(super) fn request_acknowledgement(&mut self) -> bool {
        let asks = self.is_established()
            && self
                .management
                .as_mut()
                .is_some_and(|management| management.ask());
        asks && self.write(&AckRequest::default()).is_ok()
    }

    /// What the stream can be resumed by, if it can be (XEP-0198 §5).
    pub(super) fn resumption(&self) -> Option<&str> {
        self.management.as_ref()?.resumption.as_deref()
    }

    fn count_kept(&mut self) {
        if let Some(management) = &mut self.management {
            management.count_sent();
        }
    }

    /// A writer for one element of our stream.
    pub(super) fn writer(&self) -> Writer {
        let stream = Binding::new("stream", streams::NS);
        Writer::stream(self.content_namespace, &[stream])
    }

    /// Sends XML that fits the stream; nothing follows a closing tag (RFC 6120 §4.4).
    pub(super) fn bytes(&mut self, xml: String) {
        if self.outbound != Outbound::Open {
            return;
        }
        self.timers.sent();
        match self.queue.back_mut() {
            Some(Queued::Bytes(bytes)) => bytes.push_str(&xml),
            _ => self.queue.push_back(Queued::Bytes(xml)),
        }
    }

    /// Sends the closing tag; from then on nothing else is sent, and no answer of the driver is waited for.
    pub(super) fn close(&mut self) {
        if self.outbound == Outbound::Open {
            self.answered();
            self.bytes(CLOSING_TAG.to_owned());
            self.outbound = Outbound::Closing;
            self.timers.closing();
        }
    }

    /// All is over.
    pub(super) fn finish(&mut self, event: E) {
        if self.outbound < Outbound::Closed {
            self.outbound = Outbound::Closed;
            self.event(event);
        }
    }

    pub(super) fn event(&mut self, event: E) {
        self.queue.push_back(Queued::Event(event));
    }

    /// Asks the driver: nothing is read until it answers.
    pub(super) fn ask(&mut self, event: E) {
        self.hold = Hold::Driver;
        self.event(event);
    }

    /// The driver has answered.
    pub(super) const fn answered(&mut self) {
        self.hold = Hold::Nobody;
    }

    /// A new stream takes the place of this one on the same connection (RFC 6120 §4.3.3).
    pub(super) fn restart(&mut self, restart: Restart, limits: Option<Limits>) {
        self.outbound = Outbound::Unopened;
        self.order = Some(Order {
            restart: Some(restart),
            limits,
        });
    }

    /// What comes next may be as large as this.
    pub(super) fn set_limits(&mut self, limits: Limits) {
        self.order = Some(Order {
            restart: None,
            limits: Some(limits),
        });
    }

    /// The negotiation is done.
    pub(super) const fn establish(&mut self) {
        self.established = true;
        self.timers.negotiated();
    }

    /// Whether a stanza can be sent now.
    pub(super) fn is_established(&self) -> bool {
        self.established && self.outbound == Outbound::Open
    }

    /// Whether we have closed our stream before it was negotiated: what the peer still says is of no interest.
    pub(super) fn closes_early(&self) -> bool {
        self.outbound == Outbound::Closing && !self.established
    }

    /// Appends what is to be written before the next event, and gives that event.
    pub(super) fn next(&mut self, output: &mut Vec<u8>) -> Option<E> {
        while let Some(queued) = self.queue.pop_front() {
            match queued {
                Queued::Bytes(bytes) => output.extend_from_slice(bytes.as_bytes()),
                Queued::Event(event) => return Some(event),
            }
        }
        // An idle connection keeps no queue.
        self.queue = VecDeque::new();
        None
    }

    /// The moment at which the driver is to come back by itself.
    pub(super) fn wake(&self) -> Option<Instant> {
        self.timers
            .next()
            .filter(|_| self.outbound < Outbound::Closed)
    }
}
