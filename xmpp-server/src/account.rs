//! Accounts: who they are, and what they log in with.

#[cfg(test)]
mod tests;
mod tokens;

use std::collections::HashMap;
use std::sync::Arc;

use xmpp_core::BareJid;
use xmpp_core::sasl::{Credentials, PreparationError, SaslCondition, ScramHash, ScramKeys};
use xmpp_core::stream::AuthenticationRequest;

use crate::storage::{Account, Batch, Change, Storage, StorageError};

/// How often passwords are hashed: what each login costs a client once, and with PLAIN the server.
pub const ITERATIONS: u32 = 10_000;

/// The hash function of keys that are to check a password with, where any will do.
const USUAL_HASH: ScramHash = ScramHash::Sha256;

/// What the secret of a domain is for that names without an account are answered with.
const DECOYS: &str = "decoys";

/// The accounts of a server.
#[derive(Debug)]
pub struct Accounts<S> {
    storage: Arc<S>,
    /// By domain.
    secrets: HashMap<String, Vec<u8>>,
}

impl<S: Storage> Accounts<S> {
    /// The accounts of these domains. Each domain gets a secret, which it keeps.
    ///
    /// # Errors
    ///
    /// If the storage cannot be read or written, or there is no randomness to be had.
    pub async fn open(
        storage: Arc<S>,
        domains: impl IntoIterator<Item = &BareJid>,
    ) -> Result<Self, AccountError> {
        let mut secrets = HashMap::new();
        for domain in domains {
            let domain = domain.domain();
            secrets.insert(domain.to_owned(), secret(&*storage, domain).await?);
        }
        Ok(Self { storage, secrets })
    }

    /// What lasts.
    pub const fn storage(&self) -> &Arc<S> {
        &self.storage
    }

    /// What is to be known of the account that a client claims. For a name without an account, the client cannot tell from the
    /// answers, nor from the time they take (RFC 6120 §6.5.10, §13.11): its keys are decoys, which are made for every name.
    ///
    /// # Errors
    ///
    /// If the storage cannot be read: the client is to be told `temporary-auth-failure`.
    pub async fn credentials(
        &self,
        request: &AuthenticationRequest,
    ) -> Result<Credentials, StorageError> {
        let claim = Claim {
            domain: request.domain.domain(),
            account: request.account.as_ref(),
            username: &request.username,
            authzid: request.authzid.as_deref(),
            hash: request.hash.unwrap_or(USUAL_HASH),
        };
        self.judge(&claim).await
    }

    /// Makes an account.
    ///
    /// # Errors
    ///
    /// If there is one already, if the address is none of an account, and if the password cannot be one.
    pub async fn add(&self, user: &BareJid, password: &str) -> Result<(), AccountError> {
        let user = account_address(user)?;
        let keys = derive(password).await?;
        self.commit(Change::AddAccount { user, keys }).await
    }

    /// Gives an account another password.
    ///
    /// # Errors
    ///
    /// If there is no such account, and if the password cannot be one.
    pub async fn set_password(&self, user: &BareJid, password: &str) -> Result<(), AccountError> {
        let user = account_address(user)?;
        let keys = derive(password).await?;
        self.commit(Change::SetKeys { user, keys }).await
    }

    /// Lets nobody log in to an account, or lets its user again.
    ///
    /// # Errors
    ///
    /// If there is no such account.
    pub async fn set_disabled(&self, user: &BareJid, disabled: bool) -> Result<(), AccountError> {
        let user = account_address(user)?;
        self.commit(Change::SetDisabled { user, disabled }).await
    }

    /// Takes an account away, with all that belongs to it.
    ///
    /// # Errors
    ///
    /// If there is no such account.
    pub async fn remove(&self, user: &BareJid) -> Result<(), AccountError> {
        let user = account_address(user)?;
        self.commit(Change::RemoveAccount { user }).await
    }

    async fn judge(&self, claim: &Claim<'_>) -> Result<Credentials, StorageError> {
        let found = match claim.account {
            Some(address) => self.storage.account(address).await?,
            None => None,
        };
        let decoy = self.decoy(claim);
        let disabled = found.as_ref().is_some_and(|account| account.disabled);
        let keys = found
            .and_then(|account| keys_for(account, claim.hash))
            .unwrap_or(decoy);
        let credentials = match disabled {
            true => Credentials::new(keys).bar(SaslCondition::AccountDisabled), // RFC 6120 §6.5.2
            false => Credentials::new(keys),
        };
        // To act as oneself is allowed (RFC 6120 §6.3.8); who has no account fails before that is looked at.
        let own = |authzid: &str| {
            claim
                .account
                .is_some_and(|account| BareJid::new(authzid).is_ok_and(|named| named == *account))
        };
        Ok(match claim.authzid {
            Some(authzid) if own(authzid) => credentials.permit_authzid(),
            _ => credentials,
        })
    }

    fn decoy(&self, claim: &Claim<'_>) -> ScramKeys {
        let secret = self
            .secrets
            .get(claim.domain)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let name = claim
            .account
            .and_then(BareJid::local)
            .unwrap_or(claim.username);
        ScramKeys::decoy(claim.hash, secret, name, ITERATIONS)
    }

    async fn commit(&self, change: Change) -> Result<(), AccountError> {
        let _receipt = self.storage.commit(Batch::from(change)).await?;
        Ok(())
    }
}

/// What a client says who it is.
struct Claim<'a> {
    domain: &'a str,
    account: Option<&'a BareJid>,
    username: &'a str,
    authzid: Option<&'a str>,
    hash: ScramHash,
}

fn keys_for(account: Account, hash: ScramHash) -> Option<ScramKeys> {
    account.keys.into_iter().find(|keys| keys.hash() == hash)
}

/// An address that an account can have.
fn account_address(user: &BareJid) -> Result<BareJid, AccountError> {
    match user.local() {
        Some(_) => Ok(user.clone()),
        None => Err(AccountError::NotAnAccount(user.clone())),
    }
}

/// The secret of a domain, which is made when it is first asked for.
async fn secret<S: Storage>(storage: &S, domain: &str) -> Result<Vec<u8>, AccountError> {
    if let Some(secret) = storage.secret(domain, DECOYS).await? {
        return Ok(secret);
    }
    let fresh = Change::AddSecret {
        domain: domain.to_owned(),
        purpose: DECOYS.to_owned(),
        value: random::<32>()?.into(),
    };
    let _receipt = storage.commit(Batch::from(fresh)).await?;
    // Another process may have been first.
    let secret = storage.secret(domain, DECOYS).await?;
    secret.ok_or(AccountError::Storage(StorageError::Closed))
}

/// Keys for every hash function, each with a salt of its own. That takes long enough to need a thread for it.
async fn derive(password: &str) -> Result<Vec<ScramKeys>, AccountError> {
    let password = password.to_owned();
    let work = move || {
        let keys = ScramHash::ALL.into_iter().map(|hash| {
            let salt = random::<{ ScramKeys::SALT_LENGTH }>()?;
            Ok(ScramKeys::derive(hash, &password, &salt, ITERATIONS)?)
        });
        keys.collect()
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| AccountError::Interrupted)?
}

fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], AccountError> {
    let mut octets = [0; LENGTH];
    getrandom::fill(&mut octets).map_err(|error| AccountError::Randomness(error.to_string()))?;
    Ok(octets)
}

/// Why an account could not be made, changed or removed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AccountError {
    /// It is the address of a domain.
    #[error("{0} is a domain; an account is written `name@{0}`")]
    NotAnAccount(BareJid),
    /// The password cannot be one (RFC 4013).
    #[error("this password cannot be used: {0}")]
    Password(#[from] PreparationError),
    /// There is or is not such an account, or the storage does not work.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The system has no randomness.
    #[error("the system gives no random numbers: {0}")]
    Randomness(String),
    /// The server is shutting down.
    #[error("the work was interrupted")]
    Interrupted,
}
