//! What all addresses share: they compare, order, hash, print and parse by their prepared text.

use crate::{BareJid, BareJidCow, FullJid, Jid, JidCow, JidError, JidRef};
use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

macro_rules! by_text {
    ($($type:ty),*) => {$(
        impl Eq for $type {}

        impl Hash for $type {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $type {
            fn cmp(&self, other: &Self) -> Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl PartialEq<str> for $type {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $type {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl PartialEq<$type> for str {
            fn eq(&self, other: &$type) -> bool {
                self == other.as_str()
            }
        }

        impl PartialEq<$type> for &str {
            fn eq(&self, other: &$type) -> bool {
                *self == other.as_str()
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl Borrow<str> for $type {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        by_text!(equal $type: Jid, BareJid, FullJid, JidRef<'_>, JidCow<'_>, BareJidCow<'_>);
    )*};
    (equal $type:ty: $($other:ty),*) => {$(
        impl PartialEq<$other> for $type {
            fn eq(&self, other: &$other) -> bool {
                self.as_str() == other.as_str()
            }
        }
    )*};
}

by_text!(
    Jid,
    BareJid,
    FullJid,
    JidRef<'_>,
    JidCow<'_>,
    BareJidCow<'_>
);

macro_rules! owned {
    ($($type:ty),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl FromStr for $type {
            type Err = JidError;

            fn from_str(text: &str) -> Result<Self, JidError> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $type {
            type Error = JidError;

            fn try_from(text: &str) -> Result<Self, JidError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = JidError;

            fn try_from(text: String) -> Result<Self, JidError> {
                Self::new(&text)
            }
        }

        impl From<$type> for String {
            fn from(jid: $type) -> Self {
                jid.as_str().to_owned()
            }
        }
    )*};
}

owned!(Jid, BareJid, FullJid);

impl<'a> TryFrom<&'a str> for JidCow<'a> {
    type Error = JidError;

    fn try_from(text: &'a str) -> Result<Self, JidError> {
        Self::parse(text)
    }
}

impl<'a> TryFrom<&'a str> for BareJidCow<'a> {
    type Error = JidError;

    fn try_from(text: &'a str) -> Result<Self, JidError> {
        Self::parse(text)
    }
}
