//! In-band registration of those who have no account yet (XEP-0077 §3.1).

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::info;
use xmpp_core::schema::register::Registration;
use xmpp_core::schema::stanza::{ErrorType, Iq, IqType, StanzaError};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::stream::RegisterRequest;
use xmpp_core::{BareJid, Element};

use crate::account::Accounts;
use crate::looks::Looks;
use crate::router::Refused;
use crate::storage::Storage;

/// For how long accounts that were made are counted.
const PERIOD: Duration = Duration::from_secs(3600);

/// How many addresses are remembered; beyond that, nobody registers until some are forgotten.
const ADDRESSES: usize = 10_000;

/// What people are told.
const INSTRUCTIONS: &str = "Choose a user name and a password.";

/// Who has made accounts lately (XEP-0077 §13).
#[derive(Debug)]
pub struct Registrations {
    /// How many accounts one address may make in an hour.
    most: usize,
    made: Mutex<HashMap<IpAddr, Vec<Instant>>>,
}

impl Registrations {
    /// So many accounts an hour and address.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            made: Mutex::default(),
        }
    }

    /// Whether one more account may be made from there now; if so, it is counted. This machine's own addresses are not counted.
    fn count(&self, address: IpAddr, now: Instant) -> bool {
        if address.is_loopback() {
            return true;
        }
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let is_recent = |moment: &Instant| now.duration_since(*moment) < PERIOD;
        if made.len() >= ADDRESSES {
            made.retain(|_, moments| moments.iter().any(is_recent));
        }
        if made.len() >= ADDRESSES && !made.contains_key(&address) {
            return false;
        }
        let moments = made.entry(address).or_default();
        moments.retain(is_recent);
        let permitted = moments.len() < self.most;
        if permitted {
            moments.push(now);
        }
        permitted
    }

    /// Answers a request: says what is needed, or makes the account.
    pub async fn answer(
        &self,
        accounts: &Accounts<impl Storage>,
        request: &RegisterRequest,
        address: IpAddr,
    ) -> Iq {
        let iq: Option<Iq> = request.iq.decode(&mut ());
        let Some(iq) = iq else {
            let id = request.iq.attribute("id").unwrap_or_default();
            return error(&id, Condition::BadRequest.into());
        };
        let outcome = match (iq.payload::<Registration>(), iq.type_) {
            (Ok(Some(_)), IqType::Get) => Ok(Some(form())),
            (Ok(Some(query)), IqType::Set) => self
                .register(accounts, &request.domain, &query, address)
                .await
                .map(|()| None),
            _ => Err(Condition::BadRequest.into()),
        };
        let payload = outcome.and_then(|form| {
            let payload = form.map(|form| Element::of(&form)).transpose();
            payload.map_err(|_| Condition::InternalServerError.into())
        });
        match payload {
            Ok(payload) => Iq {
                payload,
                ..Iq::new(iq.id.clone(), IqType::Result)
            },
            Err(refused) => error(iq.id.as_str(), refused),
        }
    }

    async fn register(
        &self,
        accounts: &Accounts<impl Storage>,
        domain: &BareJid,
        query: &Registration,
        address: IpAddr,
    ) -> Result<(), Refused> {
        if query.remove {
            return Err(Condition::UnexpectedRequest.into()); // XEP-0077 §3.2: of whom?
        }
        let (Some(username), Some(password)) = (&query.username, &query.password) else {
            return Err(Condition::NotAcceptable.into());
        };
        let user = BareJid::from_parts(Some(username), domain.domain());
        let user = user.map_err(|error| {
            Refused::from(Condition::NotAcceptable).with_text(&error.to_string())
        })?;
        if password.is_empty() {
            return Err(Condition::NotAcceptable.into());
        }
        if !self.count(address, Instant::now()) {
            let error = StanzaError::new(ErrorType::Wait, Condition::ResourceConstraint);
            return Err(Refused::from(error).with_text("too many accounts were made from there"));
        }
        let looks = Looks::of(&user, accounts.storage().as_ref()).await?;
        if looks.deceive(&user) {
            let refused = Refused::from(Condition::NotAcceptable);
            return Err(refused.with_text("the name could be taken for another one"));
        }
        accounts.add(&user, password).await?;
        info!(account = %user, %address, "registered");
        Ok(())
    }
}

/// What is needed (XEP-0077 §3.1.1).
fn form() -> Registration {
    Registration {
        instructions: Some(INSTRUCTIONS.to_owned()),
        username: Some(String::new()),
        password: Some(String::new()),
        ..Registration::default()
    }
}

fn error(id: &str, refused: Refused) -> Iq {
    Iq {
        error: Some(Box::new(refused.into())),
        ..Iq::new(id, IqType::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::{PERIOD, Registrations};
    use std::time::Instant;

    /// XEP-0077 §13: nobody makes accounts by the thousand.
    #[test]
    fn so_many_accounts_an_hour() {
        let registrations = Registrations::new(2);
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let now = Instant::now();
        assert!(registrations.count(one, now) && registrations.count(one, now));
        assert!(!registrations.count(one, now));
        assert!(registrations.count(other, now));
        assert!(registrations.count(one, now + PERIOD));
        let here = "127.0.0.1".parse().unwrap();
        assert!((0..100).all(|_| registrations.count(here, now)));
    }
}
