//! What means something among the next 64 bytes.

use super::scan::InEither;
use crate::block::{WINDOW, looked, padded, stops_in};

/// A bit for each of the 64 bytes from `at` on that means something, in character data or in values, the lowest for the first: found for
/// all of them together, so that the tokens there are found without another look at the bytes. None is set for what is not there.
#[inline(always)]
pub(super) fn window(bytes: &[u8], at: usize) -> u64 {
    let base = at.min(bytes.len().saturating_sub(WINDOW));
    let marks = match bytes.get(base..).and_then(<[u8]>::first_chunk) {
        Some(window) => stops_in::<InEither>(window),
        None => in_few(bytes),
    };
    looked(bytes.len().min(base + WINDOW) - at);
    marks.checked_shr((at - base) as u32).unwrap_or(0)
}

/// The marks of less than 64 bytes.
#[cold]
#[inline(never)]
fn in_few(bytes: &[u8]) -> u64 {
    stops_in::<InEither>(&padded(bytes)) & !(u64::MAX << bytes.len())
}
