//! Messages (RFC 6121 §5, §8).

use std::sync::Arc;
use std::time::SystemTime;

use tracing::error;
use xmpp_core::rules::delivery::{Destination, Recipient, Resource, Verdict, deliver};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::stream::{Encoded, StanzaKind};
use xmpp_core::{BareJid, JidRef};

use super::{Backend, Parcel, Router, storage_failed};
use crate::bus::{Bus, Session};
use crate::delay::delayed_since;
use crate::mailbox::{Letter, Refused};
use crate::storage::{Change, OfflineMessage, Storage};

/// Whom to wait for, and whom not to give anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// What sessions of the addressee have left behind goes first.
    Waits,
    /// This is what a session has left behind. It came at that time.
    Left(SystemTime),
}

impl<K: Backend> Router<K> {
    pub(super) async fn route_message(
        self: &Arc<Self>,
        session: &Arc<Session>,
        parcel: Parcel,
        destination: Destination,
    ) {
        self.copy_sent(session, &parcel).await;
        let condition = match destination {
            Destination::Account(account) => {
                return self
                    .deliver(&parcel, account.as_jid_ref(), Patience::Waits)
                    .await;
            }
            Destination::Resource(resource) => {
                return self
                    .deliver(&parcel, resource.as_jid_ref(), Patience::Waits)
                    .await;
            }
            Destination::Remote(_) => Condition::RemoteServerNotFound,
            Destination::Server(_) | Destination::Sender => Condition::ServiceUnavailable,
        };
        self.give_back(session, &parcel.envelope, &parcel.element, condition);
    }

    /// Delivers a message or an IQ for an account or a resource of the server (RFC 6121 §8.5).
    pub(super) async fn deliver(
        self: &Arc<Self>,
        parcel: &Parcel,
        to: JidRef<'_>,
        patience: Patience,
    ) {
        let Some(from) = parcel.envelope.from.as_ref() else {
            return;
        };
        let Ok(encoded) = Encoded::forward(&parcel.element, from.as_str()) else {
            error!("an address cannot be written");
            return;
        };
        let mut letter = match patience {
            Patience::Waits => Letter::new(parcel.envelope.kind, encoded),
            Patience::Left(since) => late(parcel, encoded, since, &to.to_bare()),
        };
        loop {
            match self.attempt(parcel, letter, to, patience).await {
                Some(returned) => letter = returned,
                None => return,
            }
        }
    }

    /// Tries to deliver a letter; gives it back if its addressees have changed on the way.
    async fn attempt(
        self: &Arc<Self>,
        parcel: &Parcel,
        letter: Letter,
        to: JidRef<'_>,
        patience: Patience,
    ) -> Option<Letter> {
        let sessions = self.open_sessions(to.as_bare(), patience).await;
        let mut names: Vec<_> = sessions.iter().map(resource_of).collect();
        let known = match sessions.is_empty() {
            false => true,
            // What most messages do not come to is boxed: the whole way of a message is one allocation, made for each.
            true => match Box::pin(self.exists(&to.to_bare())).await {
                Ok(known) => known,
                Err(failure) => {
                    Box::pin(self.bounce(parcel, storage_failed(&failure))).await;
                    return None;
                }
            },
        };
        let screened = self.screen(parcel, to, &sessions, &mut names).await;
        let blocks_sender = match screened {
            Ok(blocks) => blocks,
            Err(failure) => {
                self.bounce(parcel, storage_failed(&failure)).await;
                return None;
            }
        };
        let recipient = Recipient {
            resources: known.then_some(&names),
            resource: to.resource(),
            sees_presence: parcel.envelope.kind != StanzaKind::Iq
                || self.limits.answer_strangers
                || Box::pin(self.sees_presence(parcel, to, &sessions)).await,
            blocks_sender,
        };
        match deliver(&recipient, parcel.kind) {
            Verdict::Deliver(chosen) => {
                let receivers = sessions
                    .iter()
                    .filter(|session| chosen.contains(&session.jid().resource()));
                let returned = self.hand_over(letter, receivers, patience).await;
                if returned.is_none() {
                    self.copy_received(parcel, &sessions, &names, &chosen);
                }
                return returned;
            }
            Verdict::Store => {
                return Box::pin(self.store(parcel, letter, &to.to_bare(), patience)).await;
            }
            Verdict::Bounce(condition) => Box::pin(self.bounce(parcel, condition)).await,
            Verdict::Ignore | Verdict::Handle => {}
        }
        None
    }

    /// The sessions of an account that take something.
    async fn open_sessions(&self, account: JidRef<'_>, patience: Patience) -> Vec<Arc<Session>> {
        loop {
            if patience == Patience::Waits {
                self.bus.settled(account).await;
            }
            let mut sessions = self.bus.sessions(account).await;
            let closed = sessions
                .iter()
                .position(|session| session.mailbox().is_closed());
            match closed {
                Some(place) if patience == Patience::Waits => {
                    sessions[place].mailbox().settled().await
                }
                Some(_) => {
                    sessions.retain(|session| !session.mailbox().is_closed());
                    return sessions;
                }
                None => return sessions,
            }
        }
    }

    /// Hands a letter to sessions; gives it back if none of them can take it.
    async fn hand_over<'s>(
        self: &Arc<Self>,
        letter: Letter,
        sessions: impl Iterator<Item = &'s Arc<Session>>,
        patience: Patience,
    ) -> Option<Letter> {
        let mut closed = Vec::new();
        for session in sessions {
            match session.mailbox().push(letter.clone()) {
                Ok(()) => continue,
                Err(Refused::Full(_)) => self.overflow(session),
                Err(Refused::Closed(_)) => {}
            }
            closed.push(session);
        }
        let letter = letter.undelivered()?;
        if patience == Patience::Waits {
            for session in closed {
                session.mailbox().settled().await;
            }
        }
        Some(letter)
    }

    /// Keeps a message for an account (XEP-0160). If a session has come meanwhile that takes messages, it is told to fetch it.
    async fn store(
        self: &Arc<Self>,
        parcel: &Parcel,
        letter: Letter,
        owner: &BareJid,
        patience: Patience,
    ) -> Option<Letter> {
        let limit = self.limits.offline;
        match self.storage.offline_count(owner).await {
            Ok(count) if count >= limit && patience == Patience::Waits => {
                self.bounce(parcel, Condition::ServiceUnavailable).await; // XEP-0160 §3
                return None;
            }
            Ok(_) => {}
            Err(failure) => {
                self.bounce(parcel, storage_failed(&failure)).await;
                return None;
            }
        }
        let stanza = match letter.stanza().to_element() {
            Ok(element) => element.to_string(),
            Err(error) => {
                error!(%error, "a stanza cannot be kept");
                return None;
            }
        };
        let change = Change::AddOffline {
            owner: owner.clone(),
            message: OfflineMessage::new(letter.came(), stanza),
        };
        if let Err(failure) = self.storage.commit(change.into()).await {
            self.bounce(parcel, storage_failed(&failure)).await;
            return None;
        }
        for session in self.bus.sessions(owner.as_jid_ref()).await {
            if session.priority() >= Some(0) {
                session.mailbox().recall();
            }
        }
        None
    }

    /// Whether the sender may know that a resource is there (RFC 6121 §8.5.3.1).
    async fn sees_presence(
        &self,
        parcel: &Parcel,
        to: JidRef<'_>,
        sessions: &[Arc<Session>],
    ) -> bool {
        let Some(from) = parcel.envelope.from.as_ref() else {
            return false;
        };
        if from.as_bare() == to.as_bare() {
            return true;
        }
        let bare = from.to_bare();
        let shown = |session: &Arc<Session>| {
            let standing = session.standing();
            let directed = &standing.availability.directed;
            directed.contains(from) || directed.contains(bare.as_jid())
        };
        if sessions
            .iter()
            .filter(|session| Some(session.jid().resource()) == to.resource())
            .any(shown)
        {
            return true;
        }
        let owner = to.to_bare();
        match self
            .rosters
            .read(self.storage.as_ref(), &owner, false)
            .await
        {
            Ok(roster) => roster.shows_to(&bare),
            Err(failure) => {
                storage_failed(&failure);
                false
            }
        }
    }
}

pub(super) fn resource_of(session: &Arc<Session>) -> Resource<'_> {
    Resource {
        name: session.jid().resource(),
        priority: session.priority(),
        blocks_sender: false,
    }
}

/// What a session has left behind, and somebody else gets: a message says since when it was under way (XEP-0198 §4, XEP-0203).
fn late(parcel: &Parcel, encoded: Encoded, since: SystemTime, owner: &BareJid) -> Letter {
    let kind = parcel.envelope.kind;
    let delayed = match kind {
        StanzaKind::Message => delayed_since(&parcel.element.to_string(), since, owner),
        StanzaKind::Presence | StanzaKind::Iq => None,
    };
    Letter::since(kind, delayed.unwrap_or(encoded), since)
}
