//! Presence for somebody in particular (RFC 6121 §4.6).

use super::broadcast::{forward, sees_broadcasts};
use super::{Availability, DIRECTED_LIMIT};
use crate::rules::Effect;
use crate::rules::roster::Roster;
use crate::schema::stanzaerror::Condition;
use crate::{FullJid, Jid};

/// Judges available or unavailable presence that a resource has sent to an address (RFC 6121 §4.6.3). Who sees the resource's
/// broadcasts anyway is not remembered; everyone else hears when it goes. Beyond [`DIRECTED_LIMIT`] such addresses, the answer is
/// `resource-constraint`.
pub fn directed(
    roster: &Roster,
    resource: &FullJid,
    availability: &Availability,
    to: &Jid,
    is_available: bool,
) -> Vec<Effect> {
    let known = availability.directed.contains(to);
    if !is_available {
        let forget = known.then(|| Effect::Forget(to.clone()));
        return [forward(to.clone())].into_iter().chain(forget).collect();
    }
    if known || (availability.priority.is_some() && sees_broadcasts(roster, resource, to)) {
        return vec![forward(to.clone())];
    }
    if availability.directed.len() >= DIRECTED_LIMIT {
        return vec![Effect::Bounce(Condition::ResourceConstraint)];
    }
    vec![Effect::Remember(to.clone()), forward(to.clone())]
}

/// Whom the resource no longer shows itself to because they have gone: those of its addresses that the unavailable presence
/// comes from (RFC 6121 §4.6.1). One from a bare address is for all its resources (RFC 6121 §4.5.4).
pub fn received_unavailable(availability: &Availability, from: &Jid) -> Vec<Effect> {
    let gone = |jid: &&Jid| *jid == from || (from.is_bare() && jid.as_bare() == from.as_bare());
    availability
        .directed
        .iter()
        .filter(gone)
        .cloned()
        .map(Effect::Forget)
        .collect()
}
