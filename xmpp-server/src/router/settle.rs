//! What a session leaves behind.

use std::sync::Arc;

use tracing::{debug, warn};
use xmpp_core::stream::{Envelope, StanzaKind};
use xmpp_core::{Element, Jid};

use super::message::Patience;
use super::{Backend, Parcel, Router, kind_of};
use crate::bus::{Bus, Session};
use crate::mailbox::Letter;

/// Those who wait for a mailbox to be settled go on, whatever happens.
struct Settled<'s>(&'s Session);

impl Drop for Settled<'_> {
    fn drop(&mut self) {
        self.0.mailbox().settle();
    }
}

impl<K: Backend> Router<K> {
    /// Ends a session: those who saw it hear that it is gone, and what nobody has read finds another place: another resource,
    /// the storage, or its sender. Whoever calls this second waits for the first.
    pub async fn settle(self: &Arc<Self>, session: &Arc<Session>) {
        if !session.begin_settling() {
            return session.mailbox().settled().await;
        }
        let settled = Settled(session);
        session.mailbox().shut();
        self.vanish(session).await;
        let left = session.mailbox().close();
        if !left.is_empty() {
            debug!(jid = %session.jid(), count = left.len(), "stanzas were left behind");
        }
        for letter in left {
            self.reroute(session, &letter).await;
        }
        drop(settled);
        self.bus.leave(session).await;
        self.recall_elsewhere(session).await;
    }

    /// Finds another place for a stanza that a session has left behind.
    async fn reroute(self: &Arc<Self>, session: &Arc<Session>, letter: &Letter) {
        if letter.kind() == StanzaKind::Presence {
            return;
        }
        let element = letter.stanza().to_element().ok();
        let Some(parcel) = element.and_then(|element| parcel(letter.kind(), element)) else {
            return warn!("a stanza of the server's own cannot be read");
        };
        // What the server itself has said to the session is of no use to anybody else.
        if parcel
            .envelope
            .from
            .as_ref()
            .is_none_or(|from| from.is_bare())
        {
            return;
        }
        let to = parcel.envelope.to.clone();
        let to = to.unwrap_or_else(|| session.jid().to_bare().into());
        self.deliver(&parcel, to.as_jid_ref(), Patience::Left(letter.came()))
            .await;
    }

    /// If the session was fetching messages, another one goes on.
    async fn recall_elsewhere(&self, session: &Arc<Session>) {
        for other in self.bus.sessions(session.jid().as_bare()).await {
            if other.priority() >= Some(0) {
                return other.mailbox().recall();
            }
        }
    }
}

/// A stanza as it came from its sender.
fn parcel(kind: StanzaKind, element: Element) -> Option<Parcel> {
    let address = |name| {
        element
            .attribute(name)
            .and_then(|text| Jid::new(&text).ok())
    };
    let envelope = Envelope {
        to: address("to"),
        from: address("from"),
        id: element.attribute("id"),
        type_: element.attribute("type"),
        ..Envelope::new(kind)
    };
    let kind = kind_of(&envelope)?;
    Some(Parcel {
        envelope,
        element,
        kind,
    })
}
