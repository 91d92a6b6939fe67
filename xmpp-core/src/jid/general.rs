//! Any address.

use crate::jid::prepare;
use crate::jid::reference::Offsets;
use crate::{BareJid, FullJid, JidCow, JidError, JidRef};
use compact_str::CompactString;

/// An address, with or without a resource (RFC 7622).
///
/// 32 bytes; up to 24 bytes of text are kept inside, longer ones on the heap.
#[derive(Clone)]
pub struct Jid {
    text: CompactString,
    offsets: Offsets,
}

impl Jid {
    /// Parses and prepares an address.
    ///
    /// # Errors
    ///
    /// Says which part breaks which rule of RFC 7622.
    #[inline]
    pub fn new(text: &str) -> Result<Self, JidError> {
        prepare::owned_address(text)
    }

    /// An address of the given parts, each prepared for itself: a `/` in a localpart is an error, not a separator.
    ///
    /// # Errors
    ///
    /// Says which part breaks which rule of RFC 7622.
    pub fn from_parts(
        local: Option<&str>,
        domain: &str,
        resource: Option<&str>,
    ) -> Result<Self, JidError> {
        prepare::parts(local, domain, resource)
    }

    /// The localpart: an account or a room.
    pub fn local(&self) -> Option<&str> {
        self.as_jid_ref().local()
    }

    /// The domainpart: a server or a service.
    pub fn domain(&self) -> &str {
        self.as_jid_ref().domain()
    }

    /// The resourcepart: a connection of the account, or an occupant of the room.
    pub fn resource(&self) -> Option<&str> {
        self.as_jid_ref().resource()
    }

    /// The whole address in prepared form.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// A view of the address.
    pub fn as_jid_ref(&self) -> JidRef<'_> {
        JidRef::of(&self.text, self.offsets)
    }

    /// A view of the address without its resource.
    pub fn as_bare(&self) -> JidRef<'_> {
        self.as_jid_ref().as_bare()
    }

    /// The address without its resource.
    pub fn to_bare(&self) -> BareJid {
        BareJid::of(self.as_jid_ref())
    }

    /// The address without its resource.
    pub fn into_bare(self) -> BareJid {
        if self.is_bare() {
            BareJid::new_unchecked(self)
        } else {
            self.to_bare()
        }
    }

    /// The address, if it has a resource.
    pub fn to_full(&self) -> Option<FullJid> {
        self.as_jid_ref().to_full()
    }

    /// The address of the server or service alone.
    pub fn to_domain(&self) -> BareJid {
        let offsets = Offsets {
            domain: 0,
            resource: 0,
        };
        BareJid::of(JidRef::of(self.domain(), offsets))
    }

    /// The same account or room with this resource, which replaces the one that is there.
    ///
    /// # Errors
    ///
    /// If `resource` is no resourcepart (RFC 7622 §3.4).
    pub fn with_resource(&self, resource: &str) -> Result<FullJid, JidError> {
        prepare::with_resource(self.as_bare(), resource).map(FullJid::new_unchecked)
    }

    /// Whether there is no resource.
    pub const fn is_bare(&self) -> bool {
        self.offsets.resource == 0
    }

    /// Whether there is a resource.
    pub const fn is_full(&self) -> bool {
        !self.is_bare()
    }

    #[inline]
    pub(in crate::jid) fn of(jid: JidRef<'_>) -> Self {
        Self::from_prepared(CompactString::new(jid.as_str()), jid.offsets())
    }

    #[inline]
    pub(in crate::jid) const fn from_prepared(text: CompactString, offsets: Offsets) -> Self {
        Self { text, offsets }
    }
}

impl From<BareJid> for Jid {
    fn from(bare: BareJid) -> Self {
        bare.into_jid()
    }
}

impl From<FullJid> for Jid {
    fn from(full: FullJid) -> Self {
        full.into_jid()
    }
}

impl From<&Self> for Jid {
    fn from(jid: &Self) -> Self {
        jid.clone()
    }
}

impl From<&BareJid> for Jid {
    fn from(bare: &BareJid) -> Self {
        bare.as_jid().clone()
    }
}

impl From<&FullJid> for Jid {
    fn from(full: &FullJid) -> Self {
        full.as_jid().clone()
    }
}

impl From<JidRef<'_>> for Jid {
    fn from(jid: JidRef<'_>) -> Self {
        Self::of(jid)
    }
}

impl From<JidCow<'_>> for Jid {
    fn from(jid: JidCow<'_>) -> Self {
        jid.into_owned()
    }
}
