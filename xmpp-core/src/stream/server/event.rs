//! What a server's stream asks and tells its driver.

use std::fmt;
use std::sync::Arc;

use crate::sasl::{Mechanism, ScramHash, TokenMechanism};
use crate::stream::{Closed, Identity, Stanza};
use crate::{BareJid, Element, FullJid};

/// What a server's stream asks and tells its driver.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ServerEvent {
    /// Begin TLS as the server of this domain, with its certificate (RFC 6120 §5.4.3.1), and call
    /// [`tls_established`](super::ServerStream::tls_established). Read nothing from the connection before the handshake does.
    /// If the handshake fails, end the connection and drop the stream: nothing more is to be said (RFC 6120 §5.4.3.2).
    StartTls {
        /// The domain that the client asked for.
        domain: BareJid,
    },
    /// Look the account up and call [`authenticate`](super::ServerStream::authenticate), or
    /// [`refuse_authentication`](super::ServerStream::refuse_authentication). If there is no such account, authenticate with
    /// [`ScramKeys::decoy`](crate::sasl::ScramKeys::decoy), so that the client cannot tell; for both, use
    /// [`lookup_name`](AuthenticationRequest::lookup_name).
    Authenticate(AuthenticationRequest),
    /// Look for the tokens that the client was given for the mechanism, and call [`redeem`](super::ServerStream::redeem)
    /// (XEP-0484 §4.4).
    Redeem(TokenLookup),
    /// Do what is to be done about the tokens of a client that has authenticated, and call
    /// [`issue_token`](super::ServerStream::issue_token) (XEP-0484 §4.3, §4.5, §4.6).
    IssueToken(TokenOrder),
    /// Find out whom the client's certificate names and call [`authorize`](super::ServerStream::authorize), or
    /// [`refuse_authentication`](super::ServerStream::refuse_authentication).
    Authorize(AuthorizationRequest),
    /// The client has authenticated; its address is still a bare one.
    Authenticated(Arc<Identity>),
    /// Choose a resource and call [`bind`](super::ServerStream::bind), or [`refuse_bind`](super::ServerStream::refuse_bind).
    Bind(BindRequest),
    /// The client has its full address; stanzas can be exchanged from now on.
    Bound(Arc<Identity>),
    /// The client has sent a stanza.
    Stanza(Box<Stanza>),
    /// The client wants stanzas counted (XEP-0198 §3). Call [`manage`](super::ServerStream::manage), or
    /// [`refuse_management`](super::ServerStream::refuse_management). From then on, keep what is sent until it is acknowledged.
    Manage(ManageRequest),
    /// The client has got so many more of the stanzas that the driver has sent, the oldest ones.
    Acknowledged(usize),
    /// The client wants to go on with an earlier stream (XEP-0198 §5). Call [`resume`](super::ServerStream::resume), or
    /// [`refuse_management`](super::ServerStream::refuse_management).
    Resume(ResumeRequest),
    /// The earlier stream goes on. Send again, in order, what was not acknowledged.
    Resumed(Arc<Identity>),
    /// Somebody without an account asks what it takes to make one, or makes one. Call
    /// [`answer_registration`](super::ServerStream::answer_registration).
    Register(Box<RegisterRequest>),
    /// Somebody looks at the client, or nobody does any more (XEP-0352 §4).
    Attention(bool),
    /// The stream has ended; nothing comes after this.
    Closed(Closed),
}

/// Names the question that an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AuthenticationId(pub(super) u64);

/// Whose credentials are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthenticationRequest {
    /// To be given back with the answer.
    pub id: AuthenticationId,
    /// The domain that the account is of.
    pub domain: BareJid,
    /// The user name that the client claims.
    pub username: String,
    /// The account's address; `None` where no account can have that name.
    pub account: Option<BareJid>,
    /// Whom the client wants to act as, if it says so: to be permitted by
    /// [`Credentials::permit_authzid`](crate::sasl::Credentials::permit_authzid), or not. To act as itself, every client is
    /// permitted anyway.
    pub authzid: Option<String>,
    /// How it authenticates.
    pub mechanism: Mechanism,
    /// The hash function whose keys are needed; `None` if those of any will do.
    pub hash: Option<ScramHash>,
}

impl AuthenticationRequest {
    /// The name to look the account up by and, if there is none, to make the decoy from: the localpart in its prepared form,
    /// so that `Juliet` and `juliet` get the same answers. Where no account can have the name, it is the name itself.
    pub fn lookup_name(&self) -> &str {
        let prepared = self.account.as_ref().and_then(BareJid::local);
        prepared.unwrap_or(&self.username)
    }
}

/// A client logs in with a token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenLookup {
    /// To be given back with the answer.
    pub id: AuthenticationId,
    /// The account that it claims; `None` where no account can have that name.
    pub account: Option<BareJid>,
    /// Which installation of a client it is.
    pub agent: String,
    /// What the token must have been made for.
    pub mechanism: TokenMechanism,
}

/// What is to be done about the tokens of a client that has authenticated.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenOrder {
    /// The account.
    pub account: BareJid,
    /// Which installation of a client it is.
    pub agent: String,
    /// The token that it has used: those that it had before are good for nothing any more (XEP-0484 §4.5).
    pub used: Option<String>,
    /// The token that it has used is to be good for nothing any more, either (XEP-0484 §4.6). Then it gets a new one only if it
    /// asks for one.
    pub invalidate: bool,
    /// The mechanism that a new token is wanted for.
    pub requested: Option<TokenMechanism>,
}

/// Tokens are as good as passwords, and are not shown.
impl fmt::Debug for TokenOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenOrder")
            .field("account", &self.account)
            .field("uses", &self.used.is_some())
            .field("invalidate", &self.invalidate)
            .field("requested", &self.requested)
            .finish_non_exhaustive()
    }
}

/// A client that has shown a certificate wants to be known by it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthorizationRequest {
    /// To be given back with the answer.
    pub id: AuthenticationId,
    /// The domain that the account is of.
    pub domain: BareJid,
    /// Whom the client wants to act as, if it says so: what the driver answers must be that, or the client is refused.
    pub authzid: Option<String>,
}

/// A client wants a resource.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BindRequest {
    /// The address that it asks for; `None` where it leaves the choice to the server, or asks for what cannot be
    /// (RFC 6120 §7.7.2.1).
    pub requested: Option<FullJid>,
    /// An address that nobody can foresee: for those who ask for none (RFC 6120 §7.6), and where the one that was asked for is
    /// taken (RFC 6120 §7.7.2.2).
    pub generated: FullJid,
    /// Which installation of a client it is, if it says so (XEP-0388 §2.3). An earlier session of the same one is of no use any
    /// more (XEP-0386 §3.2). Nobody else is to see it.
    pub agent: Option<String>,
    /// What else the session is to begin with (XEP-0386 §3.2): what the driver does not know is passed over.
    pub payloads: Vec<Element>,
}

/// Somebody without an account wants one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RegisterRequest {
    /// The domain that the account is to be of.
    pub domain: BareJid,
    /// The whole request.
    pub iq: Element,
}

/// A client wants stanzas counted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ManageRequest {
    /// Whether it wants to be able to resume the stream.
    pub resume: bool,
    /// For how many seconds, if it says so.
    pub max: Option<u32>,
    /// An id that nobody can foresee.
    pub id: String,
}

/// A client wants to go on with an earlier stream.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResumeRequest {
    /// Which one.
    pub id: String,
    /// Who asks: the earlier stream must be one of this account.
    pub account: BareJid,
}

impl BindRequest {
    /// What to bind where nothing speaks against it: what was asked for, else what was generated.
    pub fn preferred(&self) -> &FullJid {
        self.requested.as_ref().unwrap_or(&self.generated)
    }
}

#[cfg(test)]
mod tests {
    use super::TokenOrder;

    #[test]
    fn a_token_is_not_shown() {
        let order = TokenOrder {
            account: "juliet@im.example.com".parse().expect("an address"),
            agent: "d4565fa7".to_owned(),
            used: Some("s3cr3t".to_owned()),
            invalidate: false,
            requested: None,
        };
        let shown = format!("{order:?}");
        assert!(shown.contains("uses: true"), "{shown}");
        assert!(!shown.contains("s3cr3t"), "{shown}");
    }
}
