//! Expanded names.

use super::{Text, XML};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// An expanded name: namespace (empty for none) and local name.
#[derive(Clone, Debug, Default)]
pub struct Name {
    /// The namespace, empty for none.
    pub namespace: Text,
    /// The local name.
    pub local: Text,
}

impl Name {
    /// The name `{namespace}local`.
    pub fn new(namespace: impl Into<Text>, local: impl Into<Text>) -> Self {
        Self {
            namespace: namespace.into(),
            local: local.into(),
        }
    }

    /// Whether it is that name.
    ///
    /// Most names of attributes have no namespace, and comparing nothing with nothing is not free: the bytes compared are
    /// then at an address where there is no memory, which some processors are long about.
    #[inline]
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local
            && self.namespace.len() == namespace.len()
            && (namespace.is_empty()
                || std::ptr::eq(self.namespace.as_str(), namespace) // names mostly share it
                || self.namespace == namespace)
    }

    /// The name as documents and catalogues write it: `xml:lang` with its prefix, others without.
    pub fn written(&self) -> String {
        match self.namespace.as_str() {
            XML => format!("xml:{}", self.local),
            _ => self.local.to_string(),
        }
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.namespace, &other.local)
    }
}

impl Eq for Name {}

/// By the local name and the length of the namespace: most names that are looked up together are of one namespace.
impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(self.namespace.len());
        self.local.hash(state);
    }
}

/// By namespace, then by local name.
impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        let (one, two) = (self.namespace.as_str(), other.namespace.as_str());
        let namespaces = match one.is_empty() || two.is_empty() || std::ptr::eq(one, two) {
            true => one.len().cmp(&two.len()),
            false => one.cmp(two),
        };
        namespaces.then_with(|| self.local.cmp(&other.local))
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            f.write_str(&self.local)
        } else {
            write!(f, "{{{}}}{}", self.namespace, self.local)
        }
    }
}

/// Whether two short names are the same: without a call for those of up to 16 bytes, which nearly all are.
#[inline]
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    match one.len() {
        8..=16 => {
            one.first_chunk::<8>() == other.first_chunk::<8>()
                && one.last_chunk::<8>() == other.last_chunk::<8>()
        }
        4..8 => {
            one.first_chunk::<4>() == other.first_chunk::<4>()
                && one.last_chunk::<4>() == other.last_chunk::<4>()
        }
        2..4 => {
            one.first_chunk::<2>() == other.first_chunk::<2>()
                && one.last_chunk::<2>() == other.last_chunk::<2>()
        }
        _ => one == other,
    }
}

/// A text made of what was read: without a copy of a length that the compiler does not know, whose bytes are read again
/// before they are written, which processors are long about.
#[inline(never)]
pub(crate) fn text(of: &str) -> Text {
    macro_rules! by_length {
        ($($length:literal)*) => {
            match of.len() {
                $($length => of.get(..$length).map_or_else(Text::default, Text::new_inline),)*
                _ => of.into(),
            }
        };
    }
    by_length!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_by_namespace_and_then_by_local_name() {
        let mut names = ["urn:b a", " b", "urn:a c", " a", "urn:a b"].map(|name| {
            let (namespace, local) = name.split_once(' ').unwrap_or_default();
            Name::new(namespace, local)
        });
        names.sort();
        let written = names.map(|name| name.to_string());
        assert_eq!(written, ["a", "b", "{urn:a}b", "{urn:a}c", "{urn:b}a"]);
        assert!(Name::new("", "a").is("", "a") && !Name::new("urn:a", "a").is("", "a"));
        assert_ne!(Name::new("urn:a", "a"), Name::new("urn:b", "a"));
    }
}
