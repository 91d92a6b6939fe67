//! Whether two addresses are the same, here and elsewhere.

use super::Explanation;
use xmpp_core::jid::confusable;

/// Two addresses beside each other.
pub(crate) struct Comparison {
    /// Here, by RFC 7622 §3.2.3, §3.3 and §3.4: nothing if one of them is no address.
    pub(crate) is_same: Option<bool>,
    /// To peers of RFC 6122: nothing if they refuse one of them.
    pub(crate) is_same_to_old_peers: Option<bool>,
    /// Different, but hard to tell apart (UTS 39 §4).
    pub(crate) looks_alike: bool,
    /// The first place where they differ, counted in characters from 1, and what stands there.
    pub(crate) difference: Option<(usize, Option<char>, Option<char>)>,
}

impl Comparison {
    pub(crate) fn of(one: &Explanation, other: &Explanation) -> Self {
        let prepared = one.jid.as_ref().ok().zip(other.jid.as_ref().ok());
        let old = one.old.as_ref().ok().zip(other.old.as_ref().ok());
        let (left, right) = match prepared {
            Some((one, other)) => (one.as_str(), other.as_str()),
            None => (one.typed.as_str(), other.typed.as_str()),
        };
        Self {
            is_same: prepared.map(|(one, other)| one == other),
            is_same_to_old_peers: old.map(|(one, other)| one == other),
            looks_alike: confusable::look_alike(left, right),
            difference: difference(left, right),
        }
    }
}

fn difference(one: &str, other: &str) -> Option<(usize, Option<char>, Option<char>)> {
    let (mut left, mut right) = (one.chars(), other.chars());
    let mut place = 1;
    loop {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (one, other) if one != other => return Some((place, one, other)),
            _ => place += 1,
        }
    }
}
