//! What a rule wants done.

use super::roster::Change;
use super::{blocking, privacy};
use crate::schema::roster;
use crate::schema::stanza::PresenceType;
use crate::schema::stanzaerror::Condition;
use crate::{Element, Jid};

/// One thing to do for an account. Effects are done in the order in which they stand.
///
/// "The stanza at hand" is the one that the rule was asked about, "the resource at hand" the one that sent it, or that it is
/// addressed to. The addresses of stanzas that go out are stamped as the effect says, whatever the stanza claims.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Effect {
    /// Write this to the roster. What stands after it is done when that is durable. If the roster has changed since the rule saw
    /// it, the rule is to be asked again.
    Store(Change),
    /// Write this to the privacy lists, all of it or nothing. What stands after it is done when that is durable.
    StorePrivacy(Vec<privacy::Change>),
    /// This list applies to the resource at hand from now on; absent for the default one (XEP-0016 §2.4).
    Activate(Option<Box<str>>),
    /// Answer the request at hand with an empty result.
    Reply,
    /// Send this as a roster push, with an id of its own for each, to the interested resources (RFC 6121 §2.1.6).
    Push(roster::Roster),
    /// Tell this to the resources that have asked for the list of those who are blocked, with an id of its own for each
    /// (XEP-0191 §3.3, §3.4).
    PushBlocked(blocking::Change),
    /// Tell the resources that a list has changed, with an id of its own for each (XEP-0016 §2.2, §2.6).
    PushPrivacy {
        /// Its name.
        name: Box<str>,
        /// Whether only those that have asked for lists are told.
        asked: bool,
    },
    /// Hand the stanza at hand to own resources, its `to` unchanged (RFC 6121 §8.5.2).
    Deliver(Audience),
    /// Hand a stanza that was kept to the resource at hand.
    Replay(Element),
    /// Tell the resource at hand, on behalf of this contact, that it is gone (XEP-0016 §2.10).
    Lose(Jid),
    /// Send the stanza at hand on to this address.
    Forward {
        /// Where it goes.
        to: Jid,
        /// Whom it comes from.
        from: Sender,
    },
    /// Send a new presence of this type, without content. Where it answers the sender of the stanza at hand, it repeats that
    /// stanza's `id` (RFC 6121 §4.3.2.1).
    Send {
        /// Where it goes.
        to: Jid,
        /// Whom it comes from.
        from: Sender,
        /// Its type; absent for available.
        type_: Option<PresenceType>,
    },
    /// Send the last broadcast presence of these own resources, complete and with its own `id`, to this address (RFC 6121 §4.3.2).
    Show {
        /// Where it goes.
        to: Jid,
        /// Whose presence it is.
        of: Source,
    },
    /// Send unavailable presence from each available resource to this address (RFC 6121 §3.2.2, §3.3.3).
    Hide {
        /// Where it goes.
        to: Jid,
    },
    /// The resource at hand is available from now on, with this priority, and the stanza at hand is its presence.
    Appear(i8),
    /// The resource at hand is no longer available, and nobody is left who had directed presence from it.
    Vanish,
    /// The resource at hand has shown itself to this address (RFC 6121 §4.6.3).
    Remember(Jid),
    /// The resource at hand no longer shows itself to this address.
    Forget(Jid),
    /// Hand the messages that were kept for the account to the resource at hand (XEP-0160).
    Recall,
    /// Answer the stanza at hand with this error, unless it is one itself (RFC 6120 §8.3.1).
    Bounce(Condition),
}

/// Which of the account's resources get a stanza.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Those that have sent initial presence (RFC 6121 §4.2).
    Available,
    /// Those that have asked for the roster (RFC 6121 §2.2).
    Interested,
}

/// Whom a stanza comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sender {
    /// The bare address of the account.
    Account,
    /// The full address of the resource at hand.
    Resource,
}

/// Whose presence is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// That of every available resource.
    Every,
    /// That of every available resource but the one at hand.
    Others,
    /// That of the resource at hand.
    Resource,
}
