//! The stream of a session, whichever protocol it speaks.

use std::time::Instant;

use xmpp_core::stream::{
    ClientEvent, ClientStream, Closed, ComponentEvent, ComponentStream, Output, SendError, Stanza,
    SuspendedClient,
};
use xmpp_core::{ToXml, Validate};

/// The stream of a session that is negotiated.
#[derive(Debug)]
pub(crate) enum Stream {
    Client(ClientStream),
    Component(ComponentStream),
}

/// What a stream tells once it is negotiated.
#[derive(Debug)]
pub(crate) enum StreamEvent {
    Stanza(Box<Stanza>),
    Closed(Closed),
    /// What is of no interest any more.
    Other,
}

impl Stream {
    pub(crate) fn poll(&mut self, output: &mut Vec<u8>) -> Output<StreamEvent> {
        match self {
            Self::Client(stream) => match stream.poll(output) {
                Output::Wait(deadline) => Output::Wait(deadline),
                Output::Event(event) => Output::Event(match event {
                    ClientEvent::Stanza(stanza) => StreamEvent::Stanza(stanza),
                    ClientEvent::Closed(closed) => StreamEvent::Closed(closed),
                    _ => StreamEvent::Other,
                }),
            },
            Self::Component(stream) => match stream.poll(output) {
                Output::Wait(deadline) => Output::Wait(deadline),
                Output::Event(event) => Output::Event(match event {
                    ComponentEvent::Stanza(stanza) => StreamEvent::Stanza(stanza),
                    ComponentEvent::Closed(closed) => StreamEvent::Closed(closed),
                    _ => StreamEvent::Other,
                }),
            },
        }
    }

    pub(crate) fn send<T: ToXml + Validate>(&mut self, stanza: &T) -> Result<(), SendError> {
        match self {
            Self::Client(stream) => stream.send(stanza),
            Self::Component(stream) => stream.send(stanza),
        }
    }

    /// Asks the peer what it has got, where that is counted and not known (XEP-0198 §4).
    pub(crate) fn request_acknowledgement(&mut self) {
        if let Self::Client(stream) = self {
            stream.request_acknowledgement();
        }
    }

    /// What another connection can go on with.
    pub(crate) fn suspend(&mut self) -> Option<SuspendedClient> {
        match self {
            Self::Client(stream) => stream.suspend(),
            Self::Component(_) => None,
        }
    }

    pub(crate) fn receive(&mut self, bytes: &[u8], now: Instant) {
        match self {
            Self::Client(stream) => stream.receive(bytes, now),
            Self::Component(stream) => stream.receive(bytes, now),
        }
    }

    pub(crate) fn closed_by_peer(&mut self) {
        match self {
            Self::Client(stream) => stream.closed_by_peer(),
            Self::Component(stream) => stream.closed_by_peer(),
        }
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        match self {
            Self::Client(stream) => stream.handle_timeout(now),
            Self::Component(stream) => stream.handle_timeout(now),
        }
    }

    pub(crate) fn close(&mut self) {
        match self {
            Self::Client(stream) => stream.close(),
            Self::Component(stream) => stream.close(),
        }
    }

    pub(crate) fn generate_id(&mut self) -> String {
        match self {
            Self::Client(stream) => stream.generate_id(),
            Self::Component(stream) => stream.generate_id(),
        }
    }
}
