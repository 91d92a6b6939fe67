//! What a component wants.

use std::fmt;

use crate::BareJid;
use crate::stream::Deadlines;
use crate::xml::Limits;

/// What a component wants of a server. `Debug` does not show the secret.
#[derive(Clone)]
#[non_exhaustive]
pub struct ComponentSettings {
    /// The domain that the component is.
    pub domain: BareJid,
    /// What the component and the server both know, and nobody else.
    pub secret: String,
    /// How long things may take.
    pub deadlines: Deadlines,
    /// How large the stanzas of the server may be.
    pub limits: Limits,
}

impl ComponentSettings {
    /// A component that is this domain, with the secret that the server expects.
    pub fn new(domain: BareJid, secret: impl Into<String>) -> Self {
        Self {
            domain,
            secret: secret.into(),
            deadlines: Deadlines::CLIENT,
            limits: Limits::SERVER,
        }
    }
}

impl fmt::Debug for ComponentSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ComponentSettings")
            .field("domain", &self.domain)
            .field("deadlines", &self.deadlines)
            .finish_non_exhaustive()
    }
}
