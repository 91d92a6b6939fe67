//! What a connection has still to write.

use std::time::Instant;

use super::scratch;

/// What a connection has still to write. An idle one has no buffer.
#[derive(Debug, Default)]
pub(super) struct Output {
    bytes: Vec<u8>,
    /// How many of them were written.
    at: usize,
    /// How many bytes were written before these, in the life of the connection.
    before: u64,
    /// Since when the peer takes nothing.
    stalled: Option<Instant>,
}

impl Output {
    /// Where to append. To be followed by [`rest`](Self::rest) and [`advance`](Self::advance).
    pub(super) fn buffer(&mut self) -> &mut Vec<u8> {
        if self.bytes.capacity() == 0 {
            self.bytes = scratch::take_output();
        }
        &mut self.bytes
    }

    /// What is to be written.
    pub(super) fn rest(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    /// How much is to be written.
    pub(super) const fn len(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// Whether nothing is.
    pub(super) const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many bytes there were, in the life of the connection.
    pub(super) const fn end(&self) -> u64 {
        self.before + self.bytes.len() as u64
    }

    /// How many of them were written.
    pub(super) const fn position(&self) -> u64 {
        self.before + self.at as u64
    }

    /// Since when the peer takes nothing, if there is something to take.
    pub(super) const fn stalled(&self) -> Option<Instant> {
        self.stalled
    }

    /// So many bytes were written.
    pub(super) fn advance(&mut self, written: usize) {
        self.at += written;
        self.stalled = None;
        if self.is_empty() {
            self.release();
        }
    }

    /// The peer takes nothing now.
    pub(super) fn stall(&mut self) {
        self.stalled.get_or_insert_with(Instant::now);
    }

    /// Gives the buffer back if it is empty.
    pub(super) fn release(&mut self) {
        if self.is_empty() && self.bytes.capacity() > 0 {
            self.before = self.end();
            self.at = 0;
            scratch::return_output(std::mem::take(&mut self.bytes));
        }
    }
}
