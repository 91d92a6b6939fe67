//! An address without a resource.

use crate::jid::prepare;
use crate::{FullJid, Jid, JidError, JidRef};

/// An address without a resource: an account, a room, a server or a service (RFC 6120 §1.4).
#[derive(Clone)]
pub struct BareJid {
    jid: Jid,
}

impl BareJid {
    /// Parses and prepares an address that has no resource.
    ///
    /// # Errors
    ///
    /// Says which part breaks which rule of RFC 7622, or that there is a resource.
    pub fn new(text: &str) -> Result<Self, JidError> {
        Self::try_from(Jid::new(text)?)
    }

    /// An address of the given parts, each prepared for itself.
    ///
    /// # Errors
    ///
    /// Says which part breaks which rule of RFC 7622.
    pub fn from_parts(local: Option<&str>, domain: &str) -> Result<Self, JidError> {
        prepare::parts(local, domain, None).map(Self::new_unchecked)
    }

    /// The localpart: an account or a room.
    pub fn local(&self) -> Option<&str> {
        self.jid.local()
    }

    /// The domainpart: a server or a service.
    pub fn domain(&self) -> &str {
        self.jid.domain()
    }

    /// The whole address in prepared form.
    pub fn as_str(&self) -> &str {
        self.jid.as_str()
    }

    /// A view of the address.
    pub fn as_jid_ref(&self) -> JidRef<'_> {
        self.jid.as_jid_ref()
    }

    /// The address as one that may have a resource.
    pub const fn as_jid(&self) -> &Jid {
        &self.jid
    }

    /// The address as one that may have a resource.
    pub fn into_jid(self) -> Jid {
        self.jid
    }

    /// The address of the server or service alone.
    pub fn to_domain(&self) -> Self {
        self.jid.to_domain()
    }

    /// The same account or room with this resource.
    ///
    /// # Errors
    ///
    /// If `resource` is no resourcepart (RFC 7622 §3.4).
    pub fn with_resource(&self, resource: &str) -> Result<FullJid, JidError> {
        self.jid.with_resource(resource)
    }

    /// Without its resource, if it has one.
    pub(in crate::jid) fn of(jid: JidRef<'_>) -> Self {
        Self::new_unchecked(jid.as_bare().to_jid())
    }

    /// The caller knows that there is no resource.
    pub(in crate::jid) fn new_unchecked(jid: Jid) -> Self {
        debug_assert!(jid.is_bare());
        Self { jid }
    }
}

impl TryFrom<Jid> for BareJid {
    type Error = JidError;

    /// The address, unless it has a resource; [`Jid::into_bare`] drops the resource instead.
    fn try_from(jid: Jid) -> Result<Self, JidError> {
        if jid.is_bare() {
            Ok(Self { jid })
        } else {
            Err(JidError::UnexpectedResource)
        }
    }
}

impl From<FullJid> for BareJid {
    /// The address without its resource.
    fn from(full: FullJid) -> Self {
        full.to_bare()
    }
}

impl AsRef<Jid> for BareJid {
    fn as_ref(&self) -> &Jid {
        &self.jid
    }
}
