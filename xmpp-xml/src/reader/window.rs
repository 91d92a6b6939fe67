//! What means something among the next 64 bytes.

use super::scan::{InAnyValue, InText};
use crate::block::{WINDOW, looked, padded, stops_in};

/// Which bytes of 64 mean something: found for all of them together, so that the tokens there are found without another look at the bytes.
#[derive(Clone, Copy)]
pub(super) struct Window {
    base: usize,
    /// What stops character data.
    text: u64,
    /// The same, and the quotes of both kinds.
    value: u64,
}

impl Window {
    /// The window that begins at `at`: before it, where less than a window is left.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8], at: usize) -> Self {
        let base = at.min(bytes.len().saturating_sub(WINDOW));
        let (text, value) = match bytes.get(base..).and_then(<[u8]>::first_chunk) {
            Some(window) => (stops_in::<InText>(window), stops_in::<InAnyValue>(window)),
            None => in_few(bytes),
        };
        looked(bytes.len().min(base + WINDOW) - at);
        Self { base, text, value }
    }

    /// A bit for each byte from `at` on that stops character data.
    #[inline(always)]
    pub(super) fn in_text(self, at: usize) -> u64 {
        self.from(self.text, at)
    }

    /// The same, and the quotes of both kinds.
    #[inline(always)]
    pub(super) fn in_value(self, at: usize) -> u64 {
        self.from(self.value, at)
    }

    /// The marks from `at` on, the lowest first; none behind the window.
    #[inline(always)]
    fn from(self, marks: u64, at: usize) -> u64 {
        let before = at - self.base;
        if before < WINDOW { marks >> before } else { 0 }
    }
}

/// The marks of less than 64 bytes.
#[cold]
#[inline(never)]
fn in_few(bytes: &[u8]) -> (u64, u64) {
    let (window, behind) = (padded(bytes), u64::MAX << bytes.len());
    let (text, value) = (stops_in::<InText>(&window), stops_in::<InAnyValue>(&window));
    (text & !behind, value & !behind)
}
