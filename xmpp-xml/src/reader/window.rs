//! What means something among the next 64 bytes.

use super::scan::InEither;
use crate::block::{WINDOW, looked, padded, stops_in};

/// Which bytes of 64 mean something, in character data or in values: found for all of them together, so that the tokens there are found
/// without another look at the bytes.
#[derive(Clone, Copy)]
pub(super) struct Window {
    base: usize,
    marks: u64,
}

impl Window {
    /// One in which nothing is known to mean something.
    pub(super) const fn empty(at: usize) -> Self {
        Self { base: at, marks: 0 }
    }

    /// The window that begins at `at`: before it, where less than a window is left.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8], at: usize) -> Self {
        let base = at.min(bytes.len().saturating_sub(WINDOW));
        let marks = match bytes.get(base..).and_then(<[u8]>::first_chunk) {
            Some(window) => stops_in::<InEither>(window),
            None => in_few(bytes),
        };
        looked(bytes.len().min(base + WINDOW) - at);
        Self { base, marks }
    }

    /// The marks from `at` on, the lowest first; none behind the window.
    #[inline(always)]
    pub(super) fn from(self, at: usize) -> u64 {
        let before = at - self.base;
        if before < WINDOW {
            self.marks >> before
        } else {
            0
        }
    }
}

/// The marks of less than 64 bytes.
#[cold]
#[inline(never)]
fn in_few(bytes: &[u8]) -> u64 {
    stops_in::<InEither>(&padded(bytes)) & !(u64::MAX << bytes.len())
}
