//! What a server permits.

use crate::sasl::{Mechanism, ScramHash};
use crate::stream::Deadlines;
use crate::xml::Limits;
use crate::{BareJid, Element, Lang};

/// What a server permits on the streams of its clients. One policy is shared by all connections that it is in force for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServerPolicy {
    /// The domains that are served, at least one. The first speaks for the server where a client names none that is known
    /// (RFC 6120 §4.9.1.3).
    pub hosts: Vec<Host>,
    /// Domains that were served here once and are not any more (RFC 6120 §4.9.3.5).
    pub gone: Vec<BareJid>,
    /// The language of the texts that the server makes (RFC 6120 §4.7.4).
    pub lang: Lang,
    /// How long things may take.
    pub deadlines: Deadlines,
    /// How large the elements of a client may be that has not yet authenticated.
    pub unauthenticated: Limits,
    /// How large the stanzas of a client may be (RFC 6120 §13.12: never less than 10 000 bytes).
    pub authenticated: Limits,
    /// How often a client may try again to authenticate after having failed: 2 to 5 (RFC 6120 §6.4.5).
    pub authentication_retries: u8,
    /// How often a client may try again to bind a resource after having failed: 5 to 10 (RFC 6120 §7.7.3).
    pub binding_retries: u8,
    /// Whether sessions are offered, as optional, and granted to the clients of RFC 3921 §3.
    pub sessions: bool,
    /// Whether streams can be managed (XEP-0198).
    pub management: bool,
    /// Whether those who have no account can make one (XEP-0077).
    pub registration: bool,
    /// Whether clients of the time before XMPP 1.0 can log in, under TLS, with their password as it is (XEP-0078).
    pub legacy_login: bool,
    /// Whether errors have the numbers that older clients know for every client (XEP-0086), not only for those that name no version.
    pub error_codes: bool,
    /// Whether clients can say that nobody looks at them (XEP-0352).
    pub client_state: bool,
    /// Whether the extensible profile of SASL (XEP-0388) is offered after TLS, with binding as part of it (XEP-0386).
    pub extensible_sasl: bool,
    /// Whether SCRAM carries a hash over what was offered, so that a client sees whether somebody has changed it (XEP-0474).
    pub downgrade_protection: bool,
    /// Whether clients get tokens that they can log in with the next time (XEP-0484), as part of the extensible profile.
    pub tokens: bool,
    /// Whether sessions can begin with copies of what the account's others send and receive (XEP-0280): the driver finds
    /// `<enable/>` among the payloads of [`BindRequest`](super::BindRequest).
    pub carbons: bool,
}

/// A domain that a server serves.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Host {
    /// The domain.
    pub domain: BareJid,
    /// Whether clients must use TLS.
    pub tls: TlsUse,
    /// The mechanisms that clients may authenticate with. What a connection does not permit, PLAIN before TLS above all, is not
    /// offered on it (RFC 6120 §6.3.4).
    pub mechanisms: Vec<Mechanism>,
    /// What is announced to clients that have authenticated, besides what the stream itself does: stream features of
    /// extensions.
    pub features: Vec<Element>,
}

/// Whether TLS is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TlsUse {
    /// Nothing else goes before TLS (RFC 6120 §5.3.1).
    #[default]
    Required,
    /// TLS is there for those who want it.
    Optional,
    /// There is no TLS to be had, as on a socket that never leaves the machine.
    Unavailable,
}

impl ServerPolicy {
    /// The default policy for these domains.
    pub fn new(hosts: impl IntoIterator<Item = Host>) -> Self {
        Self {
            hosts: hosts.into_iter().collect(),
            gone: Vec::new(),
            lang: default_lang(),
            deadlines: Deadlines::SERVER,
            unauthenticated: Limits::UNAUTHENTICATED,
            authenticated: Limits::CLIENT,
            authentication_retries: 3,
            binding_retries: 5,
            sessions: true,
            management: false,
            registration: false,
            legacy_login: false,
            error_codes: false,
            client_state: false,
            extensible_sasl: false,
            carbons: false,
            tokens: false,
            downgrade_protection: false,
        }
    }

    /// The domain that is served under this name.
    pub fn host(&self, domain: &str) -> Option<&Host> {
        self.hosts
            .iter()
            .find(|host| host.domain.as_str() == domain)
    }
}

impl Host {
    /// A domain with TLS required, SCRAM and PLAIN.
    pub fn new(domain: BareJid) -> Self {
        Self {
            domain: domain.to_domain(),
            tls: TlsUse::Required,
            mechanisms: vec![
                Mechanism::Scram(ScramHash::Sha256),
                Mechanism::Scram(ScramHash::Sha1),
                Mechanism::Plain,
            ],
            features: Vec::new(),
        }
    }
}

/// The language of the texts in this crate.
pub(in crate::stream) fn default_lang() -> Lang {
    Lang::new("en").expect("`en` is a language tag")
}
