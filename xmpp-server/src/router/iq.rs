//! Requests and their answers (RFC 6120 §8.2.3).

use std::sync::Arc;

use tokio::time::timeout;
use tracing::{debug, warn};
use xmpp_core::request::Push;
use xmpp_core::rules::delivery::Destination;
use xmpp_core::rules::privacy::Traffic;
use xmpp_core::schema::disco_items::{self, DiscoItems};
use xmpp_core::schema::stanza::{Iq, IqType};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::{Answer, Host, Place, Senders, Standing};
use xmpp_core::stream::StanzaKind;
use xmpp_core::{BareJid, Element, Jid};

use super::message::Patience;
use super::{Backend, Parcel, Refused, Router};
use crate::bus::{Bus, Session};
use crate::storage::StorageError;

/// Whom a request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    /// A domain of the server.
    Server,
    /// The account of who asks.
    Own,
    /// The account of somebody else.
    Other(BareJid),
}

/// A client's request, on its way to the service that answers it.
pub struct Asking<K: Backend> {
    /// Who knows the rest.
    pub router: Arc<Router<K>>,
    /// Who asks.
    pub session: Arc<Session>,
}

impl<K: Backend> Host for Asking<K> {
    fn send(&self, iq: &Iq, answer: Answer) {
        let reply = match answer {
            Ok(payload) => iq.reply().map(|reply| Iq { payload, ..reply }),
            Err(error) => {
                debug!(jid = %self.session.jid(), ?error, "a request is refused");
                iq.reply_error(error)
            }
        };
        if let Some(reply) = reply {
            self.router.send(&self.session, StanzaKind::Iq, &reply);
        }
    }
}

impl<K: Backend> Router<K> {
    /// The domains that are served.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        self.domains.iter().map(|domain| &**domain)
    }

    pub(super) async fn route_iq(
        self: &Arc<Self>,
        session: &Arc<Session>,
        parcel: Parcel,
        destination: Destination,
    ) {
        let own = session.jid().to_bare();
        let target = match destination {
            Destination::Sender => Target::Own,
            Destination::Server(jid) if jid.is_bare() => Target::Server,
            Destination::Account(account) if account == own => Target::Own,
            Destination::Account(account) => Target::Other(account),
            Destination::Resource(resource) => {
                return self
                    .deliver(&parcel, resource.as_jid_ref(), Patience::Waits)
                    .await;
            }
            Destination::Server(_) => {
                return self.refuse(session, &parcel.envelope, Condition::ServiceUnavailable);
            }
            Destination::Remote(_) => {
                return self.refuse(session, &parcel.envelope, Condition::RemoteServerNotFound);
            }
        };
        if parcel.envelope.is_type("get") || parcel.envelope.is_type("set") {
            self.handle(session, &parcel, &target).await;
        }
        // The server has asked nothing to which it still needs the answer (roster pushes, RFC 6121 §2.1.6).
    }

    /// Has a request answered, on behalf of the server or of an account.
    async fn handle(self: &Arc<Self>, session: &Arc<Session>, parcel: &Parcel, target: &Target) {
        if let Err(error) = self.serve(session, parcel, target).await {
            self.refuse(session, &parcel.envelope, error);
        }
    }

    async fn serve(
        self: &Arc<Self>,
        session: &Arc<Session>,
        parcel: &Parcel,
        target: &Target,
    ) -> Result<(), Refused> {
        let mut iq: Iq = parcel.element.read()?;
        iq.from.clone_from(&parcel.envelope.from);
        let asking = Asking {
            router: Arc::clone(self),
            session: Arc::clone(session),
        };
        if let Target::Other(account) = target {
            let from = session.jid().as_jid();
            if self.account_denies(account, from, Traffic::Iq).await? {
                return Err(Condition::ServiceUnavailable.into()); // XEP-0016 §2.14, XEP-0191 §3.5
            }
            if let Some(nothing) = self.hidden_items(session, &iq, account).await? {
                asking.send(&iq, Ok(Element::of(&nothing).ok()));
                return Ok(());
            }
            // RFC 6121 §8.5.1: there is no telling whether the account exists.
            if !self.bus.is_online(account).await && !self.exists(account).await? {
                return Err(Condition::ServiceUnavailable.into());
            }
        }
        let place = match target {
            Target::Server => Place::Server,
            Target::Own | Target::Other(_) => Place::Account,
        };
        let found = self.services.find(&iq, place)?;
        let standing = self.standing(session, target, found.senders()).await?;
        let from = session.jid().as_jid();
        let answering = found.answer(&iq, from, standing, &asking);
        if timeout(self.limits.answer, answering).await.is_err() {
            warn!(jid = %from, payload = ?iq.payload, "a service does not answer in time");
            return Err(Condition::ResourceConstraint.into());
        }
        Ok(())
    }

    /// Who may not see an account hears that nothing belongs to it, and the same where there is no such account (XEP-0030 §8).
    async fn hidden_items(
        &self,
        session: &Session,
        iq: &Iq,
        account: &BareJid,
    ) -> Result<Option<DiscoItems>, StorageError> {
        let payload = iq.payload.as_ref().filter(|_| iq.type_ == IqType::Get);
        let Some(query) = payload.filter(|query| query.is(disco_items::NS, "query")) else {
            return Ok(None);
        };
        let rosters = &self.rosters;
        let roster = rosters.read(self.storage.as_ref(), account, false).await?;
        let hidden = !roster.shows_to(&session.jid().to_bare());
        Ok(hidden.then(|| DiscoItems {
            node: query.attribute("node"),
            ..DiscoItems::default()
        }))
    }

    /// What who asks is to whom is asked, as far as it matters for these senders.
    async fn standing(
        &self,
        session: &Arc<Session>,
        target: &Target,
        senders: Senders,
    ) -> Result<Standing, StorageError> {
        match target {
            // Every client of this server has an account of it.
            Target::Server | Target::Own => Ok(Standing::Owner),
            Target::Other(account) if senders == Senders::Contacts => {
                let rosters = &self.rosters;
                let roster = rosters.read(self.storage.as_ref(), account, false).await?;
                Ok(match roster.shows_to(&session.jid().to_bare()) {
                    true => Standing::Contact,
                    false => Standing::Stranger,
                })
            }
            Target::Other(_) => Ok(Standing::Stranger),
        }
    }

    /// Sends the own client a push, in the name of its account (RFC 6121 §2.1.6).
    pub fn push<P: Push>(self: &Arc<Self>, session: &Arc<Session>, payload: &P) {
        let to = Jid::from(session.jid());
        let Ok(iq) = Iq::set(to, self.next_id("push"), payload) else {
            tracing::error!("a push of the server's own is invalid");
            return;
        };
        self.send(session, StanzaKind::Iq, &iq);
    }
}
