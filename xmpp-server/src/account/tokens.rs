//! Tokens that clients log in with in place of passwords (XEP-0484).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use xmpp_core::DateTime;
use xmpp_core::sasl::{TokenMechanism, encoding};
use xmpp_core::stream::{TokenLookup, TokenOrder};

use super::{AccountError, Accounts, random};
use crate::storage::{Batch, Change, Storage, StorageError, Token};

/// How old a token is when the client gets another one in its place.
const ROTATION: Duration = Duration::from_secs(24 * 3600);

impl<S: Storage> Accounts<S> {
    /// The tokens that a client was given for a mechanism, and that are still good; none where the account may not be used.
    ///
    /// # Errors
    ///
    /// If the storage cannot be read.
    pub async fn tokens(&self, lookup: &TokenLookup) -> Result<Vec<String>, StorageError> {
        let Some(user) = &lookup.account else {
            return Ok(Vec::new());
        };
        let account = self.storage.account(user).await?;
        let tokens = self.storage.tokens(user, &lookup.agent).await?;
        let now = SystemTime::now();
        let is_good = |token: &Token| {
            token.mechanism == lookup.mechanism.name()
                && (token.issued..token.expires).contains(&now)
        };
        Ok(match account.is_some_and(|account| !account.disabled) {
            true => tokens
                .into_iter()
                .filter(is_good)
                .map(|token| token.secret)
                .collect(),
            false => Vec::new(),
        })
    }

    /// Does what a login means for the tokens of a client: the one that it has used takes the place of the one before, or is good
    /// for nothing any more; a new one is made where it was asked for, or where the one that was used is old (XEP-0484 §4.5, §4.6).
    ///
    /// # Errors
    ///
    /// If the storage cannot be read or written, or there is no randomness to be had.
    pub async fn settle_tokens(
        &self,
        order: &TokenOrder,
        lifetime: Duration,
    ) -> Result<Option<(String, DateTime)>, AccountError> {
        let now = SystemTime::now();
        let mut batch = Batch::default();
        let mut wanted = order.requested.map(TokenMechanism::name).map(str::to_owned);
        if let Some(secret) = &order.used {
            let (user, agent) = (order.account.clone(), order.agent.clone());
            let known = self.storage.tokens(&user, &agent).await?;
            let used = known.into_iter().find(|token| token.secret == *secret);
            let secret = secret.clone();
            if order.invalidate {
                batch.push(Change::RemoveToken {
                    user,
                    agent,
                    secret,
                });
            } else {
                let old = used.filter(|token| token.issued + ROTATION.min(lifetime / 2) < now);
                wanted = wanted.or_else(|| old.map(|token| token.mechanism));
                batch.push(Change::UseToken {
                    user,
                    agent,
                    secret,
                });
            }
        }
        let fresh = wanted.map(|mechanism| fresh(mechanism, now, lifetime));
        let fresh = fresh.transpose()?;
        if let Some(token) = &fresh {
            batch.push(Change::AddToken {
                user: order.account.clone(),
                agent: order.agent.clone(),
                token: token.clone(),
            });
        }
        let _receipt = self.storage.commit(batch).await?;
        Ok(fresh.and_then(|token| Some((token.secret, date_time(token.expires)?))))
    }
}

fn fresh(mechanism: String, now: SystemTime, lifetime: Duration) -> Result<Token, AccountError> {
    Ok(Token {
        mechanism,
        secret: encoding::encode(&random::<32>()?),
        issued: now,
        expires: now + lifetime,
    })
}

/// To the second, as clients expect it (XEP-0082).
fn date_time(time: SystemTime) -> Option<DateTime> {
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    DateTime::from_unix(i64::try_from(since.as_secs()).ok()?, 0)
}
