//! Presence that a client sends (RFC 6121 §3, §4).

use std::sync::Arc;

use xmpp_core::rules::delivery::Destination;
use xmpp_core::rules::roster::{Retrieval, Roster, get, set};
use xmpp_core::rules::subscription::Request;
use xmpp_core::rules::{Effect, contact, presence as rules};
use xmpp_core::schema::roster;
use xmpp_core::schema::stanza::{Presence, PresenceType, StanzaError};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::Cx;
use xmpp_core::{Element, Jid, Report, XmlText};

use super::effects::Scene;
use super::outward::Outward;
use super::{Backend, Parcel, Refused, Router};
use crate::bus::{Bus, Session};

impl<K: Backend> Router<K> {
    pub(super) async fn route_presence(
        self: &Arc<Self>,
        session: &Arc<Session>,
        parcel: &Parcel,
        type_: Option<PresenceType>,
        destination: Destination,
    ) {
        if let Err(error) = self
            .judge_presence(session, parcel, type_, destination)
            .await
        {
            self.refuse(session, &parcel.envelope, error);
        }
    }

    async fn judge_presence(
        self: &Arc<Self>,
        session: &Arc<Session>,
        parcel: &Parcel,
        type_: Option<PresenceType>,
        destination: Destination,
    ) -> Result<(), Refused> {
        let to = match destination {
            Destination::Sender => return self.broadcast(session, parcel, type_).await,
            Destination::Server(_) => return Ok(()),
            Destination::Account(account) => account.into_jid(),
            Destination::Resource(resource) => resource.into_jid(),
            Destination::Remote(jid) => {
                // There are no other servers yet; the roster keeps what the client has asked for all the same.
                self.send_presence(session, parcel, type_, &jid).await?;
                return Err(Condition::RemoteServerNotFound.into());
            }
        };
        self.send_presence(session, parcel, type_, &to).await
    }

    /// Presence for all who are subscribed (RFC 6121 §4.2, §4.4, §4.5).
    async fn broadcast(
        self: &Arc<Self>,
        session: &Arc<Session>,
        parcel: &Parcel,
        type_: Option<PresenceType>,
    ) -> Result<(), Refused> {
        let jid = session.jid();
        let before = || session.standing().availability.clone();
        match type_ {
            None => {
                let priority = priority(&parcel.element)?;
                self.account(session, parcel, |roster| {
                    Ok(rules::available(roster, jid, &before(), priority))
                })
                .await
            }
            Some(PresenceType::Unavailable) => {
                self.account(session, parcel, |roster| {
                    Ok(rules::unavailable(roster, jid, &before()))
                })
                .await
            }
            Some(PresenceType::Error) => Ok(()),
            Some(_) => Err(Refused::from(Condition::BadRequest).with_text("to whom?")),
        }
    }

    /// Presence for somebody in particular (RFC 6121 §3, §4.6).
    async fn send_presence(
        self: &Arc<Self>,
        session: &Arc<Session>,
        parcel: &Parcel,
        type_: Option<PresenceType>,
        to: &Jid,
    ) -> Result<(), Refused> {
        let own = session.jid().to_bare();
        if let Some(request) = type_.and_then(Request::of) {
            let contact = to.to_bare();
            let limits = &self.limits.roster;
            return self
                .account(session, parcel, |roster| {
                    Ok(contact::outbound(roster, &own, &contact, request, limits))
                })
                .await;
        }
        match type_ {
            None | Some(PresenceType::Unavailable) => {
                let jid = session.jid();
                self.account(session, parcel, |roster| {
                    let availability = session.standing().availability.clone();
                    Ok(rules::directed(
                        roster,
                        jid,
                        &availability,
                        to,
                        type_.is_none(),
                    ))
                })
                .await
            }
            Some(PresenceType::Probe) => {
                let probe = Outward::Probe {
                    from: session.jid().into(),
                    to: to.clone(),
                    presence: parcel.element.clone(),
                };
                self.finish(&own, [probe].into()).await;
                Ok(())
            }
            Some(_) => {
                self.notify(session.jid().as_jid(), to, type_, &parcel.element)
                    .await;
                Ok(())
            }
        }
    }

    /// Asks a rule about presence of the own account, and does what it says.
    async fn account(
        self: &Arc<Self>,
        session: &Arc<Session>,
        parcel: &Parcel,
        judge: impl Fn(&Roster) -> Result<Vec<Effect>, Refused>,
    ) -> Result<(), Refused> {
        let owner = session.jid().to_bare();
        let scene = Scene {
            owner: &owner,
            resource: Some(session),
            presence: Some(&parcel.element),
            from: session.jid().as_jid(),
            id: parcel.envelope.id.as_deref(),
            request: None,
        };
        let turn = self.rosters.turn(owner.as_jid_ref()).await;
        let outward = self.perform(&scene, judge).await;
        drop(turn);
        self.finish(&owner, outward?).await;
        Ok(())
    }

    /// A session that has ended without a word tells those who saw it (RFC 6121 §4.5.2).
    pub(super) async fn vanish(self: &Arc<Self>, session: &Arc<Session>) {
        let availability = session.standing().availability.clone();
        let owner = session.jid().to_bare();
        let turn = self.rosters.turn(owner.as_jid_ref()).await;
        let is_known = availability.priority.is_some() || !availability.directed.is_empty();
        let mut outward = None;
        if is_known && let Ok(presence) = Element::of(&Presence::unavailable()) {
            let scene = Scene {
                owner: &owner,
                resource: Some(session),
                presence: Some(&presence),
                from: session.jid().as_jid(),
                id: None,
                request: None,
            };
            let judge = |roster: &_| {
                let availability = session.standing().availability.clone();
                Ok(rules::unavailable(roster, session.jid(), &availability))
            };
            outward = self.perform(&scene, judge).await.ok();
        }
        self.bus.leave(session).await;
        if !self.bus.is_online(&owner).await {
            self.rosters.forget(&owner);
        }
        drop(turn);
        self.finish(&owner, outward.unwrap_or_default()).await;
    }

    /// Answers a request for the own roster (RFC 6121 §2.2). The session is interested from now on.
    ///
    /// # Errors
    /// What the client is owed instead.
    pub async fn roster(
        self: &Arc<Self>,
        session: &Arc<Session>,
        cx: Cx<'_>,
        query: &roster::Roster,
    ) -> Result<(), Refused> {
        let owner = session.jid().to_bare();
        // No change comes between the answer and what is pushed after it.
        let _turn = self.rosters.turn(owner.as_jid_ref()).await;
        let roster = self
            .rosters
            .read(self.storage.as_ref(), &owner, true)
            .await?;
        let Retrieval { result, pushes } = get(&roster, query)?;
        session.standing().interested = true;
        cx.reply_first(result);
        for push in pushes {
            self.push(session, &push);
        }
        Ok(())
    }

    /// Does what a request to change the own roster asks for (RFC 6121 §2.3 to §2.5).
    ///
    /// # Errors
    /// What the client is owed instead.
    pub async fn set_roster(
        self: &Arc<Self>,
        session: &Arc<Session>,
        cx: Cx<'_>,
        query: &roster::Roster,
    ) -> Result<(), Refused> {
        let owner = session.jid().to_bare();
        let scene = Scene::of_request(&owner, session, cx);
        let turn = self.rosters.turn(owner.as_jid_ref()).await;
        let judge = |roster: &_| Ok(set(roster, &owner, query, &self.limits.roster)?);
        let outward = self.perform(&scene, judge).await;
        drop(turn);
        self.finish(&owner, outward?).await;
        Ok(())
    }
}

/// The type of a presence stanza.
pub(super) fn type_of(presence: &Element) -> Option<PresenceType> {
    let type_ = presence.attribute("type")?;
    PresenceType::from_text(&type_).ok()
}

/// The priority that presence states (RFC 6121 §4.7.2.3). What else may be wrong with it is for those who read it: clients send
/// an empty `show`, and mean none.
fn priority(presence: &Element) -> Result<i8, Refused> {
    let mut report = Report::new();
    let read: Option<Presence> = presence.decode(&mut report);
    let wrong = report
        .findings()
        .iter()
        .find(|finding| finding.path.ends_with("/priority"));
    match (read, wrong) {
        (_, Some(finding)) => {
            let error = StanzaError::from_finding(finding);
            Err(error.unwrap_or_else(|| Condition::BadRequest.into()).into())
        }
        (Some(presence), None) => Ok(presence.priority.unwrap_or_default()),
        (None, None) => Err(report.into()),
    }
}
