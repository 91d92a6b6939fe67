//! What means something among the next 64 bytes.

use super::scan::{InAnyValue, InText};
use super::text::padded;
use crate::block::{WINDOW, looked, stops_in};

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
        let Some(last) = bytes.len().checked_sub(WINDOW) else {
            return Self::short(bytes, at);
        };
        let base = at.min(last);
        let Some(window) = bytes.get(base..).and_then(<[u8]>::first_chunk) else {
            return Self::short(bytes, at);
        };
        looked(base + WINDOW - at);
        Self {
            base,
            text: stops_in::<InText>(window),
            value: stops_in::<InAnyValue>(window),
        }
    }

    /// The one window of less than 64 bytes.
    #[cold]
    fn short(bytes: &[u8], at: usize) -> Self {
        let window = padded(bytes);
        looked(bytes.len() - at);
        Self {
            base: 0,
            text: stops_in::<InText>(&window),
            value: stops_in::<InAnyValue>(&window),
        }
    }

    /// A bit for each byte from `at` on that stops character data.
    #[inline(always)]
    pub(super) fn in_text(self, at: usize) -> u64 {
        let before = at - self.base;
        if before < WINDOW {
            self.text >> before
        } else {
            0
        }
    }

    /// The same, and the quotes of both kinds.
    #[inline(always)]
    pub(super) fn in_value(self, at: usize) -> u64 {
        let before = at - self.base;
        if before < WINDOW {
            self.value >> before
        } else {
            0
        }
    }
}
