//! What a client wants.

use crate::sasl::{ClientCredentials, ClientPreferences, TokenMechanism};
use crate::schema::sasl_extensible::UserAgent;
use crate::stream::server::default_lang;
use crate::stream::{Deadlines, TlsUse};
use crate::xml::Limits;
use crate::{BareJid, DateTime, Jid, Lang};
use std::fmt;

/// What a client wants of a server. `Debug` does not show the password.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ClientSettings {
    /// The domain to connect to.
    pub domain: BareJid,
    /// The account, where the client knows it. It is told to the server only once TLS protects the stream (RFC 6120 §4.7.1).
    pub account: Option<BareJid>,
    /// What to authenticate with.
    pub credentials: ClientCredentials,
    /// Which mechanisms are good enough.
    pub preferences: ClientPreferences,
    /// The resource to ask for; without one, the server makes one that nobody can foresee (RFC 6120 §7.6).
    pub resource: Option<String>,
    /// Whether TLS must be used, is used where it is offered, or is not used.
    pub tls: TlsUse,
    /// The language of what the client sends (RFC 6120 §4.7.4).
    pub lang: Lang,
    /// Whether stanzas are counted where the server does that, so that the stream can be resumed (XEP-0198): not without this.
    pub management: bool,
    /// Whether the extensible profile of SASL is used where it is offered under TLS (XEP-0388), and with it what goes in one step
    /// there: binding (XEP-0386), and going on with an earlier stream.
    pub extensible_sasl: bool,
    /// Which installation of which client this is (XEP-0388 §2.3): without an `id`, there are no tokens.
    pub agent: Option<UserAgent>,
    /// Whether a token is asked for, for the next time (XEP-0484).
    pub tokens: bool,
    /// The token that the server gave the last time.
    pub token: Option<ClientToken>,
    /// How long things may take.
    pub deadlines: Deadlines,
    /// How large the elements of the server may be before the client has authenticated.
    pub unauthenticated: Limits,
    /// How large the stanzas of the server may be.
    pub authenticated: Limits,
}

/// What a client logs in with in place of a password (XEP-0484). It is as good as one: `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientToken {
    /// The only mechanism that it is good for.
    pub mechanism: TokenMechanism,
    /// The token itself.
    pub secret: String,
    /// Until when it is good, if that is known.
    pub expiry: Option<DateTime>,
}

impl fmt::Debug for ClientToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientToken")
            .field("mechanism", &self.mechanism)
            .field("expiry", &self.expiry)
            .finish_non_exhaustive()
    }
}

impl ClientSettings {
    /// An account and its password; a full address asks for its resource.
    pub fn new(address: impl Into<Jid>, password: impl Into<String>) -> Self {
        let address = address.into();
        let username = address.local().unwrap_or_default();
        let credentials = ClientCredentials::password(username, password);
        Self {
            account: Some(address.to_bare()),
            resource: address.resource().map(str::to_owned),
            ..Self::with_credentials(&address, credentials)
        }
    }

    /// No account: the server makes one up, where it permits that (XEP-0175).
    pub fn anonymous(domain: &BareJid) -> Self {
        Self::with_credentials(domain.as_jid(), ClientCredentials::anonymous())
    }

    fn with_credentials(address: &Jid, credentials: ClientCredentials) -> Self {
        Self {
            domain: address.to_domain(),
            account: None,
            credentials,
            preferences: ClientPreferences::default(),
            resource: None,
            tls: TlsUse::Required,
            lang: default_lang(),
            management: false,
            extensible_sasl: true,
            agent: None,
            tokens: false,
            token: None,
            deadlines: Deadlines::CLIENT,
            unauthenticated: Limits::SERVER,
            authenticated: Limits::SERVER,
        }
    }
}
