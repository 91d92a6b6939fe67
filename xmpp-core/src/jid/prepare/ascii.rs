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
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let bytes = Classes::of(text);
    let end = (bytes.slashes | bit(text.len())).trailing_zeros() as usize;
    let domain = match (bytes.ats & below(end)).trailing_zeros() as usize {
        64 => 0,
        0 => return None,
        at => at + 1,
    };
    let local = below(domain.saturating_sub(1));
    let domain_bytes = below(end) & !below(domain);
    let separators = bytes.separators & domain_bytes;
    // Between two letters or digits: neither first nor last, and never two together.
    let edges = bit(domain) | bit(end.wrapping_sub(1));
    let is_domain = domain < end
        && end - domain <= LONGEST_DOMAIN
        && domain_bytes & !(bytes.letters | separators) == 0
        && separators & (edges | separators << 1) == 0;
    if !is_domain {
        return None;
    }
    let is_local = local & !(bytes.letters | bytes.separators | bytes.others) == 0;
    let rest = below(text.len()) & !below(end + 1);
    let has_resource = end < text.len();
    let is_resource = rest & !bytes.printable == 0 && (rest != 0 || !has_resource);
    let offsets = Offsets {
        domain: domain as u16,
        resource: if has_resource { end as u16 + 1 } else { 0 },
    };
    if is_local && is_resource {
        return Some(offsets);
    }
    let is_local = is_local || is_kept(local::prepare(&all[..domain - 1]));
    let is_resource = is_resource || (rest != 0 && is_kept(resource::prepare(&all[end + 1..])));
    (is_local && is_resource).then_some(offsets)
}

/// Whether a part is prepared already.
fn is_kept(prepared: Result<Cow<'_, str>, JidError>) -> bool {
    matches!(prepared, Ok(Cow::Borrowed(_)))
}

/// Which bytes of a text are what: the lowest bit is for the first.
#[derive(Default)]
struct Classes {
    /// Lower case letters and digits.
    letters: u64,
    /// Dots and hyphens.
    separators: u64,
    /// What else is usual in a localpart, of all that it may hold as it is (RFC 8264 §9.11): `_` and `+`.
    others: u64,
    /// ASCII that a resource may hold as it is.
    printable: u64,
    ats: u64,
    slashes: u64,
}

impl Classes {
    #[inline]
    fn of(text: &[u8]) -> Self {
        let mut classes = Self::default();
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        for (at, block) in blocks.iter().enumerate() {
            classes.add(Block::of(block), at * BLOCK);
        }
        if rest.is_empty() {
            return classes;
        }
        if let Some(last) = text.last_chunk::<BLOCK>() {
            // Some of it once more, which changes nothing.
            classes.add(Block::of(last), text.len() - BLOCK);
            return classes;
        }
        let mut only = [0; BLOCK];
        for (to, from) in only.iter_mut().zip(rest) {
            *to = *from;
        }
        classes.add(Block::of(&only), 0);
        classes
    }

    #[inline]
    fn add(&mut self, block: Block, shift: usize) {
        let letters = block.between(b'a', b'z') | block.between(b'0', b'9');
        self.letters |= u64::from(letters.bits()) << shift;
        self.separators |= u64::from(block.between(b'-', b'.').bits()) << shift;
        self.others |= u64::from((block.is(b'_') | block.is(b'+')).bits()) << shift;
        self.printable |= u64::from(block.between(b' ', b'~').bits()) << shift;
        self.ats |= u64::from(block.is(b'@').bits()) << shift;
        self.slashes |= u64::from(block.is(b'/').bits()) << shift;
    }
}

/// The bit of the byte there, none behind the last.
#[inline]
const fn bit(at: usize) -> u64 {
    if at < 64 { 1 << at } else { 0 }
}

/// The bits of all bytes before that one.
#[inline]
const fn below(at: usize) -> u64 {
    if at < 64 { (1 << at) - 1 } else { u64::MAX }
}
