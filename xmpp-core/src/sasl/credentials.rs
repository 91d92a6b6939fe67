//! What each side brings to an authentication.

use super::secret::Secret;
use super::{Mechanism, SaslCondition, ScramKeys};

/// What a server knows of the account that a client claims: its keys, and what it may do once it has proved to be it.
///
/// For a name without an account, these are the keys of [`ScramKeys::decoy`] and nothing else.
#[derive(Clone, Debug)]
pub struct Credentials {
    keys: ScramKeys,
    authzid_permitted: bool,
    barred: Option<SaslCondition>,
}

impl Credentials {
    /// The keys of the account. It may act as itself only: an authorization identity is refused with `invalid-authzid`.
    pub fn new(keys: ScramKeys) -> Self {
        Self {
            keys,
            authzid_permitted: false,
            barred: None,
        }
    }

    /// The account may act as the authorization identity that the client asked for. In XMPP that is usually the account's own
    /// bare JID (RFC 6120 §6.3.8).
    #[must_use]
    pub fn permit_authzid(mut self) -> Self {
        self.authzid_permitted = true;
        self
    }

    /// The account may not log in now. Only who proves to know the password hears why: `account-disabled`,
    /// `credentials-expired`, `mechanism-too-weak`.
    #[must_use]
    pub fn bar(mut self, condition: SaslCondition) -> Self {
        self.barred = Some(condition);
        self
    }

    pub(super) fn keys(&self) -> &ScramKeys {
        &self.keys
    }

    /// The keys, and what to say after the proof.
    pub(super) fn split(self, authzid: Option<&str>) -> (ScramKeys, Result<(), SaslCondition>) {
        let verdict = match self.barred {
            Some(condition) => Err(condition),
            None if authzid.is_some() && !self.authzid_permitted => {
                Err(SaslCondition::InvalidAuthzid)
            }
            None => Ok(()),
        };
        (self.keys, verdict)
    }
}

/// What a client logs in with. `Debug` does not show the password.
#[derive(Clone, Debug)]
pub struct ClientCredentials {
    pub(super) identity: ClientIdentity,
    pub(super) authzid: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) username: String,
    pub(super) password: Secret,
}

#[derive(Clone, Debug)]
pub(super) enum ClientIdentity {
    Password(Account),
    Certificate,
    Anonymous,
}

impl ClientCredentials {
    /// A simple user name, which for XMPP is the localpart (RFC 6120 §6.3.7), and its password: for SCRAM and PLAIN.
    pub fn password(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self::new(ClientIdentity::Password(Account {
            username: username.into(),
            password: Secret::new(password),
        }))
    }

    /// The certificate that TLS has shown to the server: for EXTERNAL.
    pub fn certificate() -> Self {
        Self::new(ClientIdentity::Certificate)
    }

    /// No account: for ANONYMOUS. No trace is sent (XEP-0175).
    pub fn anonymous() -> Self {
        Self::new(ClientIdentity::Anonymous)
    }

    /// Asks to act as someone else, or says which of several identities of a certificate is meant: a bare JID, or a domain
    /// between servers (RFC 6120 §6.3.8). To act as oneself, do not. An empty one is none (RFC 6120 §6.6).
    #[must_use]
    pub fn with_authzid(mut self, authzid: impl Into<String>) -> Self {
        self.authzid = Some(authzid.into()).filter(|authzid| !authzid.is_empty());
        self
    }

    fn new(identity: ClientIdentity) -> Self {
        Self {
            identity,
            authzid: None,
        }
    }

    /// Whether the mechanism can use them.
    pub(super) fn suit(&self, mechanism: Mechanism) -> bool {
        match self.identity {
            ClientIdentity::Password(_) => {
                matches!(
                    mechanism,
                    Mechanism::Plain | Mechanism::Scram(_) | Mechanism::ScramPlus(_)
                )
            }
            ClientIdentity::Certificate => mechanism == Mechanism::External,
            ClientIdentity::Anonymous => mechanism == Mechanism::Anonymous,
        }
    }
}
