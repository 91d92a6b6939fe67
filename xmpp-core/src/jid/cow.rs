//! An address that is borrowed where it can be.

use crate::{Jid, JidError, JidRef};
use std::fmt;

/// An address that borrows the text it was parsed from, unless preparing changed it.
#[derive(Clone)]
pub enum JidCow<'a> {
    /// The text was in prepared form.
    Borrowed(JidRef<'a>),
    /// The text had to be mapped.
    Owned(Jid),
}

impl<'a> JidCow<'a> {
    /// Parses an address. The result borrows `text` unless preparing changed it.
    ///
    /// # Errors
    ///
    /// Says which part breaks which rule of RFC 7622.
    #[inline]
    pub fn parse(text: &'a str) -> Result<Self, JidError> {
        JidRef::parse(text)
    }

    /// A view of the address.
    pub fn as_jid_ref(&self) -> JidRef<'_> {
        match self {
            Self::Borrowed(jid) => *jid,
            Self::Owned(jid) => jid.as_jid_ref(),
        }
    }

    /// The address, copied if it was borrowed.
    pub fn into_owned(self) -> Jid {
        match self {
            Self::Borrowed(jid) => jid.to_jid(),
            Self::Owned(jid) => jid,
        }
    }

    /// The whole address in prepared form.
    pub fn as_str(&self) -> &str {
        self.as_jid_ref().as_str()
    }
}

impl fmt::Display for JidCow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_jid_ref().fmt(f)
    }
}

impl fmt::Debug for JidCow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.as_jid_ref(), f)
    }
}
