//! How long things may take.

use std::time::{Duration, Instant};

/// How long a peer may take, and how silence is treated. `None` is for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deadlines {
    /// From the first moment until the stream can carry stanzas: TLS, authentication and binding together.
    pub negotiation: Option<Duration>,
    /// From the first byte of a header or stanza to its last (RFC 6120 §13.12: a peer that sends a byte now and then).
    pub element: Option<Duration>,
    /// How long a peer may be silent before it is taken for lost (RFC 6120 §4.6.2); white space is not silence.
    pub silence: Option<Duration>,
    /// After how long without sending anything a space is sent (RFC 6120 §4.6.1), once stanzas can be sent.
    pub keepalive: Option<Duration>,
    /// How long to wait for the peer's closing tag (RFC 6120 §4.4).
    pub close: Option<Duration>,
}

impl Deadlines {
    /// For a server: a minute to log in, a minute for a stanza, no limit to silence. Dead connections are for TCP to find, and
    /// checks are better begun by clients (RFC 6120 §4.6.4).
    pub const SERVER: Self = Self {
        negotiation: Some(Duration::from_secs(60)),
        element: Some(Duration::from_secs(60)),
        silence: None,
        keepalive: None,
        close: Some(Duration::from_secs(5)),
    };

    /// For a client: the same, and a space every five minutes.
    pub const CLIENT: Self = Self {
        keepalive: Some(Duration::from_secs(300)),
        ..Self::SERVER
    };
}

impl Default for Deadlines {
    fn default() -> Self {
        Self::SERVER
    }
}

/// Which deadline has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expired {
    Negotiation,
    Element,
    Silence,
    Keepalive,
    Close,
}

/// The moments from which deadlines are counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timers {
    deadlines: Deadlines,
    /// The latest moment that the driver has told.
    pub(super) now: Instant,
    /// When the negotiation began; `None` once it is done.
    negotiation: Option<Instant>,
    /// Since when something is incomplete.
    element: Option<Instant>,
    received: Instant,
    sent: Instant,
    /// When the closing tag was sent; nothing else counts from then on.
    closing: Option<Instant>,
}

impl Timers {
    pub(super) const fn new(deadlines: Deadlines, now: Instant) -> Self {
        Self {
            deadlines,
            now,
            negotiation: Some(now),
            element: None,
            received: now,
            sent: now,
            closing: None,
        }
    }

    /// Time does not run backwards, whatever the driver says.
    pub(super) fn advance(&mut self, now: Instant) {
        self.now = self.now.max(now);
    }

    pub(super) const fn received(&mut self) {
        self.received = self.now;
    }

    pub(super) const fn sent(&mut self) {
        self.sent = self.now;
    }

    pub(super) const fn negotiated(&mut self) {
        self.negotiation = None;
        self.sent = self.now;
        self.received = self.now;
    }

    /// What was received so far ends inside an element, or does not.
    pub(super) fn incomplete(&mut self, incomplete: bool) {
        self.element = match self.element {
            _ if !incomplete => None,
            None => Some(self.now),
            since => since,
        };
    }

    pub(super) const fn closing(&mut self) {
        self.closing = Some(self.now);
    }

    /// The deadline that comes next.
    pub(super) fn next(&self) -> Option<Instant> {
        let moments = self.moments();
        moments.into_iter().filter_map(|(moment, _)| moment).min()
    }

    /// The deadline that has passed; of several, the one that weighs most.
    pub(super) fn expired(&self) -> Option<Expired> {
        let mut moments = self.moments().into_iter();
        moments.find_map(|(moment, expired)| (moment? <= self.now).then_some(expired))
    }

    fn moments(&self) -> [(Option<Instant>, Expired); 5] {
        let after = |since: Option<Instant>, limit: Option<Duration>| since?.checked_add(limit?);
        let limits = self.deadlines;
        let open = self.closing.is_none();
        let bound = open && self.negotiation.is_none();
        [
            (after(self.closing, limits.close), Expired::Close),
            (
                after(self.negotiation.filter(|_| open), limits.negotiation),
                Expired::Negotiation,
            ),
            (
                after(self.element.filter(|_| open), limits.element),
                Expired::Element,
            ),
            (
                after(bound.then_some(self.received), limits.silence),
                Expired::Silence,
            ),
            (
                after(bound.then_some(self.sent), limits.keepalive),
                Expired::Keepalive,
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{Deadlines, Expired, Timers};
    use std::time::{Duration, Instant};

    const SECOND: Duration = Duration::from_secs(1);

    fn timers(deadlines: Deadlines) -> (Timers, Instant) {
        let start = Instant::now();
        (Timers::new(deadlines, start), start)
    }

    /// RFC 6120 §13.12: who is slow to log in is shown out, however busy.
    #[test]
    fn negotiation_ends_at_its_deadline() {
        let (mut timers, start) = timers(Deadlines::SERVER);
        assert_eq!(timers.next(), Some(start + 60 * SECOND));
        timers.advance(start + 59 * SECOND);
        timers.received();
        assert_eq!(timers.expired(), None);
        timers.advance(start + 60 * SECOND);
        assert_eq!(timers.expired(), Some(Expired::Negotiation));
        timers.negotiated();
        assert_eq!((timers.expired(), timers.next()), (None, None));
    }

    /// RFC 6120 §4.6.1 speaks of streams that are negotiated: before that, only their own deadline counts.
    #[test]
    fn nothing_keeps_alive_what_is_not_negotiated() {
        let (timers, start) = timers(Deadlines {
            negotiation: Some(9000 * SECOND),
            ..Deadlines::CLIENT
        });
        assert_eq!(timers.next(), Some(start + 9000 * SECOND));
    }

    #[test]
    fn an_element_is_timed_from_its_first_byte() {
        let (mut timers, start) = timers(Deadlines::SERVER);
        timers.negotiated();
        timers.incomplete(true);
        timers.advance(start + 30 * SECOND);
        timers.incomplete(true);
        assert_eq!(timers.next(), Some(start + 60 * SECOND));
        timers.incomplete(false);
        assert_eq!(timers.next(), None);
    }

    /// RFC 6120 §4.6.1: white space keeps the connection alive.
    #[test]
    fn keepalives_follow_the_last_byte_sent() {
        let (mut timers, start) = timers(Deadlines::CLIENT);
        timers.negotiated();
        timers.advance(start + 100 * SECOND);
        timers.sent();
        assert_eq!(timers.next(), Some(start + 400 * SECOND));
        timers.advance(start + 400 * SECOND);
        assert_eq!(timers.expired(), Some(Expired::Keepalive));
    }

    #[test]
    fn nothing_but_the_close_counts_while_closing() {
        let (mut timers, start) = timers(Deadlines::CLIENT);
        timers.closing();
        assert_eq!(timers.next(), Some(start + 5 * SECOND));
        timers.advance(start + 61 * SECOND);
        assert_eq!(timers.expired(), Some(Expired::Close));
    }

    #[test]
    fn time_does_not_run_backwards() {
        let (mut timers, start) = timers(Deadlines::SERVER);
        timers.advance(start + 2 * SECOND);
        timers.advance(start);
        assert_eq!(timers.now, start + 2 * SECOND);
    }
}
