//! Copies of messages for the other clients of an account (XEP-0280).

use std::sync::Arc;

use tracing::error;
use xmpp_core::rules::carbons::is_copied;
use xmpp_core::rules::delivery::{Kind, Resource};
use xmpp_core::schema::carbons::{Received, Sent};
use xmpp_core::schema::forward;
use xmpp_core::schema::stanza::Message;
use xmpp_core::stream::{Encoded, StanzaKind};
use xmpp_core::{Element, Jid};

use super::{Backend, Parcel, Router};
use crate::bus::{Bus, Session};

/// Which way the message went that is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Sent,
    Received,
}

impl<K: Backend> Router<K> {
    /// The sender's other clients see what it has sent (XEP-0280 §7), unless it was for the own account: then it is received.
    pub(super) async fn copy_sent(self: &Arc<Self>, session: &Arc<Session>, parcel: &Parcel) {
        let own = session.jid().as_bare();
        let to = parcel.envelope.to.as_ref();
        if to.is_none_or(|to| to.as_bare() == own) {
            return;
        }
        let sessions = self.bus.sessions(own).await;
        self.copy(
            parcel,
            Way::Sent,
            sessions.iter().filter(|other| !Arc::ptr_eq(other, session)),
        );
    }

    /// The addressee's other clients see what one of them has received (XEP-0280 §6).
    pub(super) fn copy_received(
        self: &Arc<Self>,
        parcel: &Parcel,
        sessions: &[Arc<Session>],
        resources: &[Resource<'_>],
        receivers: &[&str],
    ) {
        let from = parcel.envelope.from.as_ref();
        let willing = sessions
            .iter()
            .zip(resources)
            .filter_map(|(session, resource)| {
                (!resource.blocks_sender).then_some(session) // XEP-0016 §2.2
            });
        let others = willing.filter(|session| {
            let jid = session.jid();
            !receivers.contains(&jid.resource()) && from.is_none_or(|from| from != jid.as_jid())
        });
        self.copy(parcel, Way::Received, others);
    }

    fn copy<'s>(
        self: &Arc<Self>,
        parcel: &Parcel,
        way: Way,
        sessions: impl Iterator<Item = &'s Arc<Session>>,
    ) {
        let Kind::Message(type_) = parcel.kind else {
            return;
        };
        let mut wanting = sessions
            .filter(|session| session.standing().carbons)
            .peekable();
        if wanting.peek().is_none() || !is_copied(type_, &parcel.element) {
            return;
        }
        let Some(content) = wrap(parcel, way) else {
            return error!("a message cannot be copied");
        };
        for session in wanting {
            let copy = Message {
                from: Some(session.jid().to_bare().into()),
                to: Some(Jid::from(session.jid())),
                type_, // XEP-0280 §6
                payloads: vec![content.clone()],
                ..Message::default()
            };
            self.send(session, StanzaKind::Message, &copy);
        }
    }
}

/// The message inside `received` or `sent`, forwarded (XEP-0297).
fn wrap(parcel: &Parcel, way: Way) -> Option<Element> {
    let from = parcel.envelope.from.as_ref()?;
    let message = Encoded::forward(&parcel.element, from.as_str()).ok()?;
    // The message stays as it was written, byte for byte.
    let forwarded = Element::builder(forward::NS, "forwarded").child(message.to_element().ok()?);
    let forwarded = forwarded.build().ok()?;
    let wrapped = match way {
        Way::Sent => Element::of(&Sent::new(forwarded)),
        Way::Received => Element::of(&Received::new(forwarded)),
    };
    wrapped.ok()
}
