//! The namespace names of a tape, each mostly once.

use crate::XML_NAMESPACE;

/// No namespace.
pub(crate) const NO_NAMESPACE: u32 = 0;
/// The namespace of the prefix `xml`.
pub(crate) const XML: u32 = 1;

const SLOTS: usize = 128;
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
    /// Numbers that are small enough: as good as all.
    slots: [u16; SLOTS],
}

impl Default for Namespaces {
    fn default() -> Self {
        Self {
            names: XML_NAMESPACE.to_owned(),
            ends: vec![0, XML_NAMESPACE.len() as u32],
            slots: [NO_NAMESPACE as u16; SLOTS],
        }
    }
}

impl Namespaces {
    /// The number of the name; names it if need be.
    pub(crate) fn intern(&mut self, name: &str) -> u32 {
        if name.is_empty() {
            return NO_NAMESPACE;
        }
        let pair = pair(name.as_bytes());
        if let Some(known) = self.in_pair(pair, name.as_bytes()) {
            return known;
        }
        if name == XML_NAMESPACE {
            return XML;
        }
        let number = self.ends.len() as u32;
        self.names.push_str(name);
        self.ends.push(self.names.len() as u32);
        if let Ok(small) = u16::try_from(number) {
            self.slots[pair + 1] = self.slots[pair];
            self.slots[pair] = small;
        }
        number
    }

    /// The number of the name, if it was named lately.
    #[inline]
    pub(crate) fn known(&self, name: &[u8]) -> Option<u32> {
        self.in_pair(pair(name), name)
    }

    #[inline]
    pub(crate) fn name(&self, number: u32) -> &str {
        let number = number as usize;
        let start = if number == 0 {
            0
        } else {
            self.ends[number - 1]
        };
        &self.names[start as usize..self.ends[number] as usize]
    }

    pub(crate) fn same(&self, left: u32, right: u32) -> bool {
        left == right || self.name(left) == self.name(right)
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

    /// The number of the name, if it is in one of the two slots that begin there.
    #[inline]
    fn in_pair(&self, pair: usize, name: &[u8]) -> Option<u32> {
        self.in_slot(pair, name)
            .or_else(|| self.in_slot(pair + 1, name))
    }

    #[inline]
    fn in_slot(&self, slot: usize, name: &[u8]) -> Option<u32> {
        let known = u32::from(self.slots[slot]);
        // A slot may be older than the last truncation: what counts is the name that its number has now.
        let current = known != NO_NAMESPACE && (known as usize) < self.ends.len();
        (current && self.name(known).as_bytes() == name).then_some(known)
    }
}

/// The first of the two slots of a name. Names differ most in length and in their last bytes.
#[inline]
fn pair(name: &[u8]) -> usize {
    let last = name.last_chunk::<8>().map_or_else(
        || {
            name.iter()
                .fold(0, |hash, &byte| hash << 8 | u64::from(byte))
        },
        |chunk| u64::from_le_bytes(*chunk),
    );
    let hash = last ^ (name.len() as u64).rotate_left(32);
    2 * (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (65 - SLOTS.trailing_zeros())) as usize
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
                .find(|name| *name != left && pair(name.as_bytes()) == pair(left.as_bytes()));
            let Some(right) = right else {
                continue;
            };
            let numbers = (namespaces.intern(left), namespaces.intern(right));
            assert_eq!(namespaces.known(left.as_bytes()), Some(numbers.0));
            assert_eq!(namespaces.known(right.as_bytes()), Some(numbers.1));
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
