//! Presence: who hears of whom (RFC 6121 §4).

mod broadcast;
mod directed;
mod probe;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::Jid;
pub use broadcast::{available, unavailable};
pub use directed::{directed, received_unavailable};
pub use probe::{Probed, absent, probe};

/// What the rules about presence need to know of one connected resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Availability {
    /// Its priority, if it is available: if it has sent initial presence and not taken it back (RFC 6121 §4.1).
    pub priority: Option<i8>,
    /// Whom it has shown itself to that does not see its broadcasts (RFC 6121 §4.6.3).
    pub directed: BTreeSet<Jid>,
    /// The name of its active privacy list, which outlives its being available (XEP-0016 §2.2).
    pub active: Option<Box<str>>,
}

/// To how many addresses a resource can show itself that do not see its broadcasts.
pub const DIRECTED_LIMIT: usize = 1000;

impl Availability {
    /// Whether the resource gets messages for its account: its priority is not negative (RFC 6121 §4.7.2.3).
    pub fn takes_messages(&self) -> bool {
        self.priority.is_some_and(|priority| priority >= 0)
    }
}
