//! Names that the loop over plain tokens goes over.

use super::scan;
use super::scope::Scope;
use crate::block::BLOCK;

/// No longer name is the loop's.
pub(super) const LONG_NAME: usize = 2 * BLOCK;

/// How many names of attributes may have a bit of their own.
pub(super) const NAMES: usize = u64::BITS as usize;

/// A name that is not all letters, and begins with so many: bytes of its prefix, colon included, and of all of it; 0 if it is not short.
#[inline(never)]
pub(super) fn other_name(
    scope: &Scope,
    bytes: &[u8],
    from: usize,
    letters: usize,
) -> (usize, usize) {
    if let Some((_, prefix)) = scope.last(bytes, from)
        && prefix == letters + 1
    {
        // A prefix that another name had before.
        let length = prefix + scan::letters(bytes, from + prefix);
        let has_begun = bytes.get(from + prefix) != Some(&b'-');
        if has_begun && length > prefix && length <= BLOCK {
            return (prefix, length);
        }
    }
    let all = bytes.get(from..).unwrap_or_default();
    if letters == BLOCK && all[0] != b'-' {
        // Such as those of errors (RFC 6120 §8.3.3), if the second block ends it.
        return (0, BLOCK + scan::letters(bytes, from + BLOCK));
    }
    let Some((b':', local)) = all.get(letters..).and_then(<[u8]>::split_first) else {
        return (0, scan::short_name(all));
    };
    let prefix = letters + 1;
    let length = prefix + scan::letters(bytes, from + prefix);
    let has_begun = letters > 0 && all[0] != b'-' && local.first() != Some(&b'-');
    if has_begun && length > prefix && length <= BLOCK {
        (prefix, length)
    } else {
        (0, 0)
    }
}

/// One of 64 bits: names that differ mostly differ in it. Those of a tag differ in their first byte, their last, or their length.
#[inline(always)]
pub(super) fn bit_of_name(first: u8, last: u8, length: usize) -> u64 {
    let key = usize::from(first) + 8 * usize::from(last) + 2 * length;
    1 << (key % NAMES)
}
