//! The namespace names of a tape, each mostly once.

use crate::namespace::is_content_name;
use crate::{STREAM_NAMESPACE, XML_NAMESPACE};
use std::ops::Range;

/// No namespace.
pub(crate) const NO_NAMESPACE: u32 = 0;
/// The namespace of the prefix `xml`.
pub(crate) const XML: u32 = 1;

const PAIRS: usize = 64;
/// How many names of past stanzas are kept, and how many bytes there may be in all while they are.
const KEPT: usize = 48;
const KEPT_BYTES: usize = 4096;

/// Namespace names by number.
///
/// Names declared again and again get the number they had: a small table remembers the last two names of each hash. More names
/// with one hash only cost another copy, so a peer that makes hashes collide gains nothing; hence equal numbers mean
/// equal names, but different numbers need a look at the names.
#[derive(Clone, Debug)]
pub(crate) struct Namespaces {
    names: String,
    ends: Vec<u32>,
    /// Two numbers for each hash, the later one first: such as are small enough, which are as good as all.
    pairs: [[Slot; 2]; PAIRS],
    /// A name that has a number may have been forgotten by the table: it would get another one.
    may_repeat: bool,
    /// Which of the first numbers are content namespaces.
    content: Few,
    /// Which of them are of streams: content namespaces, and that of the stream itself.
    of_streams: Few,
}

/// Some of the numbers below 64: nearly all that come.
#[derive(Clone, Copy, Debug, Default)]
struct Few(u64);

impl Few {
    /// Takes a number in, or out.
    const fn set(&mut self, number: u32, is_in: bool) {
        if number < u64::BITS {
            self.0 = self.0 & !(1 << number) | (is_in as u64) << number;
        }
    }

    /// Whether the number is one of them; nothing is known of one that is too large.
    #[inline]
    const fn has(self, number: u32) -> Option<bool> {
        if number < u64::BITS {
            Some(self.0 >> number & 1 != 0)
        } else {
            None
        }
    }
}

/// A number, and what else is known of the hash of its name: which of a pair to look at is told by it, without a branch to be foretold.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    number: u16,
    hash: u16,
}

impl Default for Namespaces {
    fn default() -> Self {
        Self {
            names: XML_NAMESPACE.to_owned(),
            ends: vec![0, XML_NAMESPACE.len() as u32],
            pairs: [[Slot::default(); 2]; PAIRS],
            may_repeat: false,
            content: Few::default(),
            of_streams: Few::default(),
        }
    }
}

impl Namespaces {
    /// The number of the name; names it if need be.
    pub(crate) fn intern(&mut self, name: &str) -> u32 {
        if name.is_empty() {
            return NO_NAMESPACE;
        }
        let (pair, hash) = place(name.as_bytes());
        if let Some(known) = self.in_pair(pair, hash, name.as_bytes()) {
            return known;
        }
        if name == XML_NAMESPACE {
            return XML;
        }
        let number = self.ends.len() as u32;
        self.names.push_str(name);
        self.ends.push(self.names.len() as u32);
        self.content.set(number, is_content_name(name.as_bytes()));
        self.of_streams.set(number, is_of_streams(name.as_bytes()));
        match u16::try_from(number) {
            Ok(number) => {
                let [first, second] = self.pairs[pair];
                let hides_first = first.number != 0 && first.hash == hash;
                self.may_repeat |= second.number != 0 || hides_first;
                self.pairs[pair] = [Slot { number, hash }, first];
            }
            Err(_) => self.may_repeat = true,
        }
        number
    }

    /// The number of the name, if it was named lately.
    #[inline]
    pub(crate) fn known(&self, name: &[u8]) -> Option<u32> {
        let (pair, hash) = place(name);
        self.in_pair(pair, hash, name)
    }

    #[inline]
    pub(crate) fn name(&self, number: u32) -> &str {
        &self.names[self.range(number)]
    }

    /// The name, of which nothing but its bytes is asked.
    #[inline]
    pub(crate) fn bytes(&self, number: u32) -> &[u8] {
        &self.names.as_bytes()[self.range(number)]
    }

    #[inline]
    fn range(&self, number: u32) -> Range<usize> {
        let number = number as usize;
        let start = match number {
            0 => 0,
            _ => self.ends[number - 1],
        };
        start as usize..self.ends[number] as usize
    }

    /// Whether the name is one of the [content namespaces](crate::CONTENT_NAMESPACES).
    #[inline]
    pub(crate) fn is_content(&self, number: u32) -> bool {
        let known = self.content.has(number);
        known.unwrap_or_else(|| self.is_late_content(number))
    }

    /// Whether it is one of those, or that of the stream itself.
    #[inline]
    pub(crate) fn is_of_streams(&self, number: u32) -> bool {
        let known = self.of_streams.has(number);
        known.unwrap_or_else(|| self.is_late_of_streams(number))
    }

    #[cold]
    fn is_late_content(&self, number: u32) -> bool {
        is_content_name(self.bytes(number))
    }

    #[cold]
    fn is_late_of_streams(&self, number: u32) -> bool {
        is_of_streams(self.bytes(number))
    }

    /// Whether both numbers are those of one name.
    #[inline]
    pub(crate) fn same(&self, left: u32, right: u32) -> bool {
        left == right || self.may_repeat && self.same_names(left, right)
    }

    #[cold]
    fn same_names(&self, left: u32, right: u32) -> bool {
        self.bytes(left) == self.bytes(right)
    }

    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Forgets all names but the first `length`, unless there are so few that they may come again.
    pub(crate) fn tidy(&mut self, length: usize) {
        if self.ends.len() > length + KEPT || self.names.len() > KEPT_BYTES {
            self.truncate(length);
        }
    }

    /// Forgets all names but the first `length`.
    pub(crate) fn truncate(&mut self, length: usize) {
        let length = length.clamp(2, self.ends.len());
        self.ends.truncate(length);
        self.names.truncate(self.ends[length - 1] as usize);
    }

    /// The number of the name, if it is in one of the two slots there.
    #[inline]
    fn in_pair(&self, pair: usize, hash: u16, name: &[u8]) -> Option<u32> {
        let [first, second] = self.pairs[pair];
        let slot = if first.hash == hash { first } else { second };
        // A slot may be older than the last truncation: what counts is the name that its number has now.
        let number = usize::from(slot.number);
        let (&start, &end) = (
            self.ends.get(number.wrapping_sub(1))?,
            self.ends.get(number)?,
        );
        let known = self.names.as_bytes().get(start as usize..end as usize)?;
        (known == name).then_some(u32::from(slot.number))
    }
}

fn is_of_streams(name: &[u8]) -> bool {
    is_content_name(name) || name == STREAM_NAMESPACE.as_bytes()
}

/// The pair of slots of a name, and what tells it from others in that. Names differ most in length and in their last bytes.
#[inline]
fn place(name: &[u8]) -> (usize, u16) {
    let last = name.last_chunk::<8>().map_or_else(
        || {
            name.iter()
                .fold(0, |hash, &byte| hash << 8 | u64::from(byte))
        },
        |chunk| u64::from_le_bytes(*chunk),
    );
    let hash = last ^ (name.len() as u64).rotate_left(32);
    let hash = hash.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let pair = (hash >> (64 - PAIRS.trailing_zeros())) as usize;
    (pair, (hash >> 32) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_mostly_share_a_number_and_truncation_forgets() {
        let mut namespaces = Namespaces::default();
        assert_eq!(namespaces.name(NO_NAMESPACE), "");
        assert_eq!(namespaces.name(XML), XML_NAMESPACE);
        let client = namespaces.intern("jabber:client");
        let kept = namespaces.len();
        let roster = namespaces.intern("jabber:iq:roster");
        assert_eq!(namespaces.intern("jabber:iq:roster"), roster);
        namespaces.truncate(kept);
        let other = namespaces.intern("urn:other");
        assert_eq!(other, roster);
        assert_eq!(namespaces.name(other), "urn:other");
        let again = namespaces.intern("jabber:iq:roster");
        assert_eq!(namespaces.name(again), "jabber:iq:roster");
        assert_eq!(namespaces.name(client), "jabber:client");
        assert!(!namespaces.same(other, again));
    }

    #[test]
    fn two_names_of_one_pair_are_both_known() {
        let mut namespaces = Namespaces::default();
        let names: Vec<String> = (0..200).map(|number| format!("urn:{number}")).collect();
        for left in &names {
            let right = names
                .iter()
                .find(|name| *name != left && place(name.as_bytes()).0 == place(left.as_bytes()).0);
            let Some(right) = right else {
                continue;
            };
            let numbers = (namespaces.intern(left), namespaces.intern(right));
            assert_eq!(namespaces.known(left.as_bytes()), Some(numbers.0));
            assert_eq!(namespaces.known(right.as_bytes()), Some(numbers.1));
        }
    }

    #[test]
    fn numbers_tell_names_apart_as_long_as_none_is_forgotten() {
        let mut namespaces = Namespaces::default();
        let few = ["urn:a", "urn:bc", "urn:def"].map(|name| namespaces.intern(name));
        assert!(!namespaces.may_repeat);
        assert!(namespaces.same(few[0], few[0]) && !namespaces.same(few[0], few[1]));
        // Of one length and with one end, so that the later one hides the other.
        let hidden = namespaces.intern("urn:one:the-same-end");
        namespaces.intern("urn:two:the-same-end");
        let again = namespaces.intern("urn:one:the-same-end");
        assert!(namespaces.may_repeat);
        assert_ne!(hidden, again);
        assert!(namespaces.same(hidden, again) && !namespaces.same(few[0], again));
    }

    #[test]
    fn same_says_what_names_say() {
        let mut namespaces = Namespaces::default();
        let mut told = Vec::new();
        for round in 0..6_usize {
            for number in 0..60 {
                let name = format!("urn:{}:{}", number * 7 % 40, "end".repeat(number % 3));
                let at = namespaces.intern(&name);
                told.push((at, name));
            }
            for (left, one) in &told {
                for (right, other) in &told {
                    assert_eq!(
                        namespaces.same(*left, *right),
                        one == other,
                        "{one} {other}"
                    );
                }
            }
            if round % 2 == 1 {
                let kept = 2 + round;
                namespaces.truncate(kept);
                told.retain(|(at, _)| (*at as usize) < kept);
            }
        }
    }

    #[test]
    fn what_is_of_streams_is_known_of_every_number() {
        let others = |namespaces: &mut Namespaces, count: usize| {
            for number in 0..count {
                let at = namespaces.intern(&format!("urn:{count}:{number}"));
                assert!(!namespaces.is_content(at) && !namespaces.is_of_streams(at));
            }
        };
        for before in [0, 59, 60, 100] {
            let mut namespaces = Namespaces::default();
            others(&mut namespaces, before);
            for name in crate::CONTENT_NAMESPACES {
                let at = namespaces.intern(name);
                assert!(namespaces.is_content(at) && namespaces.is_of_streams(at));
            }
            let stream = namespaces.intern(STREAM_NAMESPACE);
            assert!(!namespaces.is_content(stream) && namespaces.is_of_streams(stream));
            // Their numbers are given to others.
            namespaces.truncate(2);
            others(&mut namespaces, 120);
        }
    }

    #[test]
    fn names_of_one_slot_stay_apart() {
        let mut namespaces = Namespaces::default();
        let names: Vec<String> = (0..1000).map(|number| format!("urn:{number}")).collect();
        for _ in 0..2 {
            for name in &names {
                let number = namespaces.intern(name);
                assert_eq!(namespaces.name(number), name);
            }
        }
    }
}
