//! The short way for the usual address: in prepared form and of ASCII, but for parts of it, seen at one glance.

use super::{local, resource};
use crate::jid::reference::Offsets;
use crate::xml::block::{ALL, BLOCK, Block, Look, padded_block};
use std::borrow::Cow;

/// The longest address that is seen at a glance.
const LONGEST: usize = 64;

/// Where the parts begin, if the text is an address in prepared form which this function understands. For any other text,
/// also for addresses that need a closer look, it says nothing.
///
/// All bytes are classified at once, sixteen by sixteen, into words that have a bit for each: what is then asked of a domain is
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
    let domain = match text.get(first) {
        Some(b'@') if first > 0 => first + 1,
        Some(b'/') | None => 0,
        Some(_) => behind_other_local(all, first)?,
    };
    let behind = u64::MAX.checked_shl(domain as u32)?;
    let end = (outside & behind).trailing_zeros() as usize;
    let (resource, is_resource) = match text.get(end) {
        Some(b'/') => (
            end + 1,
            bytes.printable & ALL == ALL && end + 1 < text.len(),
        ),
        None if end < LONGEST => (0, true),
        _ => return None,
    };
    // Of what is no letter, no two stand together in the domain and around it: no label is empty or has a hyphen at an end.
    let others = !bytes.letters;
    if others & (others << 1 | 1) & behind & u64::MAX >> (LONGEST - 1 - end) != 0 {
        return None;
    }
    if !is_resource && !is_kept_resource(&all[resource..]) {
        return None;
    }
    Some(Offsets {
        domain: domain as u16,
        resource: resource as u16,
    })
}

/// Where the domain begins behind a localpart that is prepared, but holds something other than letters and separators from
/// there on.
#[inline(never)]
fn behind_other_local(all: &str, from: usize) -> Option<usize> {
    let mut rest = all[from..].char_indices();
    let at = match rest.find(|&(_, character)| !local::is_kept(character))? {
        (length, '@') => from + length,
        (_, other) if other.is_ascii() => return None,
        _ => {
            let (local, _) = all.split_once('@')?;
            if !matches!(local::prepare(local), Ok(Cow::Borrowed(_))) {
                return None;
            }
            local.len()
        }
    };
    (at > 0).then_some(at + 1)
}

/// Whether it is a resourcepart, and prepared already.
#[inline(never)]
fn is_kept_resource(text: &str) -> bool {
    !text.is_empty() && matches!(resource::prepare(text), Ok(Cow::Borrowed(_)))
}

/// Which bytes of a text are what: the lowest bit is for the first.
struct Classes {
    /// Lower case letters and digits.
    letters: u64,
    /// Dots and hyphens.
    separators: u64,
    /// ASCII that a resource may hold as it is: [`ALL`] if there is nothing else in any block.
    printable: u32,
}

impl Classes {
    /// Of up to 64 bytes: blocks that overlap, where they have to, say the same of a byte twice. Most addresses have one to three
    /// blocks, and take no branch that depends on how many.
    #[inline]
    fn of(text: &[u8]) -> Self {
        let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) else {
            let mut classes = Self::of_block(&padded_block(text), 0);
            classes.printable |= ALL << text.len();
            return classes;
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
            printable: block.between(b' ', b'~').bits(),
        }
    }

    #[inline(always)]
    const fn and(self, other: &Self) -> Self {
        Self {
            letters: self.letters | other.letters,
            separators: self.separators | other.separators,
            printable: self.printable & other.printable,
        }
    }
}
