//! Addresses that are borrowed where they can be.

use crate::{BareJid, Jid, JidError, JidRef};
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

/// An address without a resource that borrows the text it was parsed from, unless preparing changed it.
#[derive(Clone)]
pub struct BareJidCow<'a> {
    jid: JidCow<'a>,
}

impl<'a> BareJidCow<'a> {
    /// Parses an address that has no resource. The result borrows `text` unless preparing changed it.
    ///
    /// # Errors
    ///
    /// Says which part breaks which rule of RFC 7622, or that there is a resource.
    pub fn parse(text: &'a str) -> Result<Self, JidError> {
        Self::try_from(JidCow::parse(text)?)
    }

    /// A view of the address.
    pub fn as_jid_ref(&self) -> JidRef<'_> {
        self.jid.as_jid_ref()
    }

    /// The address as one that may have a resource.
    pub fn into_jid(self) -> JidCow<'a> {
        self.jid
    }

    /// The address, copied if it was borrowed.
    pub fn into_owned(self) -> BareJid {
        BareJid::new_unchecked(self.jid.into_owned())
    }

    /// The whole address in prepared form.
    pub fn as_str(&self) -> &str {
        self.jid.as_str()
    }

    /// The caller knows that there is no resource.
    #[inline]
    pub(in crate::jid) const fn new_unchecked(jid: JidCow<'a>) -> Self {
        Self { jid }
    }
}

impl<'a> TryFrom<JidCow<'a>> for BareJidCow<'a> {
    type Error = JidError;

    /// The address, unless it has a resource.
    fn try_from(jid: JidCow<'a>) -> Result<Self, JidError> {
        if jid.as_jid_ref().is_bare() {
            Ok(Self { jid })
        } else {
            Err(JidError::UnexpectedResource)
        }
    }
}

impl fmt::Display for BareJidCow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.jid.fmt(f)
    }
}

impl fmt::Debug for BareJidCow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.jid, f)
    }
}
