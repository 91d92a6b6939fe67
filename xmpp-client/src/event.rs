//! What a client hears.

use xmpp_core::schema::roster;
use xmpp_core::schema::stanza::{Message, Presence};
use xmpp_core::{Element, Received, Report};

use crate::error::Disconnect;
use crate::incoming::ReceivedRequest;

/// What a client hears, in the order in which it came.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// A message. One of type `error` tells that a message of ours could not be delivered; it is never answered
    /// (RFC 6120 §8.3.1).
    Message(Received<Message>),
    /// A presence: somebody's availability, or a matter of subscriptions.
    Presence(Received<Presence>),
    /// A request that none of the services answers.
    Request(ReceivedRequest),
    /// A contact was added to the roster, changed or removed, by this client or another one of the account. It comes from the
    /// own account (RFC 6121 §2.1.6) and has been answered.
    RosterPush(RosterPush),
    /// A stanza that cannot be read as what it claims to be. The session goes on; where an answer was due, it was given.
    Invalid {
        /// The stanza.
        stanza: Element,
        /// What is wrong with it.
        report: Report,
    },
    /// The connection is lost, and the session is to go on over another one; see [`Builder::resume`](crate::Builder::resume).
    Suspended(Disconnect),
    /// The session goes on: what either side had not got of the other has come, or comes now.
    Resumed,
    /// The connection has ended; nothing comes after this.
    Disconnected(Disconnect),
}

/// A change of the roster.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RosterPush {
    /// The contact; one with the subscription `remove` is no longer in the roster.
    pub item: roster::Item,
    /// The version of the roster after the change, where the server counts versions (RFC 6121 §2.6).
    pub version: Option<String>,
}

impl Event {
    /// How much memory it takes, about.
    pub(crate) fn weight(&self) -> usize {
        let of = |element: &Element| element.as_fragment().xml().len();
        512 + match self {
            Self::Message(message) => of(message.element()),
            Self::Presence(presence) => of(presence.element()),
            Self::Request(request) => of(request.received().element()),
            Self::Invalid { stanza, .. } => of(stanza),
            Self::RosterPush(_) | Self::Suspended(_) | Self::Resumed | Self::Disconnected(_) => 0,
        }
    }
}
