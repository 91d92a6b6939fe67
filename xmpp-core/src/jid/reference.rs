//! An address in somebody else's text.

use crate::jid::prepare;
use crate::{BareJid, FullJid, Jid, JidCow, JidError};
use std::fmt;

/// A prepared address in somebody else's text.
///
/// It comes from an owned address ([`Jid::as_jid_ref`]) or from parsing text that is in prepared form ([`JidCow`]).
#[derive(Clone, Copy)]
pub struct JidRef<'a> {
    text: &'a str,
    offsets: Offsets,
}

/// Where the parts begin, in bytes of the prepared text. It has at most 3071 of them.
#[derive(Clone, Copy)]
pub(in crate::jid) struct Offsets {
    /// Where the domainpart begins: 0 when there is no localpart.
    pub(in crate::jid) domain: u16,
    /// Where the resourcepart begins: 0 when there is none.
    pub(in crate::jid) resource: u16,
}

impl<'a> JidRef<'a> {
    /// Parses an address. The result borrows `text` unless preparing changed it.
    ///
    /// # Errors
    ///
    /// Says which part breaks which rule of RFC 7622.
    #[inline]
    pub fn parse(text: &'a str) -> Result<JidCow<'a>, JidError> {
        prepare::address(text)
    }

    /// The localpart: an account or a room.
    pub fn local(self) -> Option<&'a str> {
        let end = usize::from(self.offsets.domain).checked_sub(1)?;
        self.text.get(..end)
    }

    /// The domainpart: a server or a service.
    pub fn domain(self) -> &'a str {
        &self.text[usize::from(self.offsets.domain)..self.bare_end()]
    }

    /// The resourcepart: a connection of the account, or an occupant of the room.
    pub fn resource(self) -> Option<&'a str> {
        match self.offsets.resource {
            0 => None,
            start => self.text.get(usize::from(start)..),
        }
    }

    /// The whole address in prepared form.
    pub const fn as_str(self) -> &'a str {
        self.text
    }

    /// The address without its resource.
    pub fn as_bare(self) -> Self {
        Self {
            text: &self.text[..self.bare_end()],
            offsets: Offsets {
                resource: 0,
                ..self.offsets
            },
        }
    }

    /// Whether there is no resource.
    pub const fn is_bare(self) -> bool {
        self.offsets.resource == 0
    }

    /// Whether there is a resource.
    pub const fn is_full(self) -> bool {
        !self.is_bare()
    }

    /// An owned copy.
    #[inline]
    pub fn to_jid(self) -> Jid {
        Jid::of(self)
    }

    /// An owned copy without the resource.
    pub fn to_bare(self) -> BareJid {
        BareJid::of(self)
    }

    /// An owned copy, if there is a resource.
    pub fn to_full(self) -> Option<FullJid> {
        FullJid::try_from(self.to_jid()).ok()
    }

    pub(in crate::jid) const fn of(text: &'a str, offsets: Offsets) -> Self {
        Self { text, offsets }
    }

    pub(in crate::jid) const fn offsets(self) -> Offsets {
        self.offsets
    }

    fn bare_end(self) -> usize {
        match self.offsets.resource {
            0 => self.text.len(),
            start => usize::from(start) - 1,
        }
    }
}

impl fmt::Display for JidRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text)
    }
}

impl fmt::Debug for JidRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.text, f)
    }
}
