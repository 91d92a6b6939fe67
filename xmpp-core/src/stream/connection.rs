//! What both roles have in common: bytes into elements, errors into answers, and the end.

use std::fmt;
use std::time::Instant;

use super::deadline::{Deadlines, Expired, Timers};
use super::entropy::Entropy;
use super::fault::{Fault, Handled};
use super::header::Header;
use super::link::{Hold, Link, Outbound, Restart};
use super::{Closed, Encoded, Output, SendError};
use crate::schema::streamerror::Condition;
use crate::schema::streams::{self, StreamError};
use crate::xml::{FirstOnly, Item, Limits, Node, Reader};
use crate::{Element, Jid, ToXml, Validate, decode};

/// What one side of a connection makes of the other's input.
pub(super) trait Role {
    type Event;

    /// Sends our stream header, where something has to be said before the peer's own has come, or has been understood.
    fn open(&mut self, link: &mut Link<Self::Event>);

    /// The peer has opened its stream.
    fn on_header(&mut self, header: Header, link: &mut Link<Self::Event>) -> Handled;

    /// The peer has sent an element.
    fn on_element(&mut self, element: Node<'_>, link: &mut Link<Self::Event>) -> Handled;

    /// Whether white space is out of place now.
    fn refuses_white_space(&self) -> bool {
        false
    }

    /// The last event.
    fn closed(closed: Closed) -> Self::Event;
}

/// One connection in one role.
pub(super) struct Connection<R: Role> {
    pub(super) role: R,
    pub(super) link: Link<R::Event>,
    reader: Reader,
    limits: Limits,
    /// How much white space has come between the elements that were handled.
    white_space: u64,
    /// No more input will come.
    ended: bool,
}

/// What was received and is still to be sent is not shown: credentials may be in it.
impl<R: Role + fmt::Debug> fmt::Debug for Connection<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Connection");
        shown.field("role", &self.role);
        shown.field("outbound", &self.link.outbound);
        shown.field("hold", &self.link.hold);
        shown.field("ended", &self.ended);
        shown.finish_non_exhaustive()
    }
}

/// What a connection begins with.
pub(super) struct Beginning {
    pub(super) content_namespace: &'static str,
    pub(super) deadlines: Deadlines,
    pub(super) limits: Limits,
    pub(super) seed: [u8; 32],
    pub(super) now: Instant,
}

impl<R: Role> Connection<R> {
    pub(super) fn new(role: R, beginning: Beginning) -> Self {
        let timers = Timers::new(beginning.deadlines, beginning.now);
        let entropy = Entropy::new(beginning.seed);
        Self {
            role,
            link: Link::new(beginning.content_namespace, timers, entropy),
            reader: Reader::stream(beginning.limits),
            limits: beginning.limits,
            white_space: 0,
            ended: false,
        }
    }

    pub(super) fn receive(&mut self, bytes: &[u8], now: Instant) {
        self.link.timers.advance(now);
        if bytes.is_empty() || self.ended || self.link.outbound == Outbound::Closed {
            return;
        }
        self.link.timers.received();
        // What comes between `<starttls/>` and the handshake was not protected by it (RFC 6120 §5.4.3.1).
        if self.link.hold == Hold::Tls {
            return;
        }
        if self.link.hold == Hold::Driver && self.reader.pending() + bytes.len() > self.limits.bytes
        {
            return self.refuse(Fault::new(
                Condition::PolicyViolation,
                "more input than can be kept",
            ));
        }
        self.reader.receive(bytes);
    }

    pub(super) const fn closed_by_peer(&mut self) {
        self.ended = true;
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) {
        self.link.timers.advance(now);
        let Some(expired) = self.link.timers.expired() else {
            return;
        };
        let late = |text| Fault::new(Condition::PolicyViolation, text);
        match expired {
            Expired::Close => self.link.finish(R::closed(Closed::Unanswered)),
            Expired::Negotiation => self.refuse(late("logging in took too long")),
            Expired::Element => self.refuse(late("an element took too long to come")),
            Expired::Silence => self.refuse(Condition::ConnectionTimeout.into()),
            Expired::Keepalive if self.link.is_established() => self.link.bytes(" ".to_owned()),
            Expired::Keepalive => self.link.timers.sent(),
        }
    }

    pub(super) fn poll(&mut self, output: &mut Vec<u8>) -> Output<R::Event> {
        loop {
            if let Some(event) = self.link.next(output) {
                return Output::Event(event);
            }
            if !self.step() {
                return Output::Wait(self.link.wake());
            }
        }
    }

    /// Does something on behalf of the driver, and answers what goes wrong.
    pub(super) fn act(
        &mut self,
        now: Instant,
        action: impl FnOnce(&mut R, &mut Link<R::Event>) -> Handled,
    ) {
        self.link.timers.advance(now);
        if self.link.outbound >= Outbound::Closing {
            return;
        }
        let handled = action(&mut self.role, &mut self.link);
        self.conclude(handled);
    }

    pub(super) fn send<T: ToXml + Validate>(&mut self, stanza: &T) -> Result<(), SendError> {
        self.check_established()?;
        self.link.stanza(stanza).map_err(SendError::Invalid)
    }

    pub(super) fn send_encoded(&mut self, stanza: &Encoded) -> Result<(), SendError> {
        self.check_established()?;
        self.link.kept_stanza(stanza.as_str().to_owned());
        Ok(())
    }

    pub(super) fn write_encoded(
        &mut self,
        stanza: &Encoded,
        output: &mut Vec<u8>,
    ) -> Result<(), SendError> {
        self.check_established()?;
        self.link.write_kept(stanza.as_str(), output);
        Ok(())
    }

    pub(super) fn forward(
        &mut self,
        stanza: &Element,
        from: Option<&Jid>,
    ) -> Result<(), SendError> {
        self.check_established()?;
        let mut writer = self.link.writer();
        writer.forward_fragment(stanza.as_fragment(), from.map(Jid::as_str));
        let xml = writer.finish().map_err(SendError::Unwritable)?;
        self.link.kept_stanza(xml);
        Ok(())
    }

    /// Closes our stream in order (RFC 6120 §4.4).
    pub(super) fn close(&mut self) {
        match (self.link.outbound, self.link.hold) {
            (_, Hold::Tls) | (Outbound::Unopened, _) => self.finish(Closed::Orderly),
            _ => self.link.close(),
        }
    }

    /// Ends the stream with an error (RFC 6120 §4.9.1.1).
    pub(super) fn close_with(&mut self, error: StreamError) {
        // Nothing is XML during the TLS handshake (RFC 6120 §5.4.3.1), and nothing is sent behind the closing tag.
        if self.link.hold != Hold::Tls && self.link.outbound < Outbound::Closing {
            if self.link.outbound == Outbound::Unopened {
                self.role.open(&mut self.link);
            }
            if self.link.write(&error).is_err() {
                // The driver's own error cannot be written: the peer hears a plainer one.
                let plain = StreamError::new(Condition::InternalServerError);
                let written = self.link.write(&plain);
                debug_assert!(written.is_ok(), "a bare condition can be written");
            }
            self.link.close();
        }
        self.finish(Closed::Error(Box::new(error)));
    }

    fn check_established(&self) -> Result<(), SendError> {
        match self.link.outbound {
            Outbound::Closing | Outbound::Closed => Err(SendError::Closed),
            _ if self.link.is_established() => Ok(()),
            _ => Err(SendError::NotEstablished),
        }
    }

    /// Reads one item and handles it; `false` if there is nothing to do.
    fn step(&mut self) -> bool {
        if self.link.outbound == Outbound::Closed {
            return false;
        }
        if self.link.hold != Hold::Nobody {
            return self.end_if_over();
        }
        self.obey();
        if self.role.refuses_white_space() && self.white_space_came() {
            let text = "white space has no place here";
            self.refuse(Fault::new(Condition::PolicyViolation, text));
            return true;
        }
        let handled = match self.reader.read() {
            Ok(None) => {
                self.link.timers.incomplete(self.reader.pending() > 0);
                return self.end_if_over();
            }
            Ok(Some(Item::Header(_))) if self.link.outbound == Outbound::Closing => Ok(()),
            Ok(Some(Item::Header(node))) => self.role.on_header(Header::read(node), &mut self.link),
            Ok(Some(Item::Stanza(node))) if node.is(streams::NS, "error") => {
                let error = decode::<StreamError>(node, &mut FirstOnly::default());
                let error =
                    error.unwrap_or_else(|| StreamError::new(Condition::UndefinedCondition));
                return self.peer_error(error);
            }
            Ok(Some(Item::Close)) => return self.peer_close(),
            // Behind our closing tag only stanzas are of interest (RFC 6120 §4.4).
            Ok(Some(Item::Stanza(_))) if self.link.closes_early() => Ok(()),
            Ok(Some(Item::Stanza(node))) => self.role.on_element(node, &mut self.link),
            Err(error) => Err(Fault::from(&error)),
        };
        self.link.timers.incomplete(false);
        self.white_space = self.reader.whitespace();
        self.conclude(handled);
        true
    }

    /// Whether white space stands behind the element that was handled last.
    fn white_space_came(&self) -> bool {
        self.reader.white_space_is_next() || self.reader.whitespace() != self.white_space
    }

    /// Does to the reader what the last step asked for.
    fn obey(&mut self) {
        let Some(order) = self.link.order.take() else {
            return;
        };
        match order.restart {
            Some(Restart::Discard) => self.reader.restart(),
            Some(Restart::Keep) => self.reader.restart_behind(),
            None => {}
        }
        if let Some(limits) = order.limits {
            self.limits = limits;
            self.reader.set_limits(limits);
        }
    }

    /// The end of the input, once everything before it was read.
    fn end_if_over(&mut self) -> bool {
        if self.ended {
            self.finish(match self.link.outbound {
                Outbound::Closing => Closed::Unanswered,
                _ => Closed::Disconnected,
            });
        }
        self.ended
    }

    fn conclude(&mut self, handled: Handled) {
        if let Err(fault) = handled {
            self.refuse(fault);
        }
    }

    fn refuse(&mut self, fault: Fault) {
        if self.link.outbound == Outbound::Closing {
            return self.finish(Closed::Unanswered);
        }
        self.close_with(fault.into());
    }

    /// The peer ends its stream with an error: ours is closed as well (RFC 6120 §4.9.1.1).
    fn peer_error(&mut self, error: StreamError) -> bool {
        self.link.close();
        self.finish(Closed::PeerError(Box::new(error)));
        true
    }

    /// The peer closes its stream: ours is closed as well (RFC 6120 §4.4).
    fn peer_close(&mut self) -> bool {
        self.link.close();
        self.finish(Closed::Orderly);
        true
    }

    fn finish(&mut self, closed: Closed) {
        self.link.finish(R::closed(closed));
    }
}
