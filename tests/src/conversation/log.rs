//! What a machine has said and told, in its order.

use std::collections::VecDeque;

use xmpp_core::stream::Closed;
use xmpp_core::{Element, schema::streams::StreamError};

use super::scram::Scram;
use super::{Match, Mismatch, Speech};

/// What a machine has said and told, in its order, and has not been asked for yet.
#[derive(Debug, Default)]
pub(super) struct Log {
    entries: VecDeque<Entry>,
}

#[derive(Debug)]
enum Entry {
    Bytes(Vec<u8>),
    Event(String),
}

impl Log {
    pub(super) fn bytes(&mut self, bytes: Vec<u8>) {
        match self.entries.back_mut() {
            _ if bytes.is_empty() => {}
            Some(Entry::Bytes(last)) => last.extend(bytes),
            _ => self.entries.push_back(Entry::Bytes(bytes)),
        }
    }

    pub(super) fn event(&mut self, event: String) {
        self.entries.push_back(Entry::Event(event));
    }

    pub(super) fn take_bytes(&mut self) -> Option<Vec<u8>> {
        match self.entries.pop_front() {
            Some(Entry::Bytes(bytes)) => Some(bytes),
            Some(event) => {
                self.entries.push_front(event);
                None
            }
            None => None,
        }
    }

    /// Takes the next entry, which is to be this event.
    pub(super) fn take_event(
        &mut self,
        expected: &Speech,
        scram: &mut Scram,
    ) -> Result<(), Mismatch> {
        let event = match self.entries.pop_front() {
            Some(Entry::Event(event)) => event,
            Some(Entry::Bytes(bytes)) => {
                return Err(Mismatch::said(
                    expected,
                    &String::from_utf8_lossy(&bytes),
                    0,
                ));
            }
            None => return Err(Mismatch::said(expected, "nothing", 0)),
        };
        match expected.compare(&event, scram) {
            Match::Whole { length, captures } if length == event.len() => scram.capture(captures),
            _ => Err(Mismatch::said(expected, &event, 0)),
        }
    }

    pub(super) fn rest(&self) -> Option<String> {
        self.entries.front().map(|entry| match entry {
            Entry::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Entry::Event(event) => format!("the event {event}"),
        })
    }
}

/// The end of a stream in one line.
pub(super) fn closed(closed: &Closed) -> String {
    match closed {
        Closed::Error(error) => format!("Closed Error {}", condition(error)),
        Closed::PeerError(error) => format!("Closed PeerError {}", condition(error)),
        Closed::Failed(failure) => format!("Closed Failed {failure}"),
        other => format!("Closed {other:?}"),
    }
}

/// The condition of a stream error by its name.
fn condition(error: &StreamError) -> String {
    let element = Element::of(&error.condition).expect("a condition can be written");
    let text = element.text();
    format!("{} {}", element.name(), text.trim())
        .trim()
        .to_owned()
}
