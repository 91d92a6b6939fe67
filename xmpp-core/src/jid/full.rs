//! An address with a resource.

use crate::jid::prepare;
use crate::{BareJid, Jid, JidError, JidRef};

/// An address with a resource: one connection of an account, or one occupant of a room (RFC 6120 §1.4).
#[derive(Clone)]
pub struct FullJid {
    jid: Jid,
}

impl FullJid {
    /// Parses and prepares an address that has a resource.
    ///
    /// # Errors
    ///
    /// Says which part breaks which rule of RFC 7622, or that there is no resource.
    pub fn new(text: &str) -> Result<Self, JidError> {
        Self::try_from(Jid::new(text)?)
    }

    /// An address of the given parts, each prepared for itself.
    ///
    /// # Errors
    ///
    /// Says which part breaks which rule of RFC 7622.
    pub fn from_parts(local: Option<&str>, domain: &str, resource: &str) -> Result<Self, JidError> {
        prepare::parts(local, domain, Some(resource)).map(Self::new_unchecked)
    }

    /// The localpart: an account or a room.
    pub fn local(&self) -> Option<&str> {
        self.jid.local()
    }

    /// The domainpart: a server or a service.
    pub fn domain(&self) -> &str {
        self.jid.domain()
    }

    /// The resourcepart: a connection of the account, or an occupant of the room.
    pub fn resource(&self) -> &str {
        self.jid.resource().unwrap_or_default() // never absent: checked when the value was made
    }

    /// The whole address in prepared form.
    pub fn as_str(&self) -> &str {
        self.jid.as_str()
    }

    /// A view of the address.
    pub fn as_jid_ref(&self) -> JidRef<'_> {
        self.jid.as_jid_ref()
    }

    /// A view of the address without its resource.
    pub fn as_bare(&self) -> JidRef<'_> {
        self.jid.as_bare()
    }

    /// The address as one that may have no resource.
    pub const fn as_jid(&self) -> &Jid {
        &self.jid
    }

    /// The address as one that may have no resource.
    pub fn into_jid(self) -> Jid {
        self.jid
    }

    /// The address without its resource.
    pub fn to_bare(&self) -> BareJid {
        self.jid.to_bare()
    }

    /// The address of the server or service alone.
    pub fn to_domain(&self) -> BareJid {
        self.jid.to_domain()
    }

    /// The same account or room with another resource.
    ///
    /// # Errors
    ///
    /// If `resource` is no resourcepart (RFC 7622 §3.4).
    pub fn with_resource(&self, resource: &str) -> Result<Self, JidError> {
        self.jid.with_resource(resource)
    }

    /// The caller knows that there is a resource.
    pub(in crate::jid) fn new_unchecked(jid: Jid) -> Self {
        debug_assert!(jid.is_full());
        Self { jid }
    }
}

impl TryFrom<Jid> for FullJid {
    type Error = JidError;

    /// The address, if it has a resource.
    fn try_from(jid: Jid) -> Result<Self, JidError> {
        if jid.is_full() {
            Ok(Self { jid })
        } else {
            Err(JidError::MissingResource)
        }
    }
}

impl AsRef<Jid> for FullJid {
    fn as_ref(&self) -> &Jid {
        &self.jid
    }
}
