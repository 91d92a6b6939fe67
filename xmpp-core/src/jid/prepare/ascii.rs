//! The short way for the usual address: in prepared form and of ASCII, but for parts of it, seen at one glance.

use super::{local, resource};
use crate::JidError;
use crate::jid::reference::Offsets;
use crate::xml::block::{BLOCK, Block, Look};
use std::borrow::Cow;

/// The longest address that is seen at a glance.
const LONGEST: usize = 64;

/// The longest domain that is: what is longer may have a label of more than 63 octets.
const LONGEST_DOMAIN: usize = 63;

/// Where the parts begin, if the text is an address in prepared form which this function understands. For any other text,
/// also for addresses that need a closer look, it says nothing.
///
/// All bytes are classified at once, sixteen by sixteen, into words that have a bit for each: what is then asked of a part is
/// asked of a range of bits.
#[inline(never)]
pub(super) fn offsets(all: &str) -> Option<Offsets> {
    let text = all.as_bytes();
    if text.len() > LONGEST {
        return None;
    }
    let bytes = Classes::of(text);
    let outside = !(bytes.letters | bytes.separators);
    // The domain is of letters and separators, most localparts are too: what follows such a one says which of them it is.
    let first = outside.trailing_zeros() as usize;
    let (domain, is_local) = match text.get(first) {
        Some(b'@') if first > 0 => (first + 1, true),
        Some(b'/') | None if first > 0 => (0, true),
        _ => (domain_behind_other_local(text)?, false),
    };
    let behind = from(domain);
    let end = (outside & behind).trailing_zeros() as usize;
    let (has_resource, rest) = match text.get(end) {
        Some(b'/') => (true, from(end + 1) & below(text.len())),
        None => (false, 0),
        Some(_) => return None,
    };
    if end <= domain || end - domain > LONGEST_DOMAIN {
        return None;
    }
    // Between two letters or digits: neither first nor last, and never two together.
    let separators = bytes.separators & behind & below(end);
    let edges = 1 << domain | 1 << (end - 1);
    if separators & (edges | separators << 1) != 0 {
        return None;
    }
    let offsets = Offsets {
        domain: domain as u16,
        resource: if has_resource { end as u16 + 1 } else { 0 },
    };
    let is_resource = rest & !bytes.printable == 0 && (rest != 0 || !has_resource);
    if is_local && is_resource {
        return Some(offsets);
    }
    let is_kept = is_resource || (rest != 0 && is_kept(resource::prepare(&all[end + 1..])));
    (is_kept && (is_local || self::is_kept(local::prepare(&all[..domain - 1])))).then_some(offsets)
}

/// Where the domain begins behind a localpart that holds something other than letters and separators.
#[inline(never)]
fn domain_behind_other_local(text: &[u8]) -> Option<usize> {
    let at = text.iter().position(|&byte| matches!(byte, b'@' | b'/'))?;
    (text[at] == b'@' && at > 0).then_some(at + 1)
}

/// Whether a part is prepared already.
fn is_kept(prepared: Result<Cow<'_, str>, JidError>) -> bool {
    matches!(prepared, Ok(Cow::Borrowed(_)))
}

/// Which bytes of a text are what: the lowest bit is for the first.
struct Classes {
    /// Lower case letters and digits.
    letters: u64,
    /// Dots and hyphens.
    separators: u64,
    /// ASCII that a resource may hold as it is.
    printable: u64,
}

impl Classes {
    /// Of up to 64 bytes: blocks that overlap, where they have to, say the same of a byte twice. Most addresses have one to three
    /// blocks, and take no branch that depends on how many.
    #[inline]
    fn of(text: &[u8]) -> Self {
        let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) else {
            return Self::of_block(&padded(text), 0);
        };
        let behind = text.len() - BLOCK;
        let second = behind.min(BLOCK);
        let mut classes = Self::of_block(first, 0).and(&Self::of_block(last, behind));
        if let Some(block) = text[second..].first_chunk() {
            classes = classes.and(&Self::of_block(block, second));
        }
        if behind > 2 * BLOCK
            && let Some(block) = text[2 * BLOCK..].first_chunk()
        {
            classes = classes.and(&Self::of_block(block, 2 * BLOCK));
        }
        classes
    }

    #[inline(always)]
    fn of_block(block: &[u8; BLOCK], shift: usize) -> Self {
        let block = Block::of(block);
        let letters = block.between(b'a', b'z') | block.between(b'0', b'9');
        Self {
            letters: u64::from(letters.bits()) << shift,
            separators: u64::from(block.between(b'-', b'.').bits()) << shift,
            printable: u64::from(block.between(b' ', b'~').bits()) << shift,
        }
    }

    #[inline(always)]
    const fn and(self, other: &Self) -> Self {
        Self {
            letters: self.letters | other.letters,
            separators: self.separators | other.separators,
            printable: self.printable | other.printable,
        }
    }
}

/// Less than a block, with zeros behind.
#[inline]
fn padded(text: &[u8]) -> [u8; BLOCK] {
    let (first, last) = match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => {
            let behind = u64::from_le_bytes(*last) >> 8 >> (8 * (BLOCK - 1 - text.len()));
            (u64::from_le_bytes(*first), behind)
        }
        _ => {
            let bytes = text.iter().rev();
            let word = bytes.fold(0, |word, &byte| word << 8 | u64::from(byte));
            (word, 0)
        }
    };
    (u128::from(first) | u128::from(last) << 64).to_le_bytes()
}

/// The bits of all bytes from that one on.
#[inline]
const fn from(at: usize) -> u64 {
    if at < 64 { u64::MAX << at } else { 0 }
}

/// The bits of all bytes before that one.
#[inline]
const fn below(at: usize) -> u64 {
    !from(at)
}
